"""Sends events and counts what the broker has acknowledged, written to disk."""

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from kafka import KafkaProducer
from kafka.errors import KafkaError, KafkaTimeoutError
from kafka.producer.future import RecordMetadata

from infra.kafka import cluster
from infra.settings import Settings
from streams.client.errors import BrokerUnreachable, TopicMissing
from streams.client.message import Message, Written

DELIVERY_SECONDS = 30
AFTER_FAILURE_SECONDS = 3
LARGEST_BACKLOG = 20_000  # events sent and not yet acknowledged
HEADERS = [("content-type", b"application/cloudevents+json; charset=UTF-8")]


@dataclass(slots=True)
class Delivery:
    """What has become of the events that were sent."""

    acknowledged: int = 0
    failed: int = 0
    first_failure: str | None = None
    # For each topic and partition the offset after the last acknowledged event.
    ends: dict[tuple[str, int], int] = field(default_factory=dict[tuple[str, int], int])
    # And where its acknowledged events lie: from the first offset up to, and without, the last.
    offsets: dict[tuple[str, int], list[tuple[int, int]]] = field(
        default_factory=dict[tuple[str, int], list[tuple[int, int]]]
    )

    def acknowledge(self, topic: str, partition: int, offset: int) -> None:
        """Count one event that the broker has on disk."""
        place = (topic, partition)
        self.acknowledged += 1
        self.ends[place] = max(self.ends.get(place, 0), offset + 1)
        ranges = self.offsets.setdefault(place, [])
        if ranges and ranges[-1][1] == offset:
            ranges[-1] = (ranges[-1][0], offset + 1)
        else:
            ranges.append((offset, offset + 1))


class Publisher:
    """A producer: events leave in batches; acknowledged means the broker has them on disk."""

    def __init__(self, settings: Settings, *, linger_ms: int = 20) -> None:
        self.delivery = Delivery()
        self._prefix = settings.topic_prefix
        self._sent = 0
        self._lock = threading.Lock()
        self._room = threading.Semaphore(LARGEST_BACKLOG)
        self._address = settings.kafka
        # What is sent before the first worker runs must have a place to wait; a broker that does
        # not answer is told from one that is slow.
        with cluster(settings.kafka) as broker:
            broker.ensure_topics(settings.topic_prefix)
        self._producer = _producer(settings, linger_ms)

    def send(self, message: Message | Written) -> None:
        """Hand over one event; it is on its way, not yet acknowledged."""
        if not self._room.acquire(timeout=DELIVERY_SECONDS):
            raise BrokerUnreachable(f"Kafka at {self._address} has acknowledged nothing for 30 s")
        try:
            future: Any = self._producer.send(
                self._prefix + message.topic, message.text, message.key, list(HEADERS)
            )
        except KafkaTimeoutError as error:
            raise TopicMissing(
                f"Kafka at {self._address} has no topic {self._prefix}{message.topic}"
            ) from error
        self._sent += 1
        future.add_callback(self._acknowledged)
        future.add_errback(self._failed)

    def flush(self, seconds: float = DELIVERY_SECONDS) -> Delivery:
        """Wait until each event sent is acknowledged or has failed, and give the counts."""
        # One has failed already: the others had their time.
        seconds = AFTER_FAILURE_SECONDS if self.delivery.failed else seconds
        try:
            self._producer.flush(timeout=seconds)
        except KafkaTimeoutError as error:
            self.delivery.failed = self._sent - self.delivery.acknowledged
            raise BrokerUnreachable(
                f"Kafka at {self._address} did not acknowledge within {seconds:.0f} s"
            ) from error
        return self.delivery

    def close(self, seconds: float = 5) -> None:
        """Send what is still waiting, and let go of the connection."""
        with suppress(KafkaTimeoutError):  # what is still waiting has been counted as failed
            self._producer.close(timeout=seconds)

    def __enter__(self) -> "Publisher":
        """Return the publisher itself; leaving closes it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.close(5 if error is None else 1)

    def _acknowledged(self, record: RecordMetadata) -> None:
        with self._lock:
            self.delivery.acknowledge(record.topic, record.partition, record.offset)
        self._room.release()

    def _failed(self, error: Exception) -> None:
        with self._lock:
            self.delivery.failed += 1
            self.delivery.first_failure = self.delivery.first_failure or str(error)
        self._room.release()


class Pace:
    """Keeps events at most so many a second; without a rate they go as fast as they can."""

    def __init__(self, per_second: float | None) -> None:
        self._seconds = 1 / per_second if per_second else 0.0
        self._next = time.monotonic()

    def wait(self) -> None:
        """Return when the next event may go."""
        if not self._seconds:
            return
        time.sleep(max(0.0, self._next - time.monotonic()))
        self._next = max(self._next + self._seconds, time.monotonic() - 1)


def _producer(settings: Settings, linger_ms: int) -> KafkaProducer:
    try:
        return KafkaProducer(
            bootstrap_servers=settings.kafka.split(","),
            acks="all",
            compression_type="lz4",
            linger_ms=linger_ms,
            batch_size=256 * 1024,
            max_request_size=4 * 1024 * 1024,
            max_block_ms=5_000,
            delivery_timeout_ms=DELIVERY_SECONDS * 1000,
            request_timeout_ms=10_000,
        )
    except KafkaError as error:
        raise BrokerUnreachable(f"Kafka at {settings.kafka} does not answer: {error}") from error
