"""Bring a database to what this version needs: tables in order, then functions, method, viewer."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import LiteralString, cast

import click
import msgspec
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import InternalError

from infra import clock, functions, passwords
from infra.errors import DataError, UsageError
from infra.postgres import Connection, connect, transaction
from infra.settings import DEFAULTS, Settings
from infra.sql import SqlFile, load, sql_files
from schemas import method
from schemas.states import states

CORE = 0  # the world number of what all worlds share
NUMBER = 1  # of the world that is read and written (decision 0018)
WORLD = f"muster_{NUMBER}"
READ_FUNCTIONS = "read functions"


class ChangedMigration(DataError):
    """A migration that has been applied to this database is not the same any more."""


class UnknownViewer(UsageError):
    """MUSTER_VIEWER names nobody."""


@click.command("migrate")
@click.pass_obj
def command(settings: Settings) -> None:
    """Bring the database to what this version needs; safe to run again.

    Example: `muster migrate`
    """
    conninfo = settings.database("muster_owner")
    applied = migrate(conninfo, viewer=settings.viewer)
    for name in applied:
        click.echo(f"applied {name}")
    database = conninfo_to_dict(conninfo).get("dbname")
    click.echo(f"database {database} is up to date (world {WORLD})")


def migrate(conninfo: str, *, viewer: str = DEFAULTS["MUSTER_VIEWER"]) -> tuple[str, ...]:
    """Apply what this database lacks, and give the names of what was applied."""
    queries = load("infra", "migrate.sql")
    with connect(conninfo, application_name="muster migrate") as connection:
        connection.execute("set client_min_messages = warning")
        connection.execute(queries["take_lock"])
        with transaction(connection):
            connection.execute(queries["prepare"])
        applied = (
            *_apply(connection, CORE, "core", "muster"),
            *_apply(connection, NUMBER, "world", WORLD),
            *_replace_functions(connection),
        )
        _give_worker_its_password(connection, conninfo)
        _fill_method(connection, WORLD)
        _fill_states(connection, WORLD)
        _set_viewers(connection, viewer)
    return applied


def _give_worker_its_password(connection: Connection, conninfo: str) -> None:
    """Set the password that the password file names, if the role has none: only we may."""
    file = conninfo_to_dict(conninfo).get("passfile")
    password = passwords.read(Path(str(file))).get(passwords.WORKER) if file else None
    if password is None:
        return
    query = load("infra", "migrate.sql")["worker_lacks_password"]
    if connection.execute(query).fetchone() == (True,):
        kept = sql.Literal(passwords.verifier(password))
        with suppress(InternalError):  # another migration does the same at this moment
            connection.execute(sql.SQL("alter role muster_worker password {}").format(kept))


def _apply(connection: Connection, world: int, folder: str, schema: str) -> Iterator[str]:
    known = _known(connection, world)
    for file in _files(folder):
        if known.get(file.name, file.sha256) != file.sha256:
            raise ChangedMigration(
                f"{folder}/{file.name} of this database is that of another version, and this one "
                "cannot bring it up to date: go on with the version that made the database, or "
                "name an empty one in MUSTER_DATABASE, run `muster migrate` and let a worker read "
                "all events again. (Who changes Muster itself puts the change in a new file.)"
            )
        if file.name not in known:
            _run(connection, world, schema, file)
            yield f"{folder}/{file.name}"


def lacking(connection: Connection) -> tuple[str, ...]:
    """Return what this version needs and this database has not; nothing is changed."""
    queries = load("infra", "migrate.sql")
    if connection.execute(queries["is_begun"]).fetchone() != (True,):
        return ("core", "world", READ_FUNCTIONS)
    missing = [
        f"{folder}/{file.name}"
        for number, folder in ((CORE, "core"), (NUMBER, "world"))
        for known in (_known(connection, number),)
        for file in _files(folder)
        if file.name not in known
    ]
    are_current = _known(connection, NUMBER).get(READ_FUNCTIONS) == _checksum(functions.shipped())
    return (*missing, *(() if are_current else (READ_FUNCTIONS,)))


def _checksum(shipped: list[SqlFile]) -> str:
    return hashlib.sha256(f"{[file.sha256 for file in shipped]}".encode()).hexdigest()


def _run(connection: Connection, world: int, schema: str, file: SqlFile) -> None:
    with transaction(connection):
        _enter(connection, schema)
        connection.execute(cast("LiteralString", file.text))
        _record(connection, world, file.name, file.sha256)


def _enter(connection: Connection, schema: str) -> None:
    """Make the schema if it is missing and let unqualified names mean it, to the commit."""
    name = sql.Identifier(schema)
    connection.execute(sql.SQL("create schema if not exists {}").format(name))
    connection.execute(sql.SQL("grant usage on schema {} to muster_worker").format(name))
    # pg_temp last: a temporary table must never stand in for one of ours.
    connection.execute(sql.SQL("set local search_path = {}, muster, public, pg_temp").format(name))


def _known(connection: Connection, world: int) -> dict[str, str]:
    applied = load("infra", "migrate.sql")["applied"]
    return dict(connection.execute(applied, {"world": world}).fetchall())


def _record(connection: Connection, world: int, name: str, sha256: str) -> None:
    row = {"world": world, "name": name, "sha256": sha256, "applied_at": clock.utc_now()}
    connection.execute(load("infra", "migrate.sql")["record"], row)


def _files(folder: str) -> list[SqlFile]:
    return sql_files(files("infra").joinpath("timescale", folder))


def _replace_functions(connection: Connection) -> tuple[str, ...]:
    """Make the read functions of the world, and `readiness` in front of it, anew if they changed.

    Functions hold no data: they are replaced as a whole, in one transaction, so no reader ever
    finds half of them.
    """
    shipped = functions.shipped()
    checksum = _checksum(shipped)
    astray = connection.execute(
        load("infra", "migrate.sql")["astray"], {"world": WORLD}
    ).fetchone()
    if _known(connection, NUMBER).get(READ_FUNCTIONS) == checksum and astray == (0,):
        return ()
    with transaction(connection):
        _enter(connection, WORLD)
        _drop_functions(connection, "readiness")
        _drop_functions(connection, WORLD)
        for file in shipped:
            connection.execute(cast("LiteralString", file.text))
        _wrap(connection, WORLD)
        _record(connection, NUMBER, READ_FUNCTIONS, checksum)
    return (READ_FUNCTIONS,)


def _drop_functions(connection: Connection, schema: str) -> None:
    query = load("infra", "migrate.sql")["functions_of"]
    for (signature,) in connection.execute(query, {"schema": schema}).fetchall():
        # The catalogue's own spelling, quoted where it must be.
        connection.execute(cast("LiteralString", f"drop function {signature} cascade"))


def _wrap(connection: Connection, schema: str) -> None:
    connection.execute("create schema if not exists readiness")
    connection.execute("grant usage on schema readiness to muster_reader, muster_worker")
    query = load("infra", "migrate.sql")["wrappers"]
    for (statements,) in connection.execute(query, {"schema": schema}).fetchall():
        connection.execute(cast("LiteralString", statements))


def _fill_method(connection: Connection, schema: str) -> None:
    queries = load("infra", "migrate.sql")
    parameters = method.load()
    constants = method.constants(parameters).items()
    decays = msgspec.to_builtins(parameters.decay).items()
    with transaction(connection), connection.cursor() as cursor:
        _enter(connection, schema)
        cursor.executemany(
            queries["set_constant"], [{"name": name, "value": value} for name, value in constants]
        )
        cursor.executemany(
            queries["set_decay"], [{"class": name, **days} for name, days in decays]
        )
        cursor.execute(queries["forget_sums"])


def _fill_states(connection: Connection, schema: str) -> None:
    rows = [msgspec.structs.asdict(state) for state in states().values()]
    with transaction(connection), connection.cursor() as cursor:
        _enter(connection, schema)
        cursor.execute(load("infra", "migrate.sql")["forget_states"])
        cursor.executemany(load("infra", "migrate.sql")["add_state"], rows)


def _set_viewers(connection: Connection, viewer: str) -> None:
    """Let the dashboard read as a viewer there is; a name nobody knows makes none."""
    queries = load("infra", "migrate.sql")
    with transaction(connection):
        connection.execute(queries["set_owner"])
        connection.execute(queries["first_viewer"], {"viewer": DEFAULTS["MUSTER_VIEWER"]})
        known = [name for (name,) in connection.execute(queries["viewers"]).fetchall()]
        if viewer not in known:
            raise UnknownViewer(
                f"MUSTER_VIEWER is {viewer!r}, and there is no such viewer; known: "
                f"{', '.join(known)}. To make one: muster viewer {viewer} --clearance RESTRICTED"
            )
        connection.execute(queries["free_role"], {"viewer": viewer})
        connection.execute(queries["set_role"], {"viewer": viewer})
