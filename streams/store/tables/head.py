"""The head of the ledger: its last number and moment."""

import json
from datetime import datetime
from typing import NamedTuple

from infra.postgres import Connection
from infra.sql import load


class Head(NamedTuple):
    """The number and the moment of the last recorded event."""

    seq: int
    recorded_at: datetime


def read(connection: Connection) -> Head:
    """Return where the ledger ends now."""
    return _head(connection, "head", 0)


def now(connection: Connection) -> datetime:
    """Return what the clock says by which events are recorded: the database's, and no host's."""
    row = connection.execute(load(__package__, "queries.sql")["recording_now"]).fetchone()
    assert row is not None  # the table has exactly one row
    return row[0]


def advance(connection: Connection, count: int) -> Head:
    """Take the next numbers; return the last of them and the moment for all of them."""
    return _head(connection, "advance_head", count)


def announce(connection: Connection, head: Head, *, count: int, dead: int) -> None:
    """Wake whoever listens, once the transaction commits, with the numbers that are new."""
    news: dict[str, object] = {
        "from_seq": head.seq - count + 1,
        "to_seq": head.seq,
        "recorded_at": head.recorded_at.isoformat(),
    }
    if dead:
        news["dead"] = dead
    connection.execute(load(__package__, "queries.sql")["notify"], {"message": json.dumps(news)})


def _head(connection: Connection, name: str, count: int) -> Head:
    row = connection.execute(load(__package__, "queries.sql")[name], {"count": count}).fetchone()
    assert row is not None  # the table has exactly one row
    return Head(*row)
