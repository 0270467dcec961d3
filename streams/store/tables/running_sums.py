"""What evidence adds up to from its first item on, kept beside its rows for quick readings."""

from typing import Any, NamedTuple

from infra.postgres import Connection, transaction
from infra.sql import load
from streams.store.tables import head
from streams.store.tables.head import Head


class Progress(NamedTuple):
    """The last number of the ledger, and the last one that running sums know."""

    seq: int
    summed_seq: int


def progress(connection: Connection) -> Progress:
    """Return how far the ledger is, and how far lines are summed up."""
    return Progress(*_row(connection, "progress"))


def sum_up(connection: Connection, until: Head | None = None) -> bool:
    """Sum up every line in which rows have come or ended; return whether it was our turn.

    Until the end of the ledger, or where a world ends that is still being filled.

    It is not when somebody else is at it. It reads one moment of the database, takes no lock
    that a writer or a reader waits for, and changes no answer: only how long one takes.
    """
    queries = load(__package__, "running_sums.sql")
    with transaction(connection):
        connection.execute(queries["see_one_moment"])
        if not _row(connection, "acquire_turn")[0]:
            return False
        end = until or head.read(connection)
        moment = {"until": end.recorded_at, "seq": end.seq}
        connection.execute(queries["add_lines"])
        connection.execute(queries["note_first_reports"])
        lines: dict[str, Any] = {"lines": None, "from_ats": None}
        reports: dict[str, Any] = {"series": None, "pillars": None, "from_ats": None}
        if progress(connection).summed_seq == 0:
            connection.execute(queries["forget_all"])
        else:
            lines = dict(zip(lines, _row(connection, "forget_touched"), strict=True))
            reports = dict(zip(reports, _row(connection, "forget_touched_reports"), strict=True))
        connection.execute(queries["sum_up"], lines | moment)
        connection.execute(queries["end_lines"], lines)
        connection.execute(queries["run_reports"], reports | moment)
        connection.execute(queries["forget_progress"])
        connection.execute(queries["set_progress"], moment)
    return True


def _row(connection: Connection, name: str) -> tuple[Any, ...]:
    row = connection.execute(load(__package__, "running_sums.sql")[name]).fetchone()
    assert row is not None  # each of them gives exactly one
    return row
