"""What a rebuild is measured beside: a plain COPY of its rows, and the way of a new event."""

import tempfile
from collections.abc import Sequence
from itertools import islice
from typing import LiteralString, cast

from psycopg import sql

from infra import worlds
from infra.postgres import Connection
from infra.settings import Settings
from streams.projections import PROJECTIONS
from streams.rebuild import world
from streams.rebuild.world import World
from streams.store import pipeline
from streams.store.tables.session import open_session
from streams.verify import comparison
from tests.bench.load import load
from tests.bench.rebuild.processor import Spent, spent

BATCH_EVENTS = 5_000
PLAIN = 1_000  # the number of a world that is none
PIECE_BYTES = 1 << 20


def copied(settings: Settings, made: World) -> Spent:
    """Give what a plain COPY takes of a world's rows into tables with its indexes."""
    with world.session(settings) as connection:
        worlds.make(connection, PLAIN)
        plain = worlds.schema_of(PLAIN)
        taken = Spent()
        for projection in PROJECTIONS:
            taken += _copied(connection, made.schema, plain, projection.table)
        worlds.remove(connection, PLAIN)
        world.note(connection, "drop_world", PLAIN)
    return taken


def _copied(connection: Connection, source: str, target: str, table: str) -> Spent:
    columns = sql.SQL(", ").join(map(sql.Identifier, comparison.COLUMNS[table]))
    names = {"columns": columns, "source": sql.Identifier(source, table)}
    out = sql.SQL("copy (select {columns} from {source}) to stdout").format(**names)
    into = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(target, table), columns)
    with tempfile.TemporaryFile() as file, connection.cursor() as cursor:
        with cursor.copy(out) as rows:
            for piece in rows:
                file.write(piece)
        file.seek(0)
        with spent(connection) as taken, cursor.copy(into) as rows:
            while piece := file.read(PIECE_BYTES):
                rows.write(piece)
        connection.execute(cast("LiteralString", f"vacuum (analyze) {target}.{table}"))
    return taken


def stored(settings: Settings, seed: int, events: int) -> Spent:
    """Give what decoding and storing events takes, without what brings them."""
    messages = load(seed, events)
    with open_session(settings.database("muster_worker")) as connection:
        all_of_it = Spent()
        while batch := _next(messages):
            with spent(connection) as taken:
                pipeline.store_events(connection, batch)
            all_of_it += taken
    return all_of_it


def _next(messages: object) -> Sequence[bytes]:
    return [one.value for one in islice(messages, BATCH_EVENTS)]  # type: ignore[arg-type, call-overload]
