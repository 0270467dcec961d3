"""Connections to the database, and the only way to run a transaction on them."""

import re
from collections.abc import Generator
from contextlib import contextmanager

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.rows import TupleRow

from infra.errors import MusterError, ServiceUnavailable, is_about_full_disk

Connection = psycopg.Connection[TupleRow]

CONNECT_TIMEOUT_S = 5


class DatabaseUnavailable(ServiceUnavailable, psycopg.OperationalError):
    """The database does not answer."""


class TransactionLost(MusterError):
    """A transaction failed inside and its error was swallowed; nothing of it was written."""


def connect(conninfo: str, *, application_name: str = "muster") -> Connection:
    """Give a connection on which every statement outside `transaction` commits by itself."""
    try:
        return psycopg.connect(
            conninfo,
            autocommit=True,
            application_name=application_name,
            connect_timeout=CONNECT_TIMEOUT_S,
        )
    except psycopg.OperationalError as error:
        raise DatabaseUnavailable(advised(error)) from error


def advised(error: Exception) -> str:
    """Say why a database is not there and what to do; the same on a screen and in a shell."""
    if isinstance(error, DatabaseUnavailable):
        return str(error)  # which says it already
    return advised_of(" ".join(str(error).split()) or type(error).__name__)


def advised_of(reason: str) -> str:
    """Say the same of what a server or the library said."""
    if is_about_full_disk(reason):
        return f"{reason}; the disk is full: make room"
    if missing := re.search(r'database "([^"]+)" does not exist', reason):
        return (
            f"the server has no database {missing[1]}; if it was renamed, bring it back or name "
            "it in MUSTER_DATABASE; to begin with an empty one: muster up, then muster migrate"
        )
    if re.search(r'role "[^"]+" does not exist', reason):
        return f"{reason}; bring it up to date with: muster migrate"
    if "password" in reason:
        return f"{reason}; the password comes from `passfile=` in MUSTER_DATABASE or PGPASSWORD"
    return f"{reason}; start it with `muster up`"


@contextmanager
def transaction(connection: Connection) -> Generator[Connection]:
    """Run the block in one transaction; leave normally only when it can really be committed."""
    with connection.transaction():
        yield connection
        # Swallowing an error inside the block would otherwise roll back without a word.
        if connection.info.transaction_status is TransactionStatus.INERROR:
            raise TransactionLost
