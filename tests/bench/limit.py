"""The limit: confluent-kafka → msgspec → COPY into one indexed hypertable, and nothing else."""

import uuid
from collections.abc import Sequence
from datetime import datetime

import msgspec
from confluent_kafka import Consumer, Message, TopicPartition

from infra import sql
from infra.errors import ServiceUnavailable
from infra.postgres import Connection, connect, transaction
from infra.settings import Settings
from tests.bench.stored import stored_rate

LARGEST_BATCH = 5_000
READ_TIMEOUT_S = 1.0
SILENT_READS = 20


class BareEvent(msgspec.Struct):
    """As much of an event as the limit looks at."""

    id: uuid.UUID
    source: str
    type: str
    subject: str
    time: datetime
    data: msgspec.Raw


def limit_rate(settings: Settings, partitions: Sequence[tuple[str, int]], events: int) -> float:
    """Give the events a second a bare loop stores, reading these partitions from the start."""
    statements = sql.load("tests.bench", "limit.sql")
    with connect(settings.database("muster_owner")) as connection:
        connection.execute("set client_min_messages = warning")
        for name in ("drop", "drop_checkpoint", "table", "hypertable", "index", "checkpoint"):
            connection.execute(statements[name])
        _copy_all(connection, _consumer(settings, partitions), events)
        return stored_rate(connection, statements["rate"])


def _copy_all(connection: Connection, consumer: Consumer, events: int) -> None:
    decoder = msgspec.json.Decoder(BareEvent)
    stored = silent = 0
    while stored < events:
        messages = consumer.consume(LARGEST_BATCH, READ_TIMEOUT_S)
        silent = 0 if messages else silent + 1
        if silent > SILENT_READS:
            raise ServiceUnavailable(f"the limit read {stored} of {events} events, then no more")
        if messages:
            _store(connection, messages, decoder)
            stored += len(messages)
    consumer.close()


def _store(
    connection: Connection, messages: Sequence[Message], decoder: msgspec.json.Decoder[BareEvent]
) -> None:
    statements = sql.load("tests.bench", "limit.sql")
    ends: dict[tuple[str, int], int] = {}
    with transaction(connection), connection.cursor() as cursor:
        now = connection.execute(statements["now"]).fetchone()
        with cursor.copy(statements["copy"]) as copy:
            for message in messages:
                topic, partition, offset = message.topic(), message.partition(), message.offset()
                event = decoder.decode(message.value() or b"")
                data = bytes(event.data).decode()
                what = (event.time, event.id, event.type, event.subject, event.source, data)
                copy.write_row((*now, *what, topic, partition, offset))
                ends[topic, partition] = offset + 1
        cursor.executemany(statements["advance"], [(*key, end) for key, end in ends.items()])


def _consumer(settings: Settings, partitions: Sequence[tuple[str, int]]) -> Consumer:
    consumer = Consumer(
        {
            "bootstrap.servers": settings.kafka,
            "group.id": "limit",  # the client insists; the offsets are in the database
            "enable.auto.commit": False,
            "queued.max.messages.kbytes": 200_000,
        }
    )
    consumer.assign([TopicPartition(topic, partition, 0) for topic, partition in partitions])
    return consumer
