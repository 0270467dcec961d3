"""The peers: plain Faust on its own transport, the same work, in transactions of `take`'s size.

`python -m tests.bench.one_by_one` reads the topics of the settings in its environment, one event a
transaction, until it is ended; with a number behind it, as many events a transaction as
`take_events` gives up to that number. Only what is between the log and `pipeline.store` differs
from `muster worker`.
"""

import asyncio
import logging
import os
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable

import faust
from faust.app.base import BootStrategy
from faust.types.tuples import Message

from infra.kafka import TopicIdentity, cluster
from infra.postgres import Connection
from infra.settings import Settings
from schemas.topics import TOPICS, Topic
from streams.decode.batch import Batch, DirectRecord, Record, Span
from streams.store import pipeline
from streams.store.tables import checkpoints
from streams.store.tables.checkpoints import Identity
from streams.store.tables.session import open_session

EPOCH = 1
WITHIN_S = 0.02  # how long `take_events` waits for more


class Boot(BootStrategy):
    """Start the consumer and the agents only, as the worker does."""

    enable_web = False
    enable_kafka_producer = False


def create_app(settings: Settings, at_once: int) -> faust.App:
    """Return an application that stores that many events at once."""
    app = faust.App(
        # Whoever fills another database begins where the topics do, not where another ended.
        f"one-by-one-{settings.database_name}",
        broker=f"kafka://{settings.kafka}",
        store="memory://",
        autodiscover=False,
        datadir=str(settings.home / "faust"),
        value_serializer="raw",
        topic_allow_declare=False,
        topic_disable_leader=True,
        consumer_auto_offset_reset="earliest",
        stream_wait_empty=False,
        web_enabled=False,
        worker_redirect_stdouts=False,
    )
    app.boot_strategy = Boot(app)
    for topic in TOPICS:
        # Agents of one connection would find each other inside its transactions.
        connection = open_session(settings.database("muster_worker"))
        _add_agent(app, settings.topic_prefix + topic.name, topic, connection, at_once)
    return app


def _add_agent(
    app: faust.App, name: str, topic: Topic, connection: Connection, at_once: int
) -> None:
    def store(messages: Iterable[Message]) -> None:
        pipeline.store(connection, _batch(name, messages), for_topic=topic.name)

    async def store_each(stream: faust.StreamT) -> AsyncIterator[None]:
        async for event in stream.events():
            store([event.message])
            yield

    async def store_several(stream: faust.StreamT) -> AsyncIterator[None]:
        async for events in stream.take_events(at_once, within=WITHIN_S):
            # The loop goes on reading while the database writes.
            await asyncio.to_thread(store, [event.message for event in events])
            yield

    channel = app.topic(name, key_serializer="raw", value_serializer="raw")
    agent = store_each if at_once == 1 else store_several
    app.agent(channel, name=f"store {topic.name}")(agent)


def _batch(topic: str, messages: Iterable[Message]) -> Batch[Record]:
    """Return messages as one batch, those of each partition in their order."""
    records: dict[int, list[Record]] = defaultdict(list)
    for message in messages:
        record = DirectRecord(message.offset, message.value, message.headers or ())
        records[message.partition].append(record)
    spans = (
        Span(partition, of_it[0].offset, of_it[-1].offset + 1, of_it)
        for partition, of_it in sorted(records.items())
    )
    return Batch(topic, EPOCH, tuple(spans))


def _begin(settings: Settings, connection: Connection) -> None:
    """Start every partition's checkpoint, as the worker does with what the broker says."""
    names = {settings.topic_prefix + topic.name: topic for topic in TOPICS}
    with cluster(settings.kafka) as found:
        identities = found.identities(names)
    for name, topic in names.items():
        identity = identities[name]
        assert isinstance(identity, TopicIdentity)
        checkpoints.add_epoch(connection, name, EPOCH, Identity(*identity))
        checkpoints.start(connection, name, EPOCH, dict.fromkeys(range(topic.partitions), 0))


async def main(at_once: int) -> None:
    """Store events, so many a transaction, until the process is ended."""
    logging.getLogger("faust").setLevel(logging.CRITICAL)
    settings = Settings.from_environment(os.environ)
    with open_session(settings.database("muster_worker")) as connection:
        _begin(settings, connection)
    app = create_app(settings, at_once)
    await app.start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else 1))
