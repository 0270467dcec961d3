"""Indexes of a world: away while its rows come, made when they are there, several at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import LiteralString, cast

from psycopg import sql

from infra.postgres import Connection, transaction
from infra.settings import Settings
from streams.projections import PROJECTIONS
from streams.rebuild.world import World, note, query, session

TABLES = [projection.table for projection in PROJECTIONS]

OnTable = Callable[[str], None]  # is told which table has all of its indexes


def take_away(connection: Connection, world: World) -> None:
    """Drop the indexes of a world's projections that no constraint needs."""
    where = {"schema": world.schema, "tables": TABLES}
    with transaction(connection):
        for (name,) in connection.execute(query("droppable_indexes"), where).fetchall():
            index = sql.Identifier(world.schema, name)
            connection.execute(sql.SQL("drop index {}").format(index))


def make(settings: Settings, world: World, like: World, at_once: int, on_table: OnTable) -> None:
    """Make the indexes a world lacks beside another, and let the planner know its tables."""
    where = {"schema": world.schema, "like": like.schema, "tables": TABLES}
    with session(settings, world.number) as connection:
        found = connection.execute(query("missing_indexes"), where).fetchall()
    by_table: dict[str, list[str]] = {table: [] for table in TABLES}
    for table, _, statement in found:
        by_table[table].append(statement)
    # Those with most to do first: so the others fit in beside them.
    order = sorted(by_table, key=lambda table: len(by_table[table]), reverse=True)

    def finish(table: str) -> str:
        return _finish(settings, world, table, by_table[table])

    with ThreadPoolExecutor(at_once) as threads:
        for table in threads.map(finish, order):
            on_table(table)
    with session(settings) as connection:
        note(connection, "slices_folded", world.number)


def _finish(settings: Settings, world: World, table: str, statements: list[str]) -> str:
    with session(settings, world.number) as connection:
        for statement in statements:
            connection.execute(cast("LiteralString", statement))  # as the catalogue spells it
        name = sql.Identifier(world.schema, table)
        connection.execute(sql.SQL("vacuum (analyze) {}").format(name))
    return table
