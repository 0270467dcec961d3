"""Which workers there are: each holds a slot for as long as its session lives."""

from datetime import datetime

from infra.postgres import Connection
from infra.sql import load
from streams.errors import StreamError

SLOTS = 64


class NoSlotFree(StreamError):
    """All places for workers are taken."""


def acquire_slot(connection: Connection, wanted: int | None = None) -> int | None:
    """Return the lowest free slot, now held by this session; or the wanted one, if it is free."""
    statement = load(__package__, "queries.sql")["acquire_slot"]
    for slot in range(SLOTS) if wanted is None else (wanted,):
        row = connection.execute(statement, {"slot": slot}).fetchone()
        if row is not None and row[0]:
            return slot
    if wanted is None:
        raise NoSlotFree
    return None


def register(connection: Connection, slot: int, host: str, pid: int) -> None:
    """Say who works in a slot."""
    row = {"slot": slot, "host": host, "pid": pid}
    connection.execute(load(__package__, "queries.sql")["register_worker"], row)


def beat(connection: Connection, slot: int, clock_ahead_s: float | None) -> datetime | None:
    """Say that the worker of a slot is alive, and how far its host's clock was ahead.

    Return what the database's clock says.
    """
    row = connection.execute(
        load(__package__, "queries.sql")["worker_beat"],
        {"slot": slot, "clock_ahead_s": clock_ahead_s},
    ).fetchone()
    return row[0] if row else None


def stopped(connection: Connection, slot: int, reason: str) -> None:
    """Say why the worker of a slot stopped."""
    row = {"slot": slot, "reason": reason}
    connection.execute(load(__package__, "queries.sql")["worker_stopped"], row)


def count(connection: Connection) -> int:
    """Return how many workers are at work."""
    row = connection.execute(load(__package__, "queries.sql")["live_workers"]).fetchone()
    return row[0] if row else 0
