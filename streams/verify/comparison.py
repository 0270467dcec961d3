"""Rows made anew beside the rows that are there, and whether they are the same set."""

from collections.abc import Sequence
from typing import NamedTuple

from psycopg import sql

from infra.postgres import Connection
from streams.projections import PROJECTIONS, STAMPS, series
from streams.store.tables.copying import copy_rows

SERIES = "series"
FLAGS = "amendment_flag"
COLUMNS: dict[str, tuple[str, ...]] = {
    **{projection.table: (*projection.columns, *STAMPS) for projection in PROJECTIONS},
    SERIES: series.COLUMNS,
    FLAGS: ("ledger_seq", "flag"),
}


class Summary(NamedTuple):
    """How many rows there are, and a sum over them that does not depend on their order."""

    rows: int
    checksum: int


def begin(connection: Connection) -> None:
    """Make an empty copy of every table, for this transaction only."""
    for table in COLUMNS:
        statement = sql.SQL("create temp table {} (like {} including defaults) on commit drop")
        connection.execute(statement.format(_copy_of(table), sql.Identifier(table)))


def add(connection: Connection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Write rows made anew."""
    copy_rows(connection, f"fold_{table}", COLUMNS[table], rows)


def summary(connection: Connection, table: str, *, made_anew: bool) -> Summary:
    """Return the summary of the rows made anew, or of those that are there."""
    statement = sql.SQL(
        "select count(*), coalesce(sum(hashtextextended(row({})::text, 0)::numeric), 0)::text"
        " from {}"
    ).format(_columns(table), _copy_of(table) if made_anew else sql.Identifier(table))
    row = connection.execute(statement).fetchone()
    assert row is not None  # an aggregate always gives a row
    return Summary(row[0], int(row[1]))


def first_difference(connection: Connection, table: str) -> str | None:
    """Return the first row that only one side has, None if there is none."""
    columns = _columns(table)
    order = sql.SQL("ledger_seq") if "ledger_seq" in COLUMNS[table] else sql.SQL("series_id")
    sides = {"columns": columns, "made": _copy_of(table), "there": sql.Identifier(table)}
    statement = sql.SQL(
        "select what || ' ' || row({columns})::text from ("
        " (select 'missing' as what, {columns} from {made}"
        "  except all select 'missing', {columns} from {there})"
        " union all"
        " (select 'unexpected' as what, {columns} from {there}"
        "  except all select 'unexpected', {columns} from {made})"
        ") d order by {order} limit 1"
    ).format(**sides, order=order)
    row = connection.execute(statement).fetchone()
    return None if row is None else str(row[0])


def _copy_of(table: str) -> sql.Identifier:
    return sql.Identifier(f"fold_{table}")


def _columns(table: str) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, COLUMNS[table]))
