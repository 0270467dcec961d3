"""What the services say about themselves, for `muster status`."""

import contextlib
from collections.abc import Generator
from dataclasses import dataclass
from typing import LiteralString

import psycopg

from infra.local.broker import Broker, cluster_version
from infra.local.daemon import Daemon
from infra.settings import Settings
from infra.sql import load

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
    state = _state(is_answering=level is not None, daemon=broker.daemon if broker else None)
    release = broker.release() if broker else None
    version = ", ".join(part for part in (release, level) if part)
    return ServiceStatus("Kafka", settings.stack, version, settings.kafka, state)


def database_status(settings: Settings, daemon: Daemon | None) -> ServiceStatus:
    """Give what the database says about itself, with the TimescaleDB licence in force."""
    address = f"{settings.database_host}:{settings.database_port}"
    version, licence, is_answering = "", "", False
    with contextlib.suppress(psycopg.Error), _connected(settings) as connection:
        is_answering = True
        version, licence = _version_and_licence(connection)
    state = _state(is_answering=is_answering, daemon=daemon)
    if is_answering and not licence:
        state = NOT_MIGRATED if version.startswith("(") else "no timescaledb"
    return ServiceStatus("TimescaleDB", settings.stack, version, address, state, licence)


def system_rows(settings: Settings) -> list[tuple[str, str]]:
    """Give what the database says about Muster: figure and value; nothing before migration."""
    with contextlib.suppress(psycopg.Error), _connected(settings) as connection:
        if connection.execute(_query("is_migrated")).fetchone() != (True,):
            return []
        prefix = {"prefix": settings.topic_prefix}
        rows = connection.execute(_query("system"), prefix).fetchall()
        return [(str(what), str(value or "")) for what, value in rows]
    return []


def _state(*, is_answering: bool, daemon: Daemon | None) -> str:
    if daemon is None:
        return "up" if is_answering else "not answering"
    if daemon.pid is None:
        return "down (the port belongs to another program)" if is_answering else "down"
    return "up" if is_answering else "not answering"


def _version_and_licence(
    connection: psycopg.Connection[tuple[str | None, ...]],
) -> tuple[str, str]:
    row = connection.execute(_query("version")).fetchone()
    server, licence, extension = row or (None, None, None)
    release = (server or "?").split()[0]
    return f"{extension or 'none'} on PostgreSQL {release}", licence or ""


@contextlib.contextmanager
def _connected(settings: Settings) -> Generator[psycopg.Connection[tuple[str | None, ...]]]:
    conninfo = settings.database("muster_owner")
    with psycopg.connect(conninfo, connect_timeout=3, autocommit=True) as connection:
        yield connection


def _query(name: str) -> LiteralString:
    return load("infra.local", "queries.sql")[name]
