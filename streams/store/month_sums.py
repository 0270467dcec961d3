"""What evidence adds up to month by month, kept beside its rows so that readings are quick."""

from typing import Any, NamedTuple

from infra.postgres import Connection, transaction
from infra.sql import load


class Progress(NamedTuple):
    """The last number of the ledger, and the last one the sums of months know."""

    seq: int
    summed_seq: int


def progress(connection: Connection) -> Progress:
    """Return how far the ledger is, and how far months are summed up."""
    return Progress(*_row(connection, "progress"))


def sum_up(connection: Connection) -> bool:
    """Sum up every month in which rows have come or ended; return whether it was our turn.

    It is not when somebody else is at it. It reads one moment of the database, takes no lock
    that a writer or a reader waits for, and changes no answer: only how long one takes.
    """
    queries = load(__package__, "month_sums.sql")
    with transaction(connection):
        connection.execute(queries["see_one_moment"])
        if not _row(connection, "take_turn")[0]:
            return False
        series, months = None, None
        if progress(connection).summed_seq == 0:
            connection.execute(queries["forget_all"])
        else:
            series, months = _row(connection, "forget_touched")
        connection.execute(queries["sum_up"], {"series": series, "months": months})
        connection.execute(queries["forget_progress"])
        connection.execute(queries["set_progress"])
    return True


def _row(connection: Connection, name: str) -> tuple[Any, ...]:
    row = connection.execute(load(__package__, "month_sums.sql")[name]).fetchone()
    assert row is not None  # each of them gives exactly one
    return row
