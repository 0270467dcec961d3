"""A whole Muster of one's own: a database, topics, and workers as separate processes."""

import os
import re
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from infra.kafka import cluster
from infra.postgres import Connection, connect
from infra.settings import Settings
from tests.support import kafka
from tests.support.postgres import Database
from tests.support.stack import environment

MUSTER = Path(sys.executable).with_name("muster")


@dataclass
class WorkerProcess:
    """A `muster worker` as its own process."""

    process: subprocess.Popen[bytes]
    log_file: Path

    @property
    def log(self) -> str:
        """Give what it has said so far."""
        return self.log_file.read_text()

    def wait_until_it_says(self, pattern: str, timeout_s: float = 30) -> None:
        """Return once its log matches."""

        def said() -> bool:
            if self.process.poll() is not None and not re.search(pattern, self.log):
                pytest.fail(f"it ended before it said {pattern!r}:\n{self.log}")
            return re.search(pattern, self.log) is not None

        wait_until(said, timeout_s=timeout_s, what=f"the worker to say {pattern!r}")

    def wait_until_it_reads(self, timeout_s: float = 30) -> None:
        """Return once it has partitions."""
        self.wait_until_it_says("event=reading", timeout_s)

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    def end(self, timeout_s: float = 15) -> int:
        """Wait for its end and give its exit code."""
        return self.process.wait(timeout_s)

    def stop(self) -> tuple[int, float]:
        """Stop it as a service manager does; give its exit code and how long it took."""
        began = time.monotonic()
        self.signal(signal.SIGTERM)
        return self.end(), time.monotonic() - began

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait(10)

    def listening_ports(self) -> list[int]:
        """Give the ports it listens on."""
        connections = psutil.Process(self.process.pid).net_connections()
        return [one.laddr.port for one in connections if one.status == psutil.CONN_LISTEN]


@dataclass
class Instance:
    """Settings with a database and topics of their own, and the workers started on them."""

    settings: Settings
    folder: Path
    workers: list[WorkerProcess] = field(default_factory=list)

    def topic(self, name: str) -> str:
        """Give the full name of a topic."""
        return f"{self.settings.topic_prefix}{name}"

    def connect(self) -> Connection:
        """Give a connection as the owner, who may see everything."""
        conninfo = make_conninfo(self.settings.conninfo, user="muster_owner")
        connection = connect(conninfo, application_name="muster tests")
        connection.execute("set search_path = muster_1, muster, public")
        return connection

    def ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Give the rows of a query, none while the database is away."""
        with self.connect() as connection:
            return connection.execute(query, values).fetchall()  # type: ignore[arg-type]

    def one(self, query: str, *values: Any) -> Any:
        """Give the only value of a query."""
        return self.ask(query, *values)[0][0]

    def make_topics(self) -> None:
        """Make the topics before a worker does."""
        with cluster(self.settings.kafka) as found:
            found.ensure_topics(self.settings.topic_prefix)

    def send(self, name: str, values: Iterable[bytes | None], **how: Any) -> None:
        """Send messages to a topic, and return once all are acknowledged."""
        kafka.send(self.settings.kafka, self.topic(name), values, **how)

    def start_worker(self, *options: str, clock_ahead_s: float = 0) -> WorkerProcess:
        """Start a worker, on a host whose clock may be wrong."""
        shifted = [sys.executable, "-m", "tests.support.shifted_clock", str(clock_ahead_s)]
        program = shifted if clock_ahead_s else [MUSTER]
        log_file = self.folder / f"worker-{len(self.workers)}.log"
        with log_file.open("wb") as log:
            process = subprocess.Popen(
                [*program, "worker", *options],
                env=dict(environment(self.settings)),
                stdout=log,
                stderr=log,
                # A background job of a shell ignores Ctrl-C; a test runner may be one.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
            )
        self.workers.append(WorkerProcess(process, log_file))
        return self.workers[-1]

    def muster(self, *arguments: str) -> tuple[int, str]:
        """Run a command to its end; give its exit code and all it said."""
        done = subprocess.run(
            [MUSTER, *arguments],
            env=dict(environment(self.settings)),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def wait_until_read(self, timeout_s: float = 30) -> None:
        """Return once every record of the topics is accounted for in the checkpoints."""

        def is_read() -> bool:
            return self.lag() == 0

        wait_until(is_read, timeout_s=timeout_s, what="everything to be stored")

    def lag(self) -> int:
        """Give how many records are not accounted for yet."""
        with cluster(self.settings.kafka) as found:
            names = [self.topic(name) for name in TOPIC_NAMES]
            parts = [(name, part) for name in names for part in found.partitions(name)]
            ends = sum(log.end_offset for log in found.ranges(parts).values())
        return ends - int(
            self.one(
                "select coalesce(sum(next_offset), 0) from checkpoint c"
                " where topic = any(%s)"
                " and epoch = (select max(epoch) from topic_epoch e where e.topic = c.topic)",
                names,
            )
        )

    def verify(self) -> None:
        """Fail unless `muster verify` finds that everything agrees."""
        code, said = self.muster("verify")
        assert code == 0, said

    def end_workers(self) -> None:
        """End every worker, also those that stand still."""
        for worker in self.workers:
            if worker.process.poll() is None:
                worker.process.kill()
                worker.process.wait(10)


TOPIC_NAMES = ("exercise-results", "summit-decisions", "capability-updates")


@pytest.fixture
def instance(stack: Settings, database: Database, tmp_path: Path) -> Generator[Instance]:
    """Give a Muster whose topics nobody else uses and whose database is the module's."""
    with own_instance(stack, database, tmp_path) as own:
        yield own


@contextmanager
def own_instance(stack: Settings, database: Database, folder: Path) -> Generator[Instance]:
    """Give a Muster with topics of its own in a database; its topics are gone after it."""
    prefix = f"t{os.getpid()}-{uuid.uuid4().hex[:8]}-"
    conninfo = make_conninfo(stack.conninfo, dbname=database.name)
    own = Instance(replace(stack, conninfo=conninfo, topic_prefix=prefix), folder)
    try:
        yield own
    finally:
        own.end_workers()
        _delete_topics(own)


def _delete_topics(own: Instance) -> None:
    with cluster(own.settings.kafka) as found:
        names = [own.topic(name) for name in TOPIC_NAMES]
        there = [name for name in names if found.partitions(name)]
    for name in there:
        kafka.delete_topic(own.settings.kafka, name)


def wait_until(holds: Callable[[], bool], *, timeout_s: float, what: str) -> float:
    """Return how long it took until something held; fail when it does not in time."""
    began = time.monotonic()
    while True:
        try:
            if holds():
                return time.monotonic() - began
        except psycopg.OperationalError:
            pass  # the database is away just now
        if time.monotonic() - began > timeout_s:
            pytest.fail(f"waited {timeout_s:g} s for {what}")
        time.sleep(0.05)
