"""Two ways to send the load: as fast as it goes, and at a rate fixed in advance."""

import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from confluent_kafka import KafkaError, Producer
from confluent_kafka import Message as Delivered

from infra.errors import ServiceUnavailable
from infra.settings import Settings
from tests.bench.load import Message, load

FLUSH_TIMEOUT_S = 60
LOG_ERRORS = 3  # a new broker's coordinator is busy at first; the client says so and tries again
LEAD_S = 2.0  # until the first event is due: the client connects meanwhile

OnDelivery = Callable[[KafkaError | None, Delivered], None]


class Sent(NamedTuple):
    """When an event was due and when the broker had acknowledged it, on the monotonic clock."""

    due_at: float
    acknowledged_at: float


def send_all(settings: Settings, messages: Iterable[Message]) -> None:
    """Have all messages acknowledged, as fast as it goes."""
    producer = _producer(settings)
    failures: list[KafkaError] = []

    def note(error: KafkaError | None, _: Delivered) -> None:
        if error is not None:
            failures.append(error)

    for message in messages:
        _produce(producer, settings, message, note)
    unsent = producer.flush(FLUSH_TIMEOUT_S)
    producer.close()
    if unsent or failures:
        raise ServiceUnavailable(f"the broker did not take the load: {failures[:1]}")


def send_one(settings: Settings, message: Message) -> float:
    """Have one message acknowledged, and give when it was, on the monotonic clock."""
    producer = _producer(settings)
    acknowledged_at: list[float] = []

    def note(error: KafkaError | None, _: Delivered) -> None:
        if error is None:
            acknowledged_at.append(time.monotonic())

    _produce(producer, settings, message, note)
    producer.flush(FLUSH_TIMEOUT_S)
    producer.close()
    if not acknowledged_at:
        raise ServiceUnavailable("the broker did not take the message")
    return acknowledged_at[0]


def send_on_schedule(
    settings: Settings, seed: int, rate_per_s: int, events: int
) -> dict[str, Sent]:
    """Give when each event was due and acknowledged, by its id.

    This is an open loop: the schedule is fixed before the first event and nothing waits for an
    answer, so a slow moment delays the events it hits and not the ones that come after it.
    """
    messages = list(load(seed, events))
    producer = _producer(settings)
    sent: dict[str, Sent] = {}
    start = time.monotonic() + LEAD_S
    for number, message in enumerate(messages):
        due_at = start + number / rate_per_s
        while (left_s := due_at - time.monotonic()) > 0:
            producer.poll(left_s)
        _produce(producer, settings, message, _stamp(sent, message.event_id, due_at))
    producer.flush(FLUSH_TIMEOUT_S)
    producer.close()
    if len(sent) < events:
        raise ServiceUnavailable(f"the broker acknowledged {len(sent)} of {events} events")
    return sent


def _stamp(sent: dict[str, Sent], event_id: str, due_at: float) -> OnDelivery:
    def stamp(error: KafkaError | None, _: Delivered) -> None:
        if error is None:
            sent[event_id] = Sent(due_at, time.monotonic())

    return stamp


def _produce(
    producer: Producer, settings: Settings, message: Message, on_delivery: OnDelivery
) -> None:
    topic = settings.topic_prefix + message.topic
    while True:
        try:
            producer.produce(topic, message.value, message.event_id, on_delivery=on_delivery)
        except BufferError:
            producer.poll(0.1)
        else:
            producer.poll(0)
            return


def _producer(settings: Settings) -> Producer:
    return Producer(
        {
            "bootstrap.servers": settings.kafka,
            "acks": "all",
            "enable.idempotence": True,
            "compression.type": "lz4",
            "linger.ms": 5,
            "queue.buffering.max.messages": 500_000,
            "log_level": LOG_ERRORS,
        }
    )
