"""The worlds of a database as it notes them, and sessions that are at work on one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import LiteralString, NamedTuple

from infra import worlds
from infra.postgres import Connection, transaction
from infra.settings import Settings
from infra.sql import load
from streams.projections import versions
from streams.rebuild.errors import RebuildRefused
from streams.store.tables import head
from streams.store.tables.head import Head
from streams.store.tables.session import enter, open_session

SLICE_EVENTS = 10_000


class State(StrEnum):
    """What a world is to the database."""

    FILLING = "filling"
    IN_FORCE = "in force"
    FORMER = "former"


class World(NamedTuple):
    """A world as the database notes it."""

    number: int
    state: State
    until_seq: int | None
    caught_up_seq: int | None
    is_indexed: bool
    is_compared: bool
    began_at: datetime
    seen_at: datetime
    switched_at: datetime | None

    @property
    def schema(self) -> str:
        """Return the name of its schema."""
        return worlds.schema_of(self.number)


class Progress(NamedTuple):
    """How far a world is that is not in use; of one that is only kept nothing is counted."""

    world: int
    state: str
    events: int | None
    of_events: int | None
    is_at_work: bool
    left_s: float | None


def query(name: str) -> LiteralString:
    """Return a statement of this package."""
    return load("streams.rebuild", "rebuild.sql")[name]


def session(settings: Settings, world: int | None = None) -> Connection:
    """Return a patient session of the owner; its names mean this world, or the one in force."""
    connection = open_session(settings.database("muster_owner"), application_name="muster rebuild")
    connection.execute(query("take_time"))
    if world is not None:
        enter(connection, worlds.schema_of(world))
    return connection


def take_turn(connection: Connection) -> None:
    """Be the only one who rebuilds, as long as the session lives."""
    if connection.execute(query("take_turn")).fetchone() != (True,):
        raise RebuildRefused("another `muster rebuild` is at work on this database")


def all_of(connection: Connection) -> list[World]:
    """Return every world there is."""
    return [
        World(number, State(state), *rest)
        for number, state, *rest in connection.execute(query("worlds"))
    ]


def progress(connection: Connection) -> list[Progress]:
    """Return how far each world is that is not in use, as the page System says it."""
    return [Progress(*row) for row in connection.execute(query("progress"))]


def of_state(connection: Connection, state: State) -> World | None:
    """Return the world of a state, if there is one."""
    return next((one for one in all_of(connection) if one.state is state), None)


def by_number(connection: Connection, number: int) -> World:
    """Return a world as it is noted now."""
    return next(one for one in all_of(connection) if one.number == number)


def begin(connection: Connection) -> World:
    """Note a new world, in which there is nothing yet."""
    row = connection.execute(query("begin_world")).fetchone()
    assert row is not None  # there is always one in force to count on from
    return by_number(connection, row[0])


def make(
    connection: Connection, world: World, read: Sequence[tuple[int, int]] | None = None
) -> None:
    """Make its tables, and cut the ledger into slices, as it is read; killed, it goes on."""
    worlds.make(connection, world.number)
    enter(connection, world.schema)
    rows = [{"projection": name, "version": version} for name, version in versions().items()]
    with transaction(connection), connection.cursor() as cursor:
        cursor.executemany(query("set_versions"), rows)
        cut: dict[str, object] = {"number": world.number, "size": SLICE_EVENTS}
        if read is None:
            cursor.execute(query("add_slices"), cut)
        else:
            firsts, lasts = ([one[end] for one in read] for end in (0, 1))
            cursor.execute(query("add_read_slices"), {**cut, "firsts": firsts, "lasts": lasts})


def note(connection: Connection, name: str, number: int, **values: object) -> None:
    """Note of a world what a statement says."""
    connection.execute(query(name), {"number": number} | values)


def events_done(connection: Connection, number: int) -> int:
    """Return how many events are in the slices that are done."""
    row = connection.execute(query("events_done"), {"number": number}).fetchone()
    assert row is not None  # an aggregate always gives a row
    return row[0]


def versions_of(connection: Connection, world: World) -> Mapping[str, int]:
    """Return by which version of its fold each projection of a world was made."""
    enter(connection, world.schema)
    return dict(connection.execute(query("versions")).fetchall())


def end_of(connection: Connection, seq: int) -> Head:
    """Return an event as the end of the ledger that it was once."""
    row = connection.execute(query("moment_of"), {"seq": seq}).fetchone()
    assert row is not None  # it always gives one
    return Head(seq, row[0])


def end_of_moment(connection: Connection, seq: int) -> int:
    """Return the last event that was recorded at the moment of an event: a batch is one moment."""
    row = connection.execute(query("end_of_moment"), {"seq": seq}).fetchone()
    assert row is not None  # it always gives one
    return row[0]


def ledger_end(connection: Connection) -> int:
    """Return the number of the last event."""
    return head.read(connection).seq


def drop(connection: Connection, world: World) -> None:
    """Remove a world that is not in force, whole or not at all."""
    with transaction(connection):
        worlds.remove(connection, world.number)
        connection.execute(query("drop_world"), {"number": world.number})
