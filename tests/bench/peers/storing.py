"""The same work for every peer: the worker's own code, from the bytes of a record on."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from infra.kafka import TopicIdentity, cluster
from infra.postgres import Connection
from infra.settings import Settings
from schemas.topics import TOPICS
from streams.decode.batch import Batch, DirectRecord, Record, Span
from streams.store import pipeline
from streams.store.tables import checkpoints
from streams.store.tables.checkpoints import Identity
from streams.store.tables.session import open_session

EPOCH = 1


class Received(NamedTuple):
    """A record as a peer's transport gives it."""

    partition: int
    offset: int
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]


class Storing:
    """One connection, and what is stored over it: whatever a peer has of one topic."""

    def __init__(self, settings: Settings) -> None:
        self._connection = open_session(settings.database("muster_worker"))
        self._topics = {settings.topic_prefix + topic.name: topic for topic in TOPICS}

    def store(self, name: str, received: Iterable[Received]) -> None:
        """Store records of one topic in one transaction with where its partitions go on."""
        topic = self._topics[name]
        pipeline.store(self._connection, batch_of(name, received), for_topic=topic.name)


def topic_names(settings: Settings) -> list[str]:
    """Give the topics a peer reads, as the broker knows them."""
    return [settings.topic_prefix + topic.name for topic in TOPICS]


def batch_of(name: str, received: Iterable[Received]) -> Batch[Record]:
    """Give records of one topic as one batch, those of each partition in their order."""
    records: dict[int, list[Record]] = {}
    for one in received:
        record = DirectRecord(one.offset, one.value, one.headers)
        records.setdefault(one.partition, []).append(record)
    spans = (
        Span(partition, of_it[0].offset, of_it[-1].offset + 1, of_it)
        for partition, of_it in sorted(records.items())
    )
    return Batch(name, EPOCH, tuple(spans))


def begin(settings: Settings) -> None:
    """Start every partition's checkpoint, as the worker does with what the broker says.

    Checkpoints that are there already stay: a peer that was killed goes on.
    """
    names = {settings.topic_prefix + topic.name: topic for topic in TOPICS}
    with cluster(settings.kafka) as found:
        identities = found.identities(names)
    with open_session(settings.database("muster_worker")) as connection:
        for name, topic in names.items():
            identity = identities[name]
            assert isinstance(identity, TopicIdentity)
            _begin(connection, name, Identity(*identity), topic.partitions)


def _begin(connection: Connection, name: str, identity: Identity, partitions: int) -> None:
    if checkpoints.newest_epoch(connection, name) is None:
        checkpoints.add_epoch(connection, name, EPOCH, identity)
        checkpoints.start(connection, name, EPOCH, dict.fromkeys(range(partitions), 0))
