"""Connections to the database, and the only way to run a transaction on them."""

from collections.abc import Generator
from contextlib import contextmanager

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.rows import TupleRow

from infra.errors import MusterError, ServiceUnavailable

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
        reason = " ".join(str(error).split())
        raise DatabaseUnavailable(f"{reason}; start it with `muster up`") from error


@contextmanager
def transaction(connection: Connection) -> Generator[Connection]:
    """Run the block in one transaction; leave normally only when it can really be committed."""
    with connection.transaction():
        yield connection
        # Swallowing an error inside the block would otherwise roll back without a word.
        if connection.info.transaction_status is TransactionStatus.INERROR:
            raise TransactionLost
