"""The peer: plain Faust on its own transport, the same work, one event a transaction.

`python -m tests.bench.one_by_one` reads the topics of the settings in its environment, until it
is ended. Only what is between the log and `pipeline.store` differs from `muster worker`.
"""

import asyncio
import logging
import os
from collections.abc import AsyncIterator

import faust
from faust.app.base import BootStrategy

from infra.kafka import TopicIdentity, cluster
from infra.postgres import Connection
from infra.settings import Settings
from schemas.topics import TOPICS, Topic
from streams.decode.batch import Batch, DirectRecord, Span
from streams.store import pipeline
from streams.store.tables import checkpoints
from streams.store.tables.checkpoints import Identity
from streams.store.tables.session import open_session

EPOCH = 1


class Boot(BootStrategy):
    """Start the consumer and the agents only, as the worker does."""

    enable_web = False
    enable_kafka_producer = False


def create_app(settings: Settings, connection: Connection) -> faust.App:
    """Return an application that stores every event by itself."""
    app = faust.App(
        "one-by-one",
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
        _add_agent(app, settings.topic_prefix + topic.name, topic, connection)
    return app


def _add_agent(app: faust.App, name: str, topic: Topic, connection: Connection) -> None:
    async def store_each(stream: faust.StreamT) -> AsyncIterator[None]:
        async for event in stream.events():
            message = event.message
            record = DirectRecord(message.offset, message.value, message.headers or ())
            span = Span(message.partition, record.offset, record.offset + 1, [record])
            batch = Batch(name, EPOCH, (span,))
            pipeline.store(connection, batch, for_topic=topic.name)
            yield

    channel = app.topic(name, key_serializer="raw", value_serializer="raw")
    app.agent(channel, name=f"store {topic.name}")(store_each)


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


async def main() -> None:
    """Store events one by one until the process is ended."""
    logging.getLogger("faust").setLevel(logging.CRITICAL)
    settings = Settings.from_environment(os.environ)
    with open_session(settings.database("muster_worker")) as connection:
        _begin(settings, connection)
        app = create_app(settings, connection)
        await app.start()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
