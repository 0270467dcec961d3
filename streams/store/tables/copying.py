"""COPY with everything at hand: the server never waits for a row that is still being made."""

from collections.abc import Sequence
from typing import LiteralString

from psycopg import sql

from infra.postgres import Connection
from streams.decode import copy_csv


def copy_lines(
    connection: Connection, table: str, columns: Sequence[str], lines: Sequence[str]
) -> None:
    """Write lines in COPY's text format into a table, in one piece."""
    if lines:
        _copy(connection, table, columns, "format text", ("\n".join(lines) + "\n").encode())


def copy_rows(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    rows: Sequence[tuple[object, ...]],
) -> None:
    """Write rows into a table, in one piece."""
    if rows:
        _copy(connection, table, columns, copy_csv.OPTIONS, copy_csv.lines(rows))


def _copy(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    options: LiteralString,
    content: bytes,
) -> None:
    # A process that is stopped inside a COPY holds the writer lock for as long as it stands still;
    # so the bytes are complete before the statement begins.
    statement = sql.SQL("copy {} ({}) from stdin with (" + options + ")").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor().copy(statement) as writer:
        writer.write(content)
