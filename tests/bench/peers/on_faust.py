"""Plain Faust on its own transport: one event a transaction, or as many as `take_events` gives.

`python -m tests.bench.peers.on_faust` reads the topics of the settings in its environment, one
event a transaction, until it is ended; with a number behind it, up to that many at once.
"""

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Iterable

import faust
from faust.app.base import BootStrategy
from faust.types.tuples import Message

from infra.settings import Settings
from tests.bench.peers.storing import Received, Storing, begin, topic_names

WITHIN_S = 0.02  # how long `take_events` waits for more


class Boot(BootStrategy):
    """Start the consumer and the agents only, as the worker does."""

    enable_web = False
    enable_kafka_producer = False


def create_app(settings: Settings, at_once: int) -> faust.App:
    """Return an application that stores that many events at once."""
    app = faust.App(
        # Whoever fills another database begins where the topics do, not where another ended.
        f"faust-{at_once}-{settings.database_name}",
        broker=f"kafka://{settings.kafka}",
        store="memory://",
        autodiscover=False,
        datadir=str(settings.home / "faust"),
        value_serializer="raw",
        topic_allow_declare=False,
        topic_disable_leader=True,
        consumer_auto_offset_reset="earliest",
        broker_session_timeout=6.0,  # who was killed is not waited for long
        broker_heartbeat_interval=2.0,
        stream_wait_empty=False,
        web_enabled=False,
        worker_redirect_stdouts=False,
    )
    app.boot_strategy = Boot(app)
    for name in topic_names(settings):
        # Agents of one connection would find each other inside its transactions.
        _add_agent(app, name, Storing(settings), at_once)
    return app


def _add_agent(app: faust.App, name: str, storing: Storing, at_once: int) -> None:
    def store(messages: Iterable[Message]) -> None:
        storing.store(
            name, (Received(m.partition, m.offset, m.value, m.headers or ()) for m in messages)
        )

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
    app.agent(channel, name=f"store {name}")(agent)


async def main(at_once: int) -> None:
    """Store events, so many a transaction, until the process is ended."""
    logging.getLogger("faust").setLevel(logging.CRITICAL)
    settings = Settings.from_environment(os.environ)
    begin(settings)
    app = create_app(settings, at_once)
    await app.start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else 1))
