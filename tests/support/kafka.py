"""Producers as other people's programs have them, and topics as a test needs them."""

from collections.abc import Iterable, Sequence
from typing import Any

from confluent_kafka import Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewPartitions, NewTopic

Headers = Sequence[tuple[str, bytes]]


def producer(address: str, **config: Any) -> Producer:
    """Give a producer of confluent-kafka, which is librdkafka as used from many languages."""
    return Producer({"bootstrap.servers": address, "linger.ms": 5, "log_level": 0, **config})


def send(
    address: str,
    topic: str,
    values: Iterable[bytes | None],
    *,
    partition: int | None = None,
    headers: Headers = (),
    **config: Any,
) -> None:
    """Send messages and return once every one is acknowledged."""
    # Without idempotence a message that had to be sent again may overtake another.
    sender = producer(address, **{"enable.idempotence": True, **config})
    failures: list[object] = []
    where = {} if partition is None else {"partition": partition}
    for value in values:
        sender.produce(
            topic,
            value,
            headers=list(headers),
            on_delivery=lambda error, _: failures.append(error) if error else None,
            **where,
        )
        sender.poll(0)
    assert sender.flush(30) == 0
    assert failures == []


def make_topic(address: str, name: str, partitions: int = 4) -> None:
    """Make a topic."""
    admin = AdminClient({"bootstrap.servers": address})
    wanted = NewTopic(name, partitions, 1, config={"max.message.bytes": str(4 * 1024 * 1024)})
    admin.create_topics([wanted])[name].result(20)


def add_partitions(address: str, topic: str, total: int) -> None:
    """Give a topic more partitions."""
    admin = AdminClient({"bootstrap.servers": address})
    admin.create_partitions([NewPartitions(topic, total)])[topic].result(20)


def send_in_transaction(address: str, topic: str, values: Iterable[bytes], *, ends: str) -> None:
    """Send messages to partition 0 in a transaction that is committed or aborted."""
    sender = producer(address, **{"transactional.id": f"tests-{topic}"})
    sender.init_transactions(20)
    sender.begin_transaction()
    for value in values:
        sender.produce(topic, value, partition=0)
    sender.flush(30)
    (sender.commit_transaction if ends == "commit" else sender.abort_transaction)(20)


def delete_topic(address: str, name: str) -> None:
    """Delete a topic."""
    admin = AdminClient({"bootstrap.servers": address})
    admin.delete_topics([name])[name].result(20)


def delete_records(address: str, topic: str, partition: int, before_offset: int) -> None:
    """Let a partition forget its records before an offset, as retention does."""
    admin = AdminClient({"bootstrap.servers": address})
    where = TopicPartition(topic, partition, before_offset)
    for done in admin.delete_records([where]).values():
        done.result(20)
