"""`muster worker`: keeps reading and storing while services come and go, until it is told to stop.

Three things end it: a signal, a condition only people can resolve (one line says which), or a
failure nobody foresaw - then it begins anew as a fresh process, which costs nothing because
everything it knows is in the database.
"""

import asyncio
import itertools
import math
import os
import signal
import threading
import time
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import psycopg
import structlog

from infra.errors import ServiceUnavailable
from infra.kafka import Cluster
from infra.local.host import disk_note
from infra.postgres import Connection
from infra.settings import Settings
from schemas.topics import TOPICS
from streams.consume import start_offsets
from streams.consume.app import App, create_app, has_joined, join_again
from streams.consume.availability import Availability
from streams.consume.batch_counts import BatchCounts
from streams.consume.fetch_positions import Delivery, FetchPositions, Partition, Start
from streams.consume.heartbeat import Heartbeat, Polled, SlotLost
from streams.consume.topic_writer import TopicWriter
from streams.errors import Restart
from streams.run.services import ask_both
from streams.run.summing import Summing
from streams.store.outcome import Outcome
from streams.store.tables.session import open_session

HEARTBEAT_S = 1.0
COUNTS_EVERY = 5  # beats
SUM_UP_S = 5.0
STOP_S = 4.0
ASK_AGAIN_S = 5.0
JOIN_S = 30.0  # by then a worker has its partitions, or learnt that others have them all

log = structlog.get_logger()


class Worker:
    """One process that reads its share of the partitions and stores what it reads."""

    def __init__(self, settings: Settings, heartbeat: Heartbeat) -> None:
        self._settings = settings
        self._heartbeat = heartbeat
        self._polling = ThreadPoolExecutor(1, "heartbeat")
        self._adding = ThreadPoolExecutor(1, "sums")
        self._summing = Summing(
            lambda: open_session(
                settings.database("muster_worker"), application_name="muster worker sums"
            )
        )
        self._availability = Availability(partial(disk_note, settings))
        self._counts = BatchCounts()
        self._end: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._joined_at = time.monotonic()
        self._asked_at = -math.inf
        self.positions = FetchPositions()
        self.wake = asyncio.Event()
        self._writers = {
            f"{settings.topic_prefix}{topic.name}": self._writer(topic.name) for topic in TOPICS
        }

    async def run(self) -> str:
        """Work until something ends it; return the signal that did, or raise what else did."""
        self._listen_to_signals()
        app = create_app(
            kafka=self._settings.kafka,
            topic_prefix=self._settings.topic_prefix,
            slot=self._heartbeat.slot,
            reader=self,
            handlers={topic: writer.handle for topic, writer in self._writers.items()},
        )
        tasks = [asyncio.create_task(self._poll(app)), asyncio.create_task(self._sum_up())]
        try:
            await app.start()
            return await self._end
        finally:
            _end_by_force_after(STOP_S, self._exit_code())
            for task in tasks:
                task.cancel()
            self._summing.stop()
            await asyncio.gather(*(writer.stop() for writer in self._writers.values()))
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

    def _writer(self, topic: str) -> TopicWriter:
        return TopicWriter(
            f"{self._settings.topic_prefix}{topic}",
            topic,
            connect=lambda: open_session(self._settings.database("muster_worker")),
            is_current=lambda delivery: delivery.lease == self.positions.lease,
            acknowledge=self._acknowledge,
            fail=self.fail,
            availability=self._availability,
            counts=self._counts,
        )

    def _acknowledge(self, delivery: Delivery, outcome: Outcome | None) -> None:
        self.positions.acknowledge(delivery, outcome)
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

    async def _poll(self, app: App) -> None:
        loop = asyncio.get_running_loop()
        for round_number in itertools.count():
            await asyncio.sleep(HEARTBEAT_S)
            if self._has_given_up(app):
                self.fail(Restart("Faust gave up"))
            if round_number % COUNTS_EVERY == 0:
                self._say_what_was_done()
            try:
                polled = await loop.run_in_executor(self._polling, self._heartbeat.poll)
                self._apply(polled)
                if polled.is_assignment_stale and self._may_join_again():
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
                await loop.run_in_executor(self._adding, self._summing.run_if_due)
                self._availability.answered("running sums")
            except (ServiceUnavailable, psycopg.OperationalError) as error:
                self._availability.lost("running sums", error)
            except Exception as error:
                self.fail(error)

    def _apply(self, polled: Polled) -> None:
        """Read partitions anew that were paused or resumed, or whose topic has a new life."""
        self._availability.answered("watch")
        for partition in self.positions.outdated(polled.paused, polled.epochs):
            log.info("looking-again", partition=_name(partition))
            self.positions.drop(partition)

    def _say_what_was_done(self) -> None:
        for topic, done in sorted(self._counts.drain().items()):
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


def _starts(
    connection: Connection, found: Cluster, *, partitions: Collection[Partition]
) -> dict[Partition, Start]:
    return start_offsets.starts(connection, found, partitions)


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
