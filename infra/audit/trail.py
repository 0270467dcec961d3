"""The trail in the database: who acts is said once for a connection, then what is done."""

import json
import os
import pwd
import socket
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, LiteralString, NamedTuple

from infra.audit.acts import Act, Outcome
from infra.audit.chain import EMPTY, Entry, Head
from infra.audit.errors import NoTrail
from infra.postgres import Connection, transaction
from infra.sql import load

AT_ONCE = 2000


class Filter(NamedTuple):
    """Which entries are asked for; None: whatever it is."""

    act: Act | None = None
    who: str | None = None
    outcome: Outcome | None = None
    since: datetime | None = None


def user() -> str:
    """Return the name of the user who runs this command."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"


def say_who(connection: Connection, command: str) -> None:
    """Say who acts over a connection from here on: the user of this machine, by a command."""
    row = {"who": user(), "origin": f"{socket.gethostname()}, {command}"}
    connection.execute(_query("say_who"), row)


def write(
    connection: Connection,
    act: Act,
    outcome: Outcome,
    subject: str,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Add an entry about who acts over this connection, in its transaction if it is in one."""
    row = {
        "act": act.value,
        "outcome": outcome.value,
        "subject": subject,
        "detail": json.dumps(detail or {}),
    }
    connection.execute(_query("write"), row)


def require_trail(connection: Connection) -> None:
    """Refuse a database that keeps no trail."""
    if connection.execute(_query("is_there")).fetchone() != (True,):
        raise NoTrail


def entries(connection: Connection) -> Iterator[Entry]:
    """Return the whole trail as it is now, in its order."""
    with transaction(connection):
        connection.execute(_query("see_one_moment"))
        with connection.cursor(name="trail") as cursor:
            cursor.itersize = AT_ONCE
            cursor.execute(_query("entries"), {"first": 1})
            for row in cursor:
                yield _entry(row)


def newest(connection: Connection, which: Filter, limit: int) -> list[Entry]:
    """Return the newest entries that fit, in the order of the trail."""
    asked = {**which._asdict(), "limit": limit}
    return [_entry(row) for row in connection.execute(_query("newest"), asked)]


def head(connection: Connection) -> Head:
    """Return how far the trail goes."""
    row = connection.execute(_query("head")).fetchone()
    return Head(*row) if row else EMPTY


def _entry(row: tuple[Any, ...]) -> Entry:
    return Entry(*row)


def _query(name: str) -> LiteralString:
    return load("infra.audit", "trail.sql")[name]
