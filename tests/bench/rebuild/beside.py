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
from tests.bench.rebuild.processor import spent

BATCH_EVENTS = 5_000
PLAIN = 1_000  # the number of a world that is none
PIECE_BYTES = 1 << 20


def copy_s(settings: Settings, made: World) -> float:
    """Give the processor time of a plain COPY of a world's rows into tables with its indexes."""
    with world.session(settings) as connection:
        worlds.make(connection, PLAIN)
        plain = worlds.schema_of(PLAIN)
        seconds = sum(
            _copy_one_s(connection, made.schema, plain, projection.table)
            for projection in PROJECTIONS
        )
        worlds.remove(connection, PLAIN)
        world.note(connection, "drop_world", PLAIN)
    return seconds


def _copy_one_s(connection: Connection, source: str, target: str, table: str) -> float:
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
    return taken.seconds


def store_s(settings: Settings, seed: int, events: int) -> float:
    """Give the processor time of decoding and storing events, without what brings them."""
    messages = load(seed, events)
    with open_session(settings.database("muster_worker")) as connection:
        seconds = 0.0
        while batch := _next(messages):
            with spent(connection) as taken:
                pipeline.store_events(connection, batch)
            seconds += taken.seconds
    return seconds


def _next(messages: object) -> Sequence[bytes]:
    return [one.value for one in islice(messages, BATCH_EVENTS)]  # type: ignore[arg-type, call-overload]
