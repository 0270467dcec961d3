"""Running sums of a what-if: those of the history as of now, and what in them is otherwise.

An event that is left out is taken from them as one that was retracted since would be, and no line
is added up again. They change no answer, only how long one takes.
"""

from psycopg import sql

from infra.postgres import Connection
from infra.sql import load

TABLES = ("summed_up", "line", "running_sum", "report_run", "first_report")


def keep(connection: Connection, trunk: str) -> None:
    """Copy the sums of the history as of now, and note which rows are otherwise."""
    _run(connection, "keep", trunk=trunk)
    _run(connection, "note_others", trunk=trunk)


def show(connection: Connection, whatif: str) -> None:
    """Let names mean the sums of the history that a what-if keeps."""
    _run(connection, "show", whatif=whatif)


def correct(connection: Connection) -> None:
    """Let the read functions reckon with what is otherwise."""
    _run(connection, "correct")


def _run(connection: Connection, name: str, **schemas: str) -> None:
    names = {place: sql.Identifier(schema) for place, schema in schemas.items()}
    connection.execute(sql.SQL(load("streams.what_if", "sums.sql")[name]).format(**names))
