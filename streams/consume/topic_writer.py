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
from streams.consume.availability import Availability
from streams.consume.batch_counts import BatchCounts
from streams.consume.fetch_positions import Delivery
from streams.decode.decoder import DecodedBatch, decode_batch
from streams.errors import DatabaseRefused
from streams.store import pipeline
from streams.store.outcome import Outcome

FIRST_WAIT_S = 0.1
LONGEST_WAIT_S = 1.0

log = structlog.get_logger()


class TopicWriter:
    """Stores what an agent is given, in its order; one per topic, with its own connection."""

    def __init__(
        self,
        topic: str,
        for_topic: str,
        *,
        connect: Callable[[], Connection],
        is_current: Callable[[Delivery], bool],
        acknowledge: Callable[[Delivery, Outcome | None], None],
        fail: Callable[[BaseException], None],
        availability: Availability,
        counts: BatchCounts,
    ) -> None:
        self._topic = topic
        self._for_topic = for_topic
        self._connect = connect
        self._is_current = is_current
        self._acknowledge = acknowledge
        self._fail = fail
        self._availability = availability
        self._counts = counts
        self._connection: Connection | None = None
        self._decoding = ThreadPoolExecutor(1, f"decode {topic}")
        self._storing = ThreadPoolExecutor(1, f"store {topic}")
        self._last: asyncio.Future[None] | None = None
        self._stopping = threading.Event()

    async def handle(self, delivery: Delivery) -> None:
        """Decode a delivery, wait for the one before it to be stored, and have it stored."""
        try:
            loop = asyncio.get_running_loop()
            decoded = await loop.run_in_executor(self._decoding, self._decode, delivery)
            if self._last is not None:
                await self._last
            self._last = asyncio.ensure_future(self._write(delivery, decoded))
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

    def _decode(self, delivery: Delivery) -> DecodedBatch:
        return decode_batch(delivery.batch, for_topic=self._for_topic)

    async def _write(self, delivery: Delivery, decoded: DecodedBatch) -> None:
        try:
            loop = asyncio.get_running_loop()
            outcome = await loop.run_in_executor(
                self._storing, self._store_patiently, delivery, decoded
            )
            self._acknowledge(delivery, outcome)
        except Exception as error:
            self._fail(error)

    def _store_patiently(self, delivery: Delivery, decoded: DecodedBatch) -> Outcome | None:
        """Store a delivery however often the database goes away; None: no longer ours to store."""
        wait_s = FIRST_WAIT_S
        while self._is_current(delivery) and not self._stopping.is_set():
            try:
                return self._store(decoded)
            except psycopg.errors.LockNotAvailable:
                log.warning("writer-lock-was-held", topic=self._topic)
            except (psycopg.Error, ServiceUnavailable) as error:
                self._close(error)
                self._stopping.wait(wait_s)
                wait_s = min(2 * wait_s, LONGEST_WAIT_S)
        return None

    def _store(self, decoded: DecodedBatch) -> Outcome:
        if self._connection is None:
            self._connection = self._connect()
        outcome = pipeline.store_decoded(self._connection, decoded)
        self._availability.answered("database")
        self._counts.add(self._topic, outcome)
        return outcome

    def _close(self, error: Exception) -> None:
        if pipeline.is_beyond_cure(error):
            raise DatabaseRefused(f"the database refuses what the worker asks: {error}") from error
        self._availability.lost("database", error)
        if self._connection is not None:
            self._connection.close()
            self._connection = None
