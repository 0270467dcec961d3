"""Where is each partition to be read from, and is it still the topic it was?"""

from collections.abc import Collection

from infra.kafka import Cluster, LogRange, TopicIdentity
from infra.postgres import Connection, transaction
from streams.consume.fetch_positions import Partition, Start, by_topic
from streams.errors import OffsetOutOfRange, TopicChanged, UnknownPartition
from streams.store.tables import checkpoints
from streams.store.tables.checkpoints import Checkpoint, Epoch, Identity

ACCEPT = "`muster worker --accept-new-topic {topic}` reads it from its beginning"


def starts(
    connection: Connection, cluster: Cluster, partitions: Collection[Partition]
) -> dict[Partition, Start]:
    """Return where to read these partitions, once it is sure that they are what they were."""
    topics = by_topic(partitions)
    epochs = check_topics(connection, cluster, topics)
    ranges = cluster.ranges(partitions)
    found: dict[Partition, Start] = {}
    for topic, numbers in topics.items():
        epoch = epochs[topic].number
        logs = {number: ranges[topic, number] for number in numbers}
        begun = _begun(connection, topic, epoch, logs)
        for number in numbers:
            _check_range(topic, number, begun[number], logs[number])
            where = Start(epoch, begun[number].next_offset, begun[number].is_paused)
            found[Partition(topic, number)] = where
    return found


def check_topics(
    connection: Connection, cluster: Cluster, topics: Collection[str]
) -> dict[str, Epoch]:
    """Return the accepted life of each topic, or stop at one that is not what it was."""
    identities = cluster.identities(topics)
    return {topic: _check_topic(connection, topic, identities[topic]) for topic in topics}


def accept(connection: Connection, cluster: Cluster, topic: str) -> Epoch:
    """Take a topic as it is now, and read it from its beginning."""
    identity = cluster.identities([topic])[topic]
    if identity is None:
        raise UnknownPartition(f"the broker has no topic {topic}")
    with transaction(connection):
        newest = checkpoints.newest_epoch(connection, topic)
        number = newest.number + 1 if newest else 1
        return checkpoints.add_epoch(connection, topic, number, Identity(*identity))


def _check_topic(connection: Connection, topic: str, now: TopicIdentity | None) -> Epoch:
    newest = checkpoints.newest_epoch(connection, topic)
    if now is None:
        raise TopicChanged(f"topic-changed: {topic} is no longer there")
    if newest is None:
        return checkpoints.add_epoch(connection, topic, 1, Identity(*now))
    if newest.identity != now:
        was, is_now = newest.identity.topic_id, now.topic_id
        hint = ACCEPT.format(topic=topic)
        raise TopicChanged(f"topic-changed: {topic} was {was} and is {is_now} now; {hint}")
    return newest


def _begun(
    connection: Connection, topic: str, epoch: int, logs: dict[int, LogRange]
) -> dict[int, Checkpoint]:
    found = checkpoints.read(connection, topic, epoch, logs)
    new = {number: log.first_offset for number, log in logs.items() if number not in found}
    if new:
        checkpoints.start(connection, topic, epoch, new)
        found = checkpoints.read(connection, topic, epoch, logs)
    return found


def _check_range(topic: str, number: int, checkpoint: Checkpoint, log: LogRange) -> None:
    if not log.first_offset <= checkpoint.next_offset <= log.end_offset:
        hint = ACCEPT.format(topic=topic)
        raise OffsetOutOfRange(
            f"offset-out-of-range: {topic}/{number} is to be read from {checkpoint.next_offset}, "
            f"its log holds {log.first_offset} up to {log.end_offset}; {hint}"
        )
