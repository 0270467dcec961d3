"""`muster worker`: keeps reading and storing while services come and go, until it is told to stop.

Three things end it: a signal, a condition only people can resolve (one line says which), or a
failure nobody foresaw - then it begins anew as a fresh process, which costs nothing because
everything it knows is in the database.
"""

import asyncio
import gc
import itertools
import math
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NoReturn, TypeVar

import psycopg
import structlog

from infra.errors import ServiceUnavailable, UsageError
from infra.kafka import Cluster
from infra.local.host import disk_note
from infra.postgres import Connection
from infra.settings import Settings
from schemas.topics import TOPICS
from streams import starting
from streams.app import App, create_app, has_joined, join_again
from streams.availability import Availability
from streams.batch import Outcome
from streams.keeping import Keeper
from streams.reading import Delivery, Partition, Reading, Start
from streams.services import ask_both, patiently
from streams.store import checkpoints, sources, workers
from streams.store.session import open_session
from streams.summing import Summing
from streams.tally import Tally
from streams.watch import Seen, SlotLost, Watch

WATCH_S = 1.0
TALLY_EVERY = 5  # watches
SUM_UP_S = 5.0
RETRY_S = 1.0
STOP_S = 4.0
ASK_AGAIN_S = 5.0
JOIN_S = 30.0  # by then a worker has its partitions, or learnt that others have them all
# Thousands of decoded events are alive at a time and none is part of a cycle: looking through them
# as often as Python does by default took a third of the worker's time.
COLLECT_AFTER = (50_000, 20, 50)

log = structlog.get_logger()
Answer = TypeVar("Answer")


class Restart(Exception):
    """Something unforeseen happened; the worker begins anew."""


class Worker:
    """One process that reads its share of the partitions and stores what it reads."""

    def __init__(self, settings: Settings, watch: Watch) -> None:
        self._settings = settings
        self._watch = watch
        self._watching = ThreadPoolExecutor(1, "watch")
        self._adding = ThreadPoolExecutor(1, "sums")
        self._summing = Summing(
            lambda: open_session(
                settings.database("muster_worker"), application_name="muster worker sums"
            )
        )
        self._availability = Availability(partial(disk_note, settings))
        self._tally = Tally()
        self._end: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._joined_at = time.monotonic()
        self._asked_at = -math.inf
        self.reading = Reading()
        self.wake = asyncio.Event()
        self._keepers = {
            f"{settings.topic_prefix}{topic.name}": self._keeper(topic.name) for topic in TOPICS
        }

    async def run(self) -> str:
        """Work until something ends it; return the signal that did, or raise what else did."""
        self._listen_to_signals()
        app = create_app(
            kafka=self._settings.kafka,
            topic_prefix=self._settings.topic_prefix,
            slot=self._watch.slot,
            desk=self,
            take={topic: keeper.take for topic, keeper in self._keepers.items()},
        )
        tasks = [asyncio.create_task(self._keep_watch(app)), asyncio.create_task(self._sum_up())]
        try:
            await app.start()
            return await self._end
        finally:
            _end_by_force_after(STOP_S, self._exit_code())
            for task in tasks:
                task.cancel()
            self._summing.stop()
            await asyncio.gather(*(keeper.stop() for keeper in self._keepers.values()))
            await app.stop()

    async def starts(self, partitions: Collection[Partition]) -> Mapping[Partition, Start]:
        """Return where to read these partitions; end the worker if a topic is not what it was."""
        loop = asyncio.get_running_loop()
        ask = partial(ask_both, self._settings, partial(_starts, partitions=partitions))
        try:
            found = await loop.run_in_executor(None, ask)
        except ServiceUnavailable as error:
            self._availability.lost("kafka or database", error)
            raise
        except Exception as error:
            self.fail(error)
            raise ServiceUnavailable("the worker is about to end") from error
        self._availability.answered("kafka or database")
        for partition, start in sorted(found.items()):
            log.info("reading", partition=_name(partition), **start._asdict())
        return found

    def fail(self, error: BaseException) -> None:
        """End the worker with this error."""
        if not self._end.done():
            self._end.set_exception(error)

    def _keeper(self, topic: str) -> Keeper:
        return Keeper(
            f"{self._settings.topic_prefix}{topic}",
            topic,
            connect=lambda: open_session(self._settings.database("muster_worker")),
            is_current=lambda delivery: delivery.lease == self.reading.lease,
            settle=self._settle,
            fail=self.fail,
            availability=self._availability,
            tally=self._tally,
        )

    def _settle(self, delivery: Delivery, outcome: Outcome | None) -> None:
        self.reading.settle(delivery, outcome)
        self.wake.set()
        for pause in outcome.pauses if outcome else ():
            partition = f"{delivery.batch.topic}/{pause.partition}"
            log.error("partition-paused", partition=partition, reason=pause.reason)
        for source in outcome.set_aside if outcome else ():
            log.error("source-set-aside", topic=delivery.batch.topic, source=source or "unknown")

    def _exit_code(self) -> int:
        error = None if self._end.cancelled() or not self._end.done() else self._end.exception()
        return 0 if error is None else getattr(error, "exit_code", 1)

    def _has_given_up(self, app: App) -> bool:
        """Tell whether Faust has crashed, or tries to join the group for too long."""
        if app.crashed:
            return True
        if has_joined(app):
            self._joined_at = time.monotonic()
        return time.monotonic() - self._joined_at > JOIN_S

    def _may_join_again(self) -> bool:
        """Tell whether the last asking has had its time; nobody reads while partitions move."""
        now = time.monotonic()
        if now - self._asked_at < ASK_AGAIN_S:
            return False
        self._asked_at = now
        return True

    async def _keep_watch(self, app: App) -> None:
        loop = asyncio.get_running_loop()
        for round_number in itertools.count():
            await asyncio.sleep(WATCH_S)
            if self._has_given_up(app):
                self.fail(Restart("Faust gave up"))
            if round_number % TALLY_EVERY == 0:
                self._say_what_was_done()
            try:
                seen = await loop.run_in_executor(self._watching, self._watch.look)
                self._heed(seen)
                if seen.is_assignment_stale and self._may_join_again():
                    log.warning("joining-again", why="nobody reads some partitions")
                    await join_again(app)
            except (ServiceUnavailable, psycopg.OperationalError) as error:
                self._availability.lost("watch", error)
            except SlotLost as error:
                self.fail(Restart(str(error)))
            except Exception as error:
                self.fail(error)

    async def _sum_up(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(SUM_UP_S)
            try:
                await loop.run_in_executor(self._adding, self._summing.look)
                self._availability.answered("running sums")
            except (ServiceUnavailable, psycopg.OperationalError) as error:
                self._availability.lost("running sums", error)
            except Exception as error:
                self.fail(error)

    def _heed(self, seen: Seen) -> None:
        """Read partitions anew that were paused or resumed, or whose topic has a new life."""
        self._availability.answered("watch")
        for partition in self.reading.outdated(seen.paused, seen.epochs):
            log.info("looking-again", partition=_name(partition))
            self.reading.drop(partition)

    def _say_what_was_done(self) -> None:
        for topic, done in sorted(self._tally.take().items()):
            log.info(
                "stored",
                topic=topic,
                batches=done.batches,
                stored=done.stored,
                duplicates=done.duplicates,
                dead=done.dead,
            )

    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop, number.name)

    def _stop(self, why: str) -> None:
        log.info("stopping", why=why)
        if not self._end.done():
            self._end.set_result(why)


def end_at_once_on_sigterm() -> None:
    """Leave without a word when nothing has been begun yet."""
    signal.signal(signal.SIGTERM, _leave)


def _leave(_number: int, _frame: object) -> NoReturn:
    sys.exit(0)


def accept(settings: Settings, topic: str) -> None:
    """Read a topic from its beginning, as the next of its lives."""
    name = f"{settings.topic_prefix}{topic}"
    epoch = ask_both(settings, partial(starting.accept, topic=name))
    log.info("topic-accepted", topic=name, epoch=epoch.number)


def resume(settings: Settings, partition: str) -> bool:
    """Let a paused partition go on, past all it holds; return whether a worker reads it."""
    topic, slash, number = partition.rpartition("/")
    if not slash or not number.isdecimal():
        raise UsageError(f"--resume takes TOPIC/PARTITION, not {partition!r}")
    where = (f"{settings.topic_prefix}{topic}", int(number))
    until = ask_both(settings, lambda _, found: found.ends([where[0]]).get(where, 0))
    with open_session(settings.database("muster_worker")) as connection:
        was_paused = checkpoints.resume(connection, *where, until)
        log.info("partition-resumed", partition=partition, was_paused=was_paused, until=until)
        return workers.count(connection) > 0


def resume_source(settings: Settings, source: str) -> tuple[str, ...]:
    """Judge a source afresh wherever it was set aside; return on which topics it was."""
    with open_session(settings.database("muster_worker")) as connection:
        return sources.resume(connection, source)


def work(settings: Settings) -> str:
    """Be a worker until a signal comes; return its name."""
    watch = patiently(lambda: Watch.begin(settings, socket.gethostname(), os.getpid()))
    log.info("worker-started", slot=watch.slot, pid=os.getpid())
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    reason = "crashed"
    try:
        reason = asyncio.run(_run(settings, watch))
    except Exception as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise
    finally:
        watch.end(reason)
    log.info("worker-stopped", why=reason)
    return reason


async def _run(settings: Settings, watch: Watch) -> str:
    return await Worker(settings, watch).run()


def _starts(
    connection: Connection, found: Cluster, *, partitions: Collection[Partition]
) -> dict[Partition, Start]:
    return starting.starts(connection, found, partitions)


def _end_by_force_after(seconds: float, exit_code: int) -> None:
    """Make sure that a stop ends, whatever a library waits for."""

    def end() -> None:
        log.warning("stopped-by-force", after_s=seconds)
        os._exit(exit_code)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()


def _name(partition: Partition) -> str:
    return f"{partition.topic}/{partition.partition}"
