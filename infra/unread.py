"""What the broker has acknowledged and nobody has stored yet, asked of the broker itself.

The database alone cannot know: a partition that nobody has begun has no checkpoint there.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from infra.kafka import LogRange, TopicIdentity, cluster
from infra.postgres import Connection
from infra.settings import Settings
from infra.sql import load
from schemas.topics import TOPICS

Where = tuple[str, int]


class Unread(NamedTuple):
    """A partition with records that are not stored."""

    topic: str
    partition: int
    records: int
    is_begun: bool  # somebody has read of it before

    @property
    def words(self) -> str:
        """Say where how many are."""
        begun = "" if self.is_begun else ", which nobody has begun to read"
        return f"{self.topic}/{self.partition}: {self.records}{begun}"


class ReadUpTo(NamedTuple):
    """How far the accepted life of a topic has been stored, and which topic that is."""

    identity: TopicIdentity
    next_offsets: Mapping[int, int]


def look(settings: Settings, connection: Connection) -> list[Unread]:
    """Return what is unread now; KafkaUnavailable when the broker does not answer.

    The logs are asked first, so that what comes while we look does not count.
    """
    names = [f"{settings.topic_prefix}{topic.name}" for topic in TOPICS]
    with cluster(settings.kafka) as found:
        identities = found.identities(names)
        there = {name: identity for name, identity in identities.items() if identity is not None}
        logs = found.acknowledged(there)
    return compare(there, logs, read_up_to(connection))


def compare(
    there: Mapping[str, TopicIdentity],
    logs: Mapping[Where, LogRange],
    read: Mapping[str, ReadUpTo],
) -> list[Unread]:
    """Return which of these partitions hold more than has been read of them."""
    found: list[Unread] = []
    for (topic, partition), log in sorted(logs.items()):
        life = read.get(topic)
        # Offsets of a topic that was deleted say nothing about the one made anew.
        is_the_same = life is not None and life.identity == there[topic]
        following = life.next_offsets.get(partition) if life and is_the_same else None
        records = log.end_offset - max(following or 0, log.first_offset)
        if records > 0:
            found.append(Unread(topic, partition, records, following is not None))
    return found


def read_up_to(connection: Connection) -> dict[str, ReadUpTo]:
    """Return how far each topic has been stored, by its name."""
    rows = connection.execute(load("infra", "unread.sql")["read_up_to"]).fetchall()
    found: dict[str, ReadUpTo] = {}
    for topic, cluster_id, topic_id, partition, next_offset in rows:
        life = found.setdefault(topic, ReadUpTo(TopicIdentity(cluster_id, topic_id), {}))
        if partition is not None:
            found[topic] = life._replace(
                next_offsets={**life.next_offsets, partition: next_offset}
            )
    return found


def said(unread: Sequence[Unread]) -> str:
    """Say how many records are unread, and where."""
    total = sum(one.records for one in unread)
    where = "; ".join(one.words for one in unread)
    return f"{total} ({where})" if where else "0"
