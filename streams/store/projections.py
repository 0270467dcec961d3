"""The rows of the projections: inserted once, ended when something else is in force."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from psycopg import sql

from infra.postgres import Connection
from infra.sql import load
from streams.projections import PROJECTIONS, STAMPS, Row, Series, series
from streams.recorded import EventKey, Fact
from streams.store import copy_text
from streams.store.copying import copy

OPEN_END = "infinity"
_COLUMNS = {projection.table: (*projection.columns, *STAMPS) for projection in PROJECTIONS}


def stamp(fact: Fact, label_id: int, sequence: int, root: EventKey) -> str:
    """Return the part of a row's stamps that is known without the lock."""
    return (
        f"{copy_text.instant(fact.occurred_at)}\t{label_id}\t{sequence}"
        f"\t{copy_text.text(root.source)}\t{copy_text.text(root.id)}"
    )


def row_text(row: Row, stamp: str) -> str:
    """Return a row up to the stamps that are known under the lock only."""
    return f"{copy_text.row(row)}\t{stamp}"


def line(row: str, seq: int, root_seq: int, recorded_at: str, ended_at: str = OPEN_END) -> str:
    """Return a complete row."""
    return f"{row}\t{seq}\t{root_seq}\t{recorded_at}\t{ended_at}"


def insert(connection: Connection, lines: Mapping[str, Sequence[str]]) -> None:
    """Write complete rows into the tables they belong to."""
    for table, rows in lines.items():
        copy(connection, table, _COLUMNS[table], rows)


def end(
    connection: Connection,
    table: str,
    roots: Iterable[tuple[int, datetime]],
    ended_at: datetime,
) -> None:
    """End the rows in force of these roots, each named by its number and when it was true."""
    statement = sql.SQL(
        "update {} set ended_at = %s"
        " where root_seq = %s and occurred_at = %s and ended_at = 'infinity'"
    ).format(sql.Identifier(table))
    rows = [(ended_at, root_seq, occurred_at) for root_seq, occurred_at in roots]
    connection.cursor().executemany(statement, rows)


def add_series(connection: Connection, found: Iterable[Series]) -> None:
    """Make sure that these series can be looked up by their number."""
    rows = list(found)
    if not rows:
        return
    columns = {
        name: copy_text.array(None if value is None else str(value) for value in values)
        for name, values in (
            (name, [getattr(row, name) for row in rows]) for name in series.COLUMNS
        )
    }
    connection.execute(load(__package__, "queries.sql")["add_series"], columns)
