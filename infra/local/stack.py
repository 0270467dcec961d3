"""Kafka and TimescaleDB as one thing that is up or down, and is erased as one."""

import contextlib
import fcntl
import os
import threading
import uuid
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from infra.errors import (
    DataError,
    DiskFull,
    InputOutputError,
    ServiceUnavailable,
    UsageError,
)
from infra.local.broker import Broker
from infra.local.database import Database
from infra.local.host import (
    Report,
    full_disk,
    remove_tree,
    require_free_port,
    require_room,
    silent,
)
from infra.local.parts import Parts
from infra.local.report import ServiceStatus, database_status, kafka_status
from infra.local.side_by_side import Task, side_by_side
from infra.settings import Settings

DATA_BYTES = 500_000_000
SIDES = ("kafka", "postgres")


@dataclass(frozen=True, slots=True)
class Stack:
    """The services behind one set of settings."""

    settings: Settings

    @property
    def home(self) -> Path:
        """Give the folder of this instance."""
        return self.settings.home

    @property
    def parts(self) -> Parts:
        """Give the downloaded programs."""
        return Parts(self.settings.parts)

    @property
    def broker(self) -> Broker:
        """Give the Kafka broker."""
        return Broker(self.parts, self.home, self.settings.kafka_port)

    @property
    def database(self) -> Database:
        """Give the TimescaleDB server."""
        name = self.settings.database_name
        return Database(self.parts, self.home, self.settings.database_port, name)

    def up(self, report: Report = silent) -> None:
        """Have both services running and ready; what was running stays as it is."""
        if self.settings.stack == "env":
            return self._require_elsewhere(report)
        with self._alone(report):
            cancel = threading.Event()
            if not self._is_running():
                self._require_free_ports()
                self._fetch(cancel, report)
                self._prepare_data(cancel, report)
                self._require_some_room()
            self._start(cancel, report)

    def down(self, report: Report = silent) -> None:
        """Stop both services; their data stays."""
        self._refuse_elsewhere("stop")
        with self._alone(report):
            self._stop(report)

    def erase(self, report: Report = silent) -> None:
        """Stop both services and remove the data of both, together."""
        self._refuse_elsewhere("erase")
        with self._alone(report):
            self._stop(report)
            data = self.home / "data"
            if data.exists():
                # One rename takes both sides away; what follows may be interrupted at any point.
                data.rename(self.home / f".erased-{uuid.uuid4()}")
            self._sweep()
            report("data of Kafka and TimescaleDB erased")

    def status(self) -> list[ServiceStatus]:
        """Give one line about each service, as it answers now."""
        if self.settings.stack == "env":
            return [kafka_status(self.settings, None), database_status(self.settings, None)]
        for daemon in (self.broker.daemon, self.database.daemon):
            # One that is full, or another's, is no reason to say nothing of the services.
            with contextlib.suppress(OSError):
                daemon.turn_log()
        return [
            kafka_status(self.settings, self.broker),
            database_status(self.settings, self.database.daemon),
        ]

    def _is_running(self) -> bool:
        return self.broker.pid is not None and self.database.postmaster_pid is not None

    def _require_free_ports(self) -> None:
        if self.broker.pid is None:
            require_free_port(self.broker.port, "MUSTER_KAFKA")
        if self.database.postmaster_pid is None:
            require_free_port(self.database.port, "MUSTER_DATABASE")

    def _fetch(self, cancel: threading.Event, report: Report) -> None:
        parts, log = self.parts, self.home / "log/apt.log"
        parts.install_programs(log=log, cancel=cancel, report=report)
        side_by_side(
            [
                lambda: parts.fetch_kafka(cancel=cancel, report=report),
                lambda: parts.fetch_timescale(cancel=cancel, report=report),
            ],
            cancel,
        )

    def _prepare_data(self, cancel: threading.Event, report: Report) -> None:
        """Make the folders of both sides, or neither: a half is never seen under its name."""
        data = self.home / "data"
        (self.home / "run").mkdir(parents=True, exist_ok=True)
        self._sweep()
        if data.exists():
            return self._require_both_sides(data)
        require_room(self.home, DATA_BYTES, "the data of Kafka and TimescaleDB")
        report("data: making an empty log and an empty database (3 s)")
        fresh = self.home / f".fresh-{os.getpid()}"
        fresh.mkdir(parents=True)
        try:
            side_by_side(
                [
                    lambda: self.broker.format(fresh / "kafka", cancel=cancel),
                    lambda: self.database.initialise(fresh / "postgres", cancel=cancel),
                ],
                cancel,
            )
            fresh.rename(data)
        except BaseException:
            remove_tree(fresh)
            raise

    def _require_both_sides(self, data: Path) -> None:
        missing = [side for side in SIDES if not (data / side).exists()]
        if missing:
            raise DataError(
                f"{data} has lost its {' and '.join(missing)} folder: restore it from a copy, or "
                "start from nothing with `muster down --erase --yes`"
            )

    def _require_some_room(self) -> None:
        full = full_disk(self.home)
        if full is not None:
            raise DiskFull(f"{full}: make room before Kafka and TimescaleDB are started")

    def _sweep(self) -> None:
        for leftover in [*self.home.glob(".erased-*"), *self.home.glob(".fresh-*")]:
            remove_tree(leftover)

    def _start(self, cancel: threading.Event, report: Report) -> None:
        """Start what is not running; if that fails, stop what was started here."""
        started: list[Task] = []

        def kafka() -> None:
            if self.broker.pid is None:
                started.append(self.broker.stop)
                report("Kafka: starting (3 to 10 s)")
                self.broker.launch()
            self.broker.wait_until_ready(cancel)
            report(f"Kafka: up at {self.broker.address}")

        def timescale() -> None:
            if self.database.postmaster_pid is None:
                self.database.provide_passwords(cancel=cancel)
                started.append(self.database.stop)
                report("TimescaleDB: starting (1 to 10 s)")
                self.database.launch()
            self.database.wait_until_ready(cancel)
            self.database.provide_database()
            report(f"TimescaleDB: up at {self.database.address}")

        try:
            side_by_side([kafka, timescale], cancel)
        except BaseException:
            side_by_side(started, threading.Event())
            raise

    def _stop(self, report: Report) -> None:
        if self.broker.pid is None and self.database.postmaster_pid is None:
            return report("Kafka and TimescaleDB: not running")

        # Asked first, both stop at the same time; each says so once it has.
        def kafka() -> None:
            if self.broker.pid is not None:
                self.broker.stop()
                report("Kafka: stopped")

        def timescale() -> None:
            if self.database.postmaster_pid is not None:
                self.database.stop()
                report("TimescaleDB: stopped")

        side_by_side([kafka, timescale], threading.Event())

    @contextlib.contextmanager
    def _alone(self, report: Report) -> Generator[None]:
        with self._lock_file() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                report(f"another muster command works on {self.home}, waiting for it")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _lock_file(self) -> TextIO:
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            return (self.home / "lock").open("w")
        except OSError as error:
            raise InputOutputError(
                f"{self.home} cannot be written: {error.strerror}; choose another MUSTER_HOME"
            ) from error

    def _require_elsewhere(self, report: Report) -> None:
        lines = self.status()
        silent = [line for line in lines if not line.is_answering]
        if silent:
            names = " and ".join(f"{line.service} at {line.address}" for line in silent)
            raise ServiceUnavailable(
                f"no answer from {names}; MUSTER_STACK=env means they are started elsewhere"
            )
        if not all(line.is_up for line in lines):
            report(f"the database {self.settings.database_name} needs `muster migrate`")
        report("Kafka and TimescaleDB answer; they are run elsewhere (MUSTER_STACK=env)")

    def _refuse_elsewhere(self, verb: str) -> None:
        if self.settings.stack == "env":
            raise UsageError(
                f"with MUSTER_STACK=env the services are run elsewhere: {verb} them there"
            )
