"""Worlds: each a schema of projections with its read functions; one of them is in force.

A world is never renamed. Workers learn with the writer lock which one is in force, and readers ask
the functions of schema `readiness`, which ask those of the world in force (decision 0030).
"""

import hashlib
from collections.abc import Iterator, Mapping
from importlib.metadata import entry_points
from importlib.resources import files
from typing import LiteralString, cast

import msgspec
from psycopg import sql

from infra import clock, functions
from infra.errors import DataError, UsageError
from infra.postgres import Connection, transaction
from infra.sql import SqlFile, load, sql_files
from schemas import method
from schemas.states import states

CORE = 0  # the number under which is noted what all worlds share
FIRST = 1
READ_FUNCTIONS = "read functions"
VERSIONS = "muster.versions"
# Files as they were before a second world could be made of them; what they make is the same.
AS_BEFORE = {
    "0011_kinds.sql": "2b42fd79c1ae8aa521f145951eb81d985ab60873764f55c43299e84c3e9186c9",
}


class ChangedMigration(DataError):
    """A migration that has been applied to this database is not the same any more."""


def schema_of(number: int) -> str:
    """Give the name of the schema of a world."""
    return f"muster_{number}"


def parts_of_whatif(whatif_id: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Give the schemas of a what-if and of its comparison: of its rows, and of its readers."""
    return (
        (f"muster_whatif_{whatif_id}", f"whatif_{whatif_id}"),
        (f"muster_versus_{whatif_id}", f"versus_{whatif_id}"),
    )


def schemas_of_whatif(whatif_id: str) -> tuple[str, ...]:
    """Give every schema of a what-if."""
    return tuple(schema for part in parts_of_whatif(whatif_id) for schema in part)


def in_force(connection: Connection) -> int:
    """Give the number of the world that is written and read."""
    row = connection.execute(_query("in_force")).fetchone()
    return FIRST if row is None else int(row[0])


def apply_core(connection: Connection) -> Iterator[str]:
    """Make what all worlds share, as far as it is missing; give the names of what was made."""
    return _apply(connection, CORE, "core", "muster")


def apply_tables(connection: Connection, number: int) -> Iterator[str]:
    """Make the tables of a world, as far as they are missing; give the names of what was made."""
    return _apply(connection, number, "world", schema_of(number))


def replace_functions(connection: Connection, number: int) -> tuple[str, ...]:
    """Make the read functions of the world in force, and `readiness`, anew if they changed.

    Functions hold no data: they are replaced as a whole, in one transaction, so no reader ever
    finds half of them.
    """
    schema = schema_of(number)
    astray = connection.execute(_query("astray"), {"world": schema}).fetchone()
    if _are_current(connection, number) and astray == (0,):
        return ()
    with transaction(connection):
        _drop_whatifs(connection, number)
        _drop_functions(connection, "readiness")
        _make_functions(connection, number)
        _wrap(connection, schema)
    return (READ_FUNCTIONS,)


def make(connection: Connection, number: int) -> None:
    """Make a world beside the one in force, with everything but rows; nobody's answer changes."""
    for _ in apply_tables(connection, number):
        pass
    with transaction(connection):
        connection.execute(_query("make_alone"))
        if not _are_current(connection, number):
            _make_functions(connection, number)
            _ask_bodies_of(connection, in_force(connection))
    fill_method(connection, number)
    fill_states(connection, number)


def put_in_force(connection: Connection, number: int) -> None:
    """Let writers and readers use this world from the end of the transaction on.

    The caller holds the writer lock, and the world holds the rows of every event.
    """
    connection.execute(_query("make_alone"))
    if lacking(connection) or not is_made_by_this_version(connection, number):
        raise ChangedMigration(
            "this database was migrated by another version of Muster meanwhile; use that version"
        )
    if not _are_current(connection, number):
        _make_functions(connection, number)
    _wrap(connection, schema_of(number))
    _ask_bodies_of(connection, number)
    connection.execute(_query("put_in_force"), {"number": number})


def remove(connection: Connection, number: int) -> None:
    """Remove the schema of a world with all that is in it; the one in force stays."""
    if number == in_force(connection):
        raise UsageError("the world in force cannot be removed")
    _drop_whatifs(connection, number)
    drop = sql.SQL("drop schema if exists {} cascade")
    connection.execute(drop.format(sql.Identifier(schema_of(number))))


def is_made_by_this_version(connection: Connection, number: int) -> bool:
    """Tell whether the tables of a world are those that this version makes."""
    known = {name: _now(name, sha256) for name, sha256 in _known(connection, number).items()}
    known.pop(READ_FUNCTIONS, None)
    return known == {file.name: file.sha256 for file in files_of("world")}


def versions() -> Mapping[str, int]:
    """Give the version of the fold of each projection, as the packages that fold declare them."""
    found: dict[str, int] = {}
    for entry in entry_points(group=VERSIONS):
        found |= entry.load()()
    return found


def folded_by_others(connection: Connection) -> list[str]:
    """Return the projections in force whose rows were made by another version of their fold."""
    with transaction(connection):
        enter_schema = sql.SQL("set local search_path = {}, muster, pg_temp")
        connection.execute(enter_schema.format(sql.Identifier(schema_of(in_force(connection)))))
        noted = dict(connection.execute(_query("versions")).fetchall())
    return sorted(name for name, version in versions().items() if noted.get(name) != version)


def note_versions(connection: Connection, number: int) -> None:
    """Note by which versions the projections of a world are folded, where that is not known."""
    rows = [{"projection": name, "version": version} for name, version in versions().items()]
    with transaction(connection), connection.cursor() as cursor:
        enter(connection, schema_of(number))
        cursor.executemany(_query("note_version"), rows)


def lacking(connection: Connection) -> tuple[str, ...]:
    """Return what this version needs and this database, once begun, has not."""
    number = in_force(connection)
    missing = [
        f"{folder}/{file.name}"
        for world, folder in ((CORE, "core"), (number, "world"))
        for known in (_known(connection, world),)
        for file in files_of(folder)
        if file.name not in known
    ]
    return (*missing, *(() if _are_current(connection, number) else (READ_FUNCTIONS,)))


def fill_method(connection: Connection, number: int) -> None:
    """Write the constants of the method that read functions ask for."""
    with transaction(connection):
        enter(connection, schema_of(number))
        write_method(connection, method.load())


def write_method(connection: Connection, parameters: method.Method) -> None:
    """Write the constants of a method; sums of evidence that fades otherwise are forgotten."""
    constants = method.constants(parameters).items()
    decays = msgspec.to_builtins(parameters.decay).items()
    with connection.cursor() as cursor:
        cursor.executemany(
            _query("set_constant"), [{"name": name, "value": value} for name, value in constants]
        )
        cursor.executemany(_query("set_decay"), [{"class": name, **days} for name, days in decays])
        cursor.execute(_query("forget_sums"))


def fill_states(connection: Connection, number: int) -> None:
    """Write which actors are states."""
    rows = [msgspec.structs.asdict(state) for state in states().values()]
    with transaction(connection), connection.cursor() as cursor:
        enter(connection, schema_of(number))
        cursor.execute(_query("forget_states"))
        cursor.executemany(_query("add_state"), rows)


def enter(connection: Connection, schema: str) -> None:
    """Make the schema if it is missing and let unqualified names mean it, to the commit."""
    name = sql.Identifier(schema)
    connection.execute(sql.SQL("create schema if not exists {}").format(name))
    connection.execute(sql.SQL("grant usage on schema {} to muster_worker").format(name))
    # pg_temp last: a temporary table must never stand in for one of ours.
    connection.execute(sql.SQL("set local search_path = {}, muster, public, pg_temp").format(name))


def files_of(folder: str) -> list[SqlFile]:
    """Give the migrations of a folder, in order."""
    return sql_files(files("infra").joinpath("timescale", folder))


def _apply(connection: Connection, world: int, folder: str, schema: str) -> Iterator[str]:
    known = _known(connection, world)
    if any(file.name not in known for file in files_of(folder)):
        _drop_whatifs(connection, world)
    for file in files_of(folder):
        if _now(file.name, known.get(file.name, file.sha256)) != file.sha256:
            raise ChangedMigration(
                f"{folder}/{file.name} of this database is that of another version, and this one "
                "cannot bring it up to date: go on with the version that made the database, or "
                "name an empty one in MUSTER_DATABASE, run `muster migrate` and let a worker read "
                "all events again. (Who changes Muster itself puts the change in a new file.)"
            )
        if file.name not in known:
            with transaction(connection):
                enter(connection, schema)
                connection.execute(cast("LiteralString", file.text))
                _record(connection, world, file.name, file.sha256)
            yield f"{folder}/{file.name}"


def _now(name: str, sha256: str) -> str:
    """Return what a file that is the same as before has as its checksum now."""
    if AS_BEFORE.get(name) != sha256:
        return sha256
    return next(file.sha256 for file in files_of("world") if file.name == name)


def _drop_whatifs(connection: Connection, number: int) -> None:
    """Remove what was computed over a world before that changes; what is edited is kept.

    They read its tables and have its functions; `muster what-if refresh` makes them anew.
    """
    if connection.execute(_query("has_whatifs")).fetchone() != (True,):
        return
    for (whatif_id,) in connection.execute(_query("whatifs_of"), {"world": number}).fetchall():
        for schema in schemas_of_whatif(whatif_id):
            drop = sql.SQL("drop schema if exists {} cascade")
            connection.execute(drop.format(sql.Identifier(schema)))


def _known(connection: Connection, world: int) -> dict[str, str]:
    return dict(connection.execute(_query("applied"), {"world": world}).fetchall())


def _record(connection: Connection, world: int, name: str, sha256: str) -> None:
    row = {"world": world, "name": name, "sha256": sha256, "applied_at": clock.utc_now()}
    connection.execute(_query("record"), row)


def _are_current(connection: Connection, number: int) -> bool:
    return _known(connection, number).get(READ_FUNCTIONS) == _checksum(functions.shipped())


def _checksum(shipped: list[SqlFile]) -> str:
    return hashlib.sha256(f"{[file.sha256 for file in shipped]}".encode()).hexdigest()


def _make_functions(connection: Connection, number: int) -> None:
    shipped = functions.shipped()
    enter(connection, schema_of(number))
    _drop_functions(connection, schema_of(number))
    for file in shipped:
        connection.execute(cast("LiteralString", file.text))
    _record(connection, number, READ_FUNCTIONS, _checksum(shipped))


def _drop_functions(connection: Connection, schema: str) -> None:
    for (signature,) in connection.execute(_query("functions_of"), {"schema": schema}).fetchall():
        # The catalogue's own spelling, quoted where it must be.
        connection.execute(cast("LiteralString", f"drop function {signature} cascade"))


def _wrap(connection: Connection, schema: str) -> None:
    connection.execute("create schema if not exists readiness")
    connection.execute("grant usage on schema readiness to muster_reader, muster_worker")
    for (statements,) in connection.execute(_query("wrappers"), {"schema": schema}).fetchall():
        connection.execute(cast("LiteralString", statements))


def _ask_bodies_of(connection: Connection, number: int) -> None:
    """Let the one read function outside a world ask this one; every world makes it anew."""
    statement = sql.SQL(
        "alter function muster.bodies_of(text) set search_path = {}, muster, public, pg_temp"
    )
    connection.execute(statement.format(sql.Identifier(schema_of(number))))


def _query(name: str) -> LiteralString:
    return load("infra", "worlds.sql")[name]
