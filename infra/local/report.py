"""What the services say about themselves, for `muster status`."""

import contextlib
from collections.abc import Generator
from dataclasses import dataclass
from typing import LiteralString

import psycopg

from infra import worlds
from infra.errors import ServiceUnavailable, is_about_full_disk
from infra.kafka import cluster
from infra.local.broker import Broker, cluster_version
from infra.local.daemon import Daemon
from infra.local.host import full_disk
from infra.migrate import lacking
from infra.postgres import Connection, advised_of
from infra.settings import Settings
from infra.sql import load
from infra.unread import look, said
from schemas.topics import TOPICS

# The server has TimescaleDB, this database does not use it yet.
NOT_MIGRATED = "needs muster migrate"


@dataclass(frozen=True, slots=True)
class ServiceStatus:
    """One service as it answered just now."""

    service: str
    provider: str
    version: str
    address: str
    state: str
    licence: str = ""

    @property
    def is_up(self) -> bool:
        """Tell whether the service answered, with all it needs."""
        return self.state == "up"

    @property
    def is_answering(self) -> bool:
        """Tell whether the service answered; it may still need `muster migrate`."""
        return self.state in ("up", NOT_MIGRATED)


def kafka_status(settings: Settings, broker: Broker | None) -> ServiceStatus:
    """Give what the broker says about itself; `broker` is the one we run, if we do."""
    level = cluster_version(settings.kafka)
    daemon = broker.daemon if broker else None
    state = _state(settings, is_answering=level is not None, daemon=daemon)
    release = broker.release() if broker else None
    version = ", ".join(part for part in (release, level) if part)
    return ServiceStatus("Kafka", settings.stack, version, settings.kafka, state)


def database_status(settings: Settings, daemon: Daemon | None) -> ServiceStatus:
    """Give what the database says about itself, with the TimescaleDB licence in force."""
    address = f"{settings.database_host}:{settings.database_port}"
    version, licence, is_answering, missing, why = "", "", False, (), ""
    try:
        with _connected(settings) as connection:
            is_answering = True
            version, licence = _version_and_licence(connection)
            missing = lacking(connection)
    except psycopg.Error as error:
        why = str(error)
    state = _state(settings, is_answering=is_answering, daemon=daemon, why=why)
    if is_answering and not licence and not version.startswith("("):
        state = "no timescaledb"
    elif is_answering and missing:
        state = NOT_MIGRATED
    return ServiceStatus("TimescaleDB", settings.stack, version, address, state, licence)


@dataclass(frozen=True, slots=True)
class System:
    """What Muster does just now: figures, and what keeps it from storing what is sent."""

    rows: tuple[tuple[str, str], ...] = ()
    degraded: tuple[str, ...] = ()


def system(settings: Settings) -> System:
    """Give what database and broker say about Muster; nothing before migration."""
    full = full_disk(settings.home) if settings.stack == "native" else None
    always = () if full is None else (full,)
    try:
        with _connected(settings) as connection:
            if connection.execute(_query("is_migrated")).fetchone() != (True,):
                return System(degraded=always)
            prefix = {"prefix": settings.topic_prefix}
            found = connection.execute(_query("system"), prefix).fetchall()
            troubles = connection.execute(_query("troubles"), prefix).fetchall()
            rows = [(str(what), str(value or "")) for what, value in found]
            rows.extend(_folded_by_others(connection))
            rows.append(("unread", _unread(settings, connection)))
            rows.extend(_retention(settings))
    except psycopg.Error as error:
        why = ("the disk is full",) if is_about_full_disk(error) else ()
        return System(degraded=(*always, *why))
    return System(tuple(rows), (*always, *(str(trouble) for (trouble,) in troubles)))


def _folded_by_others(connection: Connection) -> list[tuple[str, str]]:
    """Say which projections have rows of an older version beside new ones."""
    if lacking(connection):
        return []
    names = worlds.folded_by_others(connection)
    return [("folded by another version", f"{', '.join(names)}: muster rebuild")] if names else []


def _unread(settings: Settings, connection: Connection) -> str:
    try:
        return said(look(settings, connection))
    except ServiceUnavailable:
        return "unknown, the broker does not answer"


def _retention(settings: Settings) -> list[tuple[str, str]]:
    """Say where the broker deletes what may not have been stored yet."""
    try:
        with cluster(settings.kafka) as found:
            limited = found.limited([f"{settings.topic_prefix}{topic.name}" for topic in TOPICS])
    except ServiceUnavailable:
        return []
    return [(f"kept by the broker: {topic}", words) for topic, words in limited.items()]


def _state(settings: Settings, *, is_answering: bool, daemon: Daemon | None, why: str = "") -> str:
    full = full_disk(settings.home) if daemon is not None else None
    note = f": {full}" if full else ": the disk is full" if is_about_full_disk(why) else ""
    if 'database "' in why and "does not exist" in why:
        return f"up, but {advised_of(why)}"
    if daemon is None:
        return "up" if is_answering else f"not answering{note}"
    if daemon.pid is None:
        return "down (the port belongs to another program)" if is_answering else f"down{note}"
    return "up" if is_answering else f"not answering{note}"


def _version_and_licence(
    connection: Connection,
) -> tuple[str, str]:
    row = connection.execute(_query("version")).fetchone()
    server, licence, extension = row or (None, None, None)
    release = (server or "?").split()[0]
    return f"{extension or 'none'} on PostgreSQL {release}", licence or ""


@contextlib.contextmanager
def _connected(settings: Settings) -> Generator[Connection]:
    conninfo = settings.database("muster_owner")
    with psycopg.connect(conninfo, connect_timeout=3, autocommit=True) as connection:
        yield connection


def _query(name: str) -> LiteralString:
    return load("infra.local", "queries.sql")[name]
