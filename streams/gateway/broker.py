"""Messages to Kafka, answered for once the broker has them on disk."""
# The stubs known to the type checker are of another release of kafka-python.
# pyright: standard, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportArgumentType=false

import asyncio
import contextlib
import logging
import threading
from collections.abc import Sequence
from typing import Any, NamedTuple

import structlog
from kafka import KafkaProducer
from kafka.errors import KafkaError

from infra.errors import ServiceUnavailable
from infra.kafka import cluster, unavailable
from infra.settings import Settings
from streams.client.message import Message
from streams.client.publisher import HEADERS
from streams.gateway.errors import BrokerAway

CONNECT_TIMEOUT_MS = 4000
REQUEST_TIMEOUT_MS = 5000
DELIVERY_TIMEOUT_MS = 8000
LINGER_MS = 2  # what arrives together is written to disk together
LARGEST_REQUEST_BYTES = 4 * 1024 * 1024
TRY_AGAIN_S = 1.0
KNOCK_S = 1.0

log = structlog.get_logger()


class Placed(NamedTuple):
    """Where the log has a message, of a topic without the prefix of this instance."""

    topic: str
    partition: int
    offset: int


class Broker:
    """The connection to Kafka: made when it can be, made anew after a failure.

    While it is away nothing waits for it: `send` fails at once, and a task asks until it is back.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._producer: KafkaProducer | None = None
        self._trouble: str | None = "not connected yet"
        self._watching: asyncio.Task[None] | None = None
        self._lost = asyncio.Event()

    async def look(self) -> str | None:
        """Return why nothing can be sent now, after knocking at the broker's door."""
        if self._trouble is None:
            host, port = self._settings.kafka_host, self._settings.kafka_port
            try:
                async with asyncio.timeout(KNOCK_S):
                    _, writer = await asyncio.open_connection(host, port)
                writer.close()
            except (OSError, TimeoutError) as error:
                return str(unavailable(self._settings.kafka, error))
        return self._trouble

    async def open(self) -> None:
        """Connect, or begin to try."""
        logging.getLogger("kafka").setLevel(logging.CRITICAL)
        await self._connect()
        self._watching = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """Send what is on its way, and let go of the connection."""
        if self._watching is not None:
            self._watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watching
        producer, self._producer = self._producer, None
        if producer is not None:
            await asyncio.to_thread(_close, producer, 2.0)

    async def send(self, messages: Sequence[Message]) -> list[Placed]:
        """Return where the log has each message once all are acknowledged; else BrokerAway."""
        producer = self._producer
        if producer is None:
            raise BrokerAway(f"Kafka is away: {self._trouble}")
        waiting = _Acknowledgements(asyncio.get_running_loop(), len(messages))
        prefix = self._settings.topic_prefix
        try:
            # The client may wait for metadata or room in its own way; the server must not.
            await asyncio.to_thread(_hand_over, producer, prefix, messages, waiting)
            found = await waiting.all
        except (KafkaError, OSError) as error:
            self._fail(producer, error)
            raise BrokerAway(f"Kafka has not acknowledged: {self._trouble}") from error
        return [Placed(topic.removeprefix(prefix), *where) for topic, *where in found]

    def _fail(self, producer: KafkaProducer, error: Exception) -> None:
        if self._producer is not producer:
            return  # somebody else has found out
        self._producer = None
        self._trouble = str(unavailable(self._settings.kafka, error))
        log.warning("kafka-away", why=self._trouble)
        threading.Thread(target=_close, args=(producer, 0.0), daemon=True).start()
        self._lost.set()

    async def _watch(self) -> None:
        while True:
            if self._producer is not None:
                self._lost.clear()
                await self._lost.wait()
            await asyncio.sleep(TRY_AGAIN_S)
            await self._connect()

    async def _connect(self) -> None:
        was_away = self._trouble
        try:
            self._producer = await asyncio.to_thread(_connected, self._settings)
        except ServiceUnavailable as error:
            self._trouble = str(error)
        else:
            self._trouble = None
            log.info("kafka-there", after=was_away)


class _Acknowledgements:
    """Collects where each of some messages ended up, from the threads of the Kafka client."""

    def __init__(self, loop: asyncio.AbstractEventLoop, count: int) -> None:
        self.all: asyncio.Future[list[tuple[str, int, int]]] = loop.create_future()
        self._loop = loop
        self._found: list[Any] = [None] * count
        self._missing = count
        self._lock = threading.Lock()

    def note(self, number: int, record: Any) -> None:
        """Note where one is; the last one ends the waiting."""
        with self._lock:
            self._found[number] = (record.topic, record.partition, record.offset)
            self._missing -= 1
            is_last = not self._missing
        if is_last:
            self._loop.call_soon_threadsafe(self._end, None)

    def fail(self, error: Exception) -> None:
        """End the waiting: one of them was not acknowledged."""
        self._loop.call_soon_threadsafe(self._end, error)

    def _end(self, error: Exception | None) -> None:
        if self.all.done():
            return
        if error is None:
            self.all.set_result(self._found)
        else:
            self.all.set_exception(error)


def _connected(settings: Settings) -> KafkaProducer:
    """Return a connection on which the topics are known to be there."""
    with cluster(settings.kafka) as broker:
        broker.ensure_topics(settings.topic_prefix)
    try:
        return KafkaProducer(
            bootstrap_servers=settings.kafka.split(","),
            client_id="muster-gateway",
            acks="all",
            compression_type="lz4",
            linger_ms=LINGER_MS,
            max_request_size=LARGEST_REQUEST_BYTES,
            max_block_ms=CONNECT_TIMEOUT_MS,
            request_timeout_ms=REQUEST_TIMEOUT_MS,
            delivery_timeout_ms=DELIVERY_TIMEOUT_MS,
        )
    except (KafkaError, OSError) as error:
        raise unavailable(settings.kafka, error) from error


def _hand_over(
    producer: KafkaProducer, prefix: str, messages: Sequence[Message], waiting: _Acknowledgements
) -> None:
    for number, message in enumerate(messages):
        sent: Any = producer.send(prefix + message.topic, message.text, message.key, list(HEADERS))
        sent.add_callback(lambda record, number=number: waiting.note(number, record))
        sent.add_errback(waiting.fail)


def _close(producer: KafkaProducer, within_s: float) -> None:
    with contextlib.suppress(KafkaError):
        producer.close(timeout=within_s)
