"""What stands still until somebody looks, and what lets it go on."""

from functools import partial

import structlog

from infra.errors import UsageError
from infra.settings import Settings
from streams.consume import start_offsets
from streams.run.services import ask_both
from streams.store.tables import checkpoints, sources, workers
from streams.store.tables.session import open_session

log = structlog.get_logger()


def accept_topic(settings: Settings, topic: str) -> None:
    """Read a topic from its beginning, as the next of its lives."""
    name = f"{settings.topic_prefix}{topic}"
    epoch = ask_both(settings, partial(start_offsets.accept, topic=name))
    log.info("topic-accepted", topic=name, epoch=epoch.number)


def resume_partition(settings: Settings, partition: str) -> bool:
    """Let a paused partition go on, past all it holds; return whether a worker reads it."""
    topic, slash, number = partition.rpartition("/")
    if not slash or not number.isdecimal():
        raise UsageError(f"--resume takes TOPIC/PARTITION, not {partition!r}")
    where = (f"{settings.topic_prefix}{topic}", int(number))
    until = ask_both(settings, lambda _, found: found.ends([where[0]]).get(where, 0))
    with open_session(settings.database("muster_worker")) as connection:
        was_paused = checkpoints.resume(connection, *where, until)
        log.info("partition-resumed", partition=partition, was_paused=was_paused, until=until)
        return workers.count(connection) > 0


def resume_source(settings: Settings, source: str) -> tuple[str, ...]:
    """Judge a source afresh wherever it was set aside; return on which topics it was."""
    with open_session(settings.database("muster_worker")) as connection:
        return sources.resume(connection, source)
