"""Are the rows of a world made anew those of the world in use?

Rows are compared as they were known at the last event that the new world holds: what came later
ends rows and adds some, and changes none of what was known before.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import NamedTuple

from psycopg import sql

from infra.postgres import Connection
from infra.settings import Settings
from streams.rebuild.world import World, session
from streams.verify import comparison
from streams.verify.comparison import FLAGS, SERIES, Summary

AS_ENDED = "ended_at"

OnTable = Callable[[str], None]  # is told which table has been compared


class Difference(NamedTuple):
    """A table whose rows are not the same in two worlds."""

    table: str
    made: Summary
    in_use: Summary


def differences(
    settings: Settings,
    worlds: tuple[World, World],
    tables: Sequence[str],
    moment: datetime,
    on_table: OnTable,
) -> Iterator[Difference]:
    """Return which of these projections have other rows in two worlds, as known at a moment."""

    def both(table: str) -> Difference:
        with session(settings) as connection:
            sides = (_summary(connection, one, table, moment) for one in worlds)
            return Difference(table, *sides)

    with ThreadPoolExecutor(2) as threads:
        for one in threads.map(both, tables):
            on_table(one.table)
            if one.made != one.in_use:
                yield one


def differences_now(connection: Connection, made: World, in_use: World) -> list[str]:
    """Return which of the tables without moments have other rows; for when nobody writes."""
    return [
        table
        for table in (SERIES, FLAGS)
        if _plain_summary(connection, made, table) != _plain_summary(connection, in_use, table)
    ]


def _summary(connection: Connection, world: World, table: str, moment: datetime) -> Summary:
    columns = sql.SQL(", ").join(
        sql.SQL("case when ended_at <= {} then ended_at else 'infinity' end").format(
            sql.Literal(moment)
        )
        if name == AS_ENDED
        else sql.Identifier(name)
        for name in comparison.COLUMNS[table]
    )
    known = sql.SQL("where recorded_at <= {}").format(sql.Literal(moment))
    return _ask(connection, world, table, columns, known)


def _plain_summary(connection: Connection, world: World, table: str) -> Summary:
    columns = sql.SQL(", ").join(map(sql.Identifier, comparison.COLUMNS[table]))
    return _ask(connection, world, table, columns, sql.SQL(""))


def _ask(
    connection: Connection, world: World, table: str, columns: sql.Composed, where: sql.Composable
) -> Summary:
    statement = sql.SQL(
        "select count(*), coalesce(sum(hashtextextended(row({})::text, 0)::numeric), 0)::text"
        " from {} {}"
    ).format(columns, sql.Identifier(world.schema, table), where)
    row = connection.execute(statement).fetchone()
    assert row is not None  # an aggregate always gives a row
    return Summary(row[0], int(row[1]))
