"""A database session that may write: its names, its patience, and the writer lock."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta

from psycopg import OperationalError
from psycopg.errors import InvalidSchemaName, UndefinedFunction, UndefinedTable

from infra.audit import trail
from infra.postgres import Connection, DatabaseUnavailable, advised, connect
from infra.settings import Settings
from infra.sql import load
from streams.errors import TablesMissing

HELD_TOO_LONG = timedelta(seconds=5)


def open_session(conninfo: str, *, application_name: str = "muster worker") -> Connection:
    """Return a connection whose names mean the world in force.

    It may change while the connection is open: who writes is told so with the writer lock, who
    reads at length asks to `follow`.
    """
    connection = connect(conninfo, application_name=application_name)
    queries = load(__package__, "queries.sql")
    try:
        _require(connection, "has_tables")
        connection.execute(queries["prepare_session"])
        follow(connection)
        _require(connection, "has_projections")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def as_owner(settings: Settings, *, application_name: str) -> Generator[Connection]:
    """Give a connection of the owner, for what a command keeps outside every world.

    Raises TablesMissing before `muster migrate`, DatabaseUnavailable when the database is away.
    """
    try:
        with connect(settings.database("muster_owner"), application_name=application_name) as it:
            trail.say_who(it, application_name)
            yield it
    except (InvalidSchemaName, UndefinedTable, UndefinedFunction) as error:
        raise TablesMissing from error
    except OperationalError as error:
        raise DatabaseUnavailable(advised(error)) from error


def _require(connection: Connection, what: str) -> None:
    statement = load(__package__, "queries.sql")[what]
    if connection.execute(statement).fetchone() != (True,):
        raise TablesMissing


def follow(connection: Connection) -> None:
    """Let names mean the world that is in force now."""
    connection.execute(load(__package__, "queries.sql")["follow"])


def enter(connection: Connection, world: str) -> None:
    """Let names mean this world, in force or not."""
    connection.execute(load(__package__, "queries.sql")["enter"], {"world": world})


def acquire_writer_lock(connection: Connection) -> None:
    """Hold the writer lock to the end of the transaction, or fail after two seconds.

    What is written then is written into the world in force.
    """
    found = connection.execute(load(__package__, "queries.sql")["lock"]).fetchone()
    if found != (True,):
        follow(connection)


def end_stuck_holder(connection: Connection) -> list[int]:
    """End who holds the writer lock for more than five seconds; return the processes ended.

    No time-out of the server ends a session that waits for the data of a COPY, so whoever waits
    for the lock has to do it.
    """
    statement = load(__package__, "queries.sql")["end_stuck_holder"]
    found = connection.execute(statement, {"older_than": HELD_TOO_LONG}).fetchall()
    return [pid for pid, was_ended in found if was_ended]
