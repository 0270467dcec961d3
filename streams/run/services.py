"""The two services a worker needs, asked with patience."""

import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import psycopg
import structlog

from infra.errors import ServiceUnavailable
from infra.kafka import Cluster, cluster
from infra.local.host import disk_note
from infra.postgres import Connection
from infra.settings import Settings
from streams.consume.availability import Availability
from streams.store.tables.session import open_session

RETRY_S = 1.0

log = structlog.get_logger()
Answer = TypeVar("Answer")


def wait_for_services(settings: Settings) -> None:
    """Return once the database with its tables and the broker with its topics are there."""
    note = partial(disk_note, settings)
    patiently(lambda: open_session(settings.database("muster_worker")).close(), note)
    for topic in patiently(lambda: _ensure_topics(settings), note):
        log.info("topic-made", topic=topic)


def ask_both(settings: Settings, ask: Callable[[Connection, Cluster], Answer]) -> Answer:
    """Return what a function makes of the database and the broker."""
    try:
        with (
            open_session(settings.database("muster_worker")) as connection,
            cluster(settings.kafka) as found,
        ):
            return ask(connection, found)
    except psycopg.OperationalError as error:
        raise ServiceUnavailable(f"the database does not answer: {error}") from error


def _ensure_topics(settings: Settings) -> tuple[str, ...]:
    with cluster(settings.kafka) as found:
        return found.ensure_topics(settings.topic_prefix)


def patiently(ask: Callable[[], Answer], note: Callable[[], str] = str) -> Answer:
    """Return the answer once there is one."""
    availability = Availability(note)
    while True:
        try:
            return ask()
        except ServiceUnavailable as error:
            availability.lost("one that is needed", error)
        time.sleep(RETRY_S)
