"""Deliveries of one topic, one after the other into the database, again and again until they are.

The next delivery is decoded while the one before it is stored. Nothing may leave an agent as an
exception (Faust would take the event for done): what passes is waited for, what is wrong with an
event is a dead letter, and anything else ends the worker.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import structlog

from infra.errors import ServiceUnavailable
from infra.postgres import Connection
from streams import pipeline
from streams.availability import Availability
from streams.batch import Outcome
from streams.errors import DatabaseRefused
from streams.prepared import Prepared, prepare
from streams.reading import Delivery
from streams.tally import Tally

FIRST_WAIT_S = 0.1
LONGEST_WAIT_S = 1.0

log = structlog.get_logger()


class Keeper:
    """Stores what an agent is given, in its order; one per topic, with its own connection."""

    def __init__(
        self,
        topic: str,
        for_topic: str,
        *,
        connect: Callable[[], Connection],
        is_current: Callable[[Delivery], bool],
        settle: Callable[[Delivery, Outcome | None], None],
        fail: Callable[[BaseException], None],
        availability: Availability,
        tally: Tally,
    ) -> None:
        self._topic = topic
        self._for_topic = for_topic
        self._connect = connect
        self._is_current = is_current
        self._settle = settle
        self._fail = fail
        self._availability = availability
        self._tally = tally
        self._connection: Connection | None = None
        self._decoding = ThreadPoolExecutor(1, f"decode {topic}")
        self._storing = ThreadPoolExecutor(1, f"store {topic}")
        self._last: asyncio.Future[None] | None = None
        self._stopping = threading.Event()

    async def take(self, delivery: Delivery) -> None:
        """Decode a delivery, wait for the one before it to be stored, and have it stored."""
        try:
            loop = asyncio.get_running_loop()
            prepared = await loop.run_in_executor(self._decoding, self._prepare, delivery)
            if self._last is not None:
                await self._last
            self._last = asyncio.ensure_future(self._keep(delivery, prepared))
        except Exception as error:
            self._fail(error)

    async def stop(self) -> None:
        """Let what is being stored be stored, and nothing more."""
        self._stopping.set()
        if self._last is not None:
            await asyncio.wait([self._last])
        for executor in (self._decoding, self._storing):
            executor.shutdown(wait=False)
        if self._connection is not None:
            self._connection.close()

    def _prepare(self, delivery: Delivery) -> Prepared:
        return prepare(delivery.batch, for_topic=self._for_topic)

    async def _keep(self, delivery: Delivery, prepared: Prepared) -> None:
        try:
            loop = asyncio.get_running_loop()
            outcome = await loop.run_in_executor(
                self._storing, self._store_patiently, delivery, prepared
            )
            self._settle(delivery, outcome)
        except Exception as error:
            self._fail(error)

    def _store_patiently(self, delivery: Delivery, prepared: Prepared) -> Outcome | None:
        """Store a delivery however often the database goes away; None: no longer ours to store."""
        wait_s = FIRST_WAIT_S
        while self._is_current(delivery) and not self._stopping.is_set():
            try:
                return self._store(prepared)
            except psycopg.errors.LockNotAvailable:
                log.warning("writer-lock-was-held", topic=self._topic)
            except (psycopg.Error, ServiceUnavailable) as error:
                self._close(error)
                self._stopping.wait(wait_s)
                wait_s = min(2 * wait_s, LONGEST_WAIT_S)
        return None

    def _store(self, prepared: Prepared) -> Outcome:
        if self._connection is None:
            self._connection = self._connect()
        outcome = pipeline.store_prepared(self._connection, prepared)
        self._availability.answered("database")
        self._tally.add(self._topic, outcome)
        return outcome

    def _close(self, error: Exception) -> None:
        if pipeline.is_beyond_cure(error):
            raise DatabaseRefused(f"the database refuses what the worker asks: {error}") from error
        self._availability.lost("database", error)
        if self._connection is not None:
            self._connection.close()
            self._connection = None
