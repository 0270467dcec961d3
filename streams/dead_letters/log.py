"""The log, as a redrive needs it: where it ends, whether something is in it, and to send."""
# The stubs known to the type checker are of another release of kafka-python.
# pyright: standard, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportArgumentType=false, reportOptionalOperand=false

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError

from infra.kafka import Cluster, TopicIdentity, unavailable
from infra.postgres import Connection
from schemas.identity import claimed_by
from streams.dead_letters.errors import OtherTopic
from streams.store.tables import checkpoints

ACKNOWLEDGED_WITHIN_S = 30
POLL_MS = 1000
Partition = tuple[str, int]


class Topic(NamedTuple):
    """A topic that workers read: the life of it, and how many partitions it has."""

    name: str
    epoch: int
    partitions: tuple[int, ...]


class Outgoing(NamedTuple):
    """A record as it is sent."""

    topic: str
    partition: int
    key: bytes | None
    value: bytes
    headers: Sequence[tuple[str, bytes | None]]


class Wanted(NamedTuple):
    """A record that is looked for: an event of this identity with these bytes."""

    sha256: bytes
    source: str
    event_id: str


def sha256_of(value: bytes | None) -> bytes:
    """Return by what a record's value is known."""
    return hashlib.sha256(value or b"").digest()


def topic(cluster: Cluster, connection: Connection, name: str) -> Topic:
    """Return a topic, or say that workers do not read the one that is there."""
    identity = cluster.identities([name])[name]
    epoch = checkpoints.newest_epoch(connection, name)
    if identity is None:
        raise OtherTopic(f"Kafka has no topic {name}; `muster worker` makes it")
    if epoch is None:
        raise OtherTopic(f"no worker has read {name} yet; start `muster worker`")
    if identity != TopicIdentity(*epoch.identity):
        raise OtherTopic(
            f"the topic {name} was made anew: `muster worker --accept-new-topic {name}`"
        )
    return Topic(name, epoch.number, cluster.partitions(name))


def find(
    address: str, cluster: Cluster, wanted: Mapping[Partition, Mapping[Wanted, int]]
) -> dict[Wanted, int]:
    """Return at which offsets lies what is looked for, each from an offset of its partition on.

    A partition is read to where it ends now: what is not in it then was never sent.
    """
    found: dict[Wanted, int] = {}
    logs = cluster.ranges(wanted)
    for place, some in wanted.items():
        first = max(min(some.values()), logs[place].first_offset)
        if first < logs[place].end_offset:
            found |= _in_partition(address, TopicPartition(*place), some, first, logs[place][1])
    return found


def _in_partition(
    address: str, place: TopicPartition, wanted: Mapping[Wanted, int], first: int, end: int
) -> dict[Wanted, int]:
    found: dict[Wanted, int] = {}
    hashes = {one.sha256 for one in wanted}
    consumer: KafkaConsumer | None = None
    try:
        consumer = KafkaConsumer(
            bootstrap_servers=address.split(","), group_id=None, enable_auto_commit=False
        )
        consumer.assign([place])
        consumer.seek(place, first)
        while consumer.position(place) < end and len(found) < len(wanted):
            for record in consumer.poll(POLL_MS).get(place, ()):
                sha256 = sha256_of(record.value)
                if sha256 not in hashes:
                    continue
                said = claimed_by(record.value, record.headers)
                one = Wanted(sha256, said.source or "", said.id or "")
                if record.offset >= wanted.get(one, end):
                    found.setdefault(one, record.offset)
    except (KafkaError, OSError) as error:
        raise unavailable(address, error) from error
    finally:
        if consumer is not None:
            consumer.close()
    return found


class Sender:
    """Sends records as they are, and says where each lies once the broker has it on disk."""

    def __init__(self, address: str) -> None:
        self._address = address
        try:
            self._producer = KafkaProducer(
                bootstrap_servers=address.split(","),
                client_id="muster dead-letters",
                acks="all",
                linger_ms=5,
                max_request_size=4 * 1024 * 1024,
                max_block_ms=5_000,
                request_timeout_ms=10_000,
                delivery_timeout_ms=ACKNOWLEDGED_WITHIN_S * 1000,
            )
        except KafkaError as error:
            raise unavailable(address, error) from error

    def send(self, records: Iterable[Outgoing]) -> list[int | str]:
        """Return for each the offset at which it lies, or why nobody acknowledged it.

        One that was not acknowledged may be in the log all the same.
        """
        try:
            waiting = [
                self._producer.send(
                    one.topic, one.value, one.key, list(one.headers), partition=one.partition
                )
                for one in records
            ]
            self._producer.flush(timeout=ACKNOWLEDGED_WITHIN_S)
        except KafkaError as error:
            raise unavailable(self._address, error) from error
        return [
            one.value.offset if one.succeeded() else f"{one.exception or 'no answer'}"
            for one in waiting
        ]

    def close(self) -> None:
        """Let go of the connection."""
        self._producer.close(timeout=3)
