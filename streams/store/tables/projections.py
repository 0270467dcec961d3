"""The rows of the projections: inserted once, ended when something else is in force."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from psycopg import sql

from infra.postgres import Connection
from infra.sql import load
from streams.decode import copy_text
from streams.decode.rows import CompleteRow
from streams.projections import PROJECTIONS, STAMPS, Series, series
from streams.store.tables.copying import copy_rows

_COLUMNS = {projection.table: (*projection.columns, *STAMPS) for projection in PROJECTIONS}


def insert(connection: Connection, rows: Iterable[CompleteRow]) -> None:
    """Write rows into the tables they belong to, and the series they name before them."""
    by_table: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    named: set[Series] = set()
    for row in rows:
        by_table[row.table].append(row.values)
        if row.series is not None:
            named.add(row.series)
    add_series(connection, named)
    for table, found in by_table.items():
        copy_rows(connection, table, _COLUMNS[table], found)


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
