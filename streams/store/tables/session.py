"""A database session that may write: its names, its patience, and the writer lock."""

from datetime import timedelta

from infra.postgres import Connection, connect
from infra.sql import load
from streams.errors import TablesMissing

WORLD = "muster_1"
HELD_TOO_LONG = timedelta(seconds=5)


def open_session(conninfo: str, *, application_name: str = "muster worker") -> Connection:
    """Return a connection whose names mean the world that is written to."""
    connection = connect(conninfo, application_name=application_name)
    queries = load(__package__, "queries.sql")
    try:
        _require_tables(connection)
        connection.execute(queries["prepare_session"], {"world": WORLD})
    except BaseException:
        connection.close()
        raise
    return connection


def _require_tables(connection: Connection) -> None:
    statement = load(__package__, "queries.sql")["has_tables"]
    row = connection.execute(statement, {"world": WORLD}).fetchone()
    if row is None or not row[0]:
        raise TablesMissing


def acquire_writer_lock(connection: Connection) -> None:
    """Hold the writer lock to the end of the transaction, or fail after two seconds."""
    connection.execute(load(__package__, "queries.sql")["lock"])


def end_stuck_holder(connection: Connection) -> list[int]:
    """End who holds the writer lock for more than five seconds; return the processes ended.

    No time-out of the server ends a session that waits for the data of a COPY, so whoever waits
    for the lock has to do it.
    """
    statement = load(__package__, "queries.sql")["end_stuck_holder"]
    found = connection.execute(statement, {"older_than": HELD_TOO_LONG}).fetchall()
    return [pid for pid, was_ended in found if was_ended]
