"""The Faust application: three topics, one agent each, and nothing else of Faust."""
# pyright: standard

import logging
import tempfile
from collections.abc import Awaitable, Callable
from typing import Any

from faust import App
from faust.app.base import BootStrategy

from schemas.topics import TOPICS
from streams.consume.fetch_positions import Delivery
from streams.consume.transport import BatchConsumer, BatchTransport, PartitionReader

METADATA_AGE_MS = 3000

Handler = Callable[[Delivery], Awaitable[None]]


class Boot(BootStrategy):
    """Start the consumer and the agents; no producer, and no web server on any address."""

    enable_web = False
    enable_kafka_producer = False


def group_of(topic_prefix: str) -> str:
    """Return the name of the consumer group of all workers."""
    return f"{topic_prefix}muster-worker"


def create_app(
    *,
    kafka: str,
    topic_prefix: str,
    slot: int,
    reader: PartitionReader,
    handlers: dict[str, Handler],
) -> App:
    """Return an application whose agents hand what they get to the function of their topic."""
    _keep_quiet()
    app = App(
        group_of(topic_prefix),
        broker=[f"kafka://{address}" for address in kafka.split(",")],
        store="memory://",
        autodiscover=False,
        datadir=tempfile.gettempdir(),
        value_serializer="raw",
        key_serializer="raw",
        topic_allow_declare=False,
        topic_disable_leader=True,
        table_standby_replicas=0,
        # A worker that is started again within the session takes its partitions back at once.
        consumer_group_instance_id=f"{topic_prefix}muster-{slot}",
        broker_session_timeout=10.0,
        broker_heartbeat_interval=2.0,
        # How long the others wait for a member that died in the middle of joining.
        broker_rebalance_timeout=10.0,
        broker_max_poll_records=None,
        # How soon whoever divides the partitions hears that there are more.
        consumer_metadata_max_age_ms=METADATA_AGE_MS,
        # An offset outside the log is for people to look at, not for a client to correct.
        consumer_auto_offset_reset="none",
        stream_wait_empty=False,
        web_enabled=False,
        worker_redirect_stdouts=False,
    )
    app.boot_strategy = Boot(app)
    app.transport = BatchTransport(app.conf.broker, app, reader=reader)
    for name in (f"{topic_prefix}{topic.name}" for topic in TOPICS):
        _add_agent(app, name, handlers[name])
    return app


async def join_again(app: App) -> None:
    """Have the partitions given out anew."""
    if isinstance(app.consumer, BatchConsumer):
        await app.consumer.join_again()


def has_joined(app: App) -> bool:
    """Return whether the application knows which partitions are its own."""
    return app.rebalancing_count > 0 and not app.rebalancing


def _add_agent(app: App, topic: str, handle: Handler) -> None:
    async def consume(stream: Any) -> None:
        async for event in stream.noack().events():
            await handle(event.value)

    channel = app.topic(topic, key_serializer="raw", value_serializer="raw")
    app.agent(channel, name=f"consume {topic}", concurrency=1)(consume)


def _keep_quiet() -> None:
    """Silence libraries that log every attempt at a broker that is away; we say it once."""
    if logging.getLogger().isEnabledFor(logging.INFO):
        return  # somebody wants to hear them
    for name in ("faust", "mode", "aiokafka", "kafka"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
