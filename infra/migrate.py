"""Bring a database to what this version needs: tables in order, then functions, method, viewer."""

from contextlib import suppress
from pathlib import Path

import click
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import InternalError

from infra import passwords, worlds
from infra.errors import UsageError
from infra.postgres import Connection, connect, transaction
from infra.settings import DEFAULTS, Settings
from infra.sql import load


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
    click.echo(f"database {database} is up to date")


def migrate(conninfo: str, *, viewer: str = DEFAULTS["MUSTER_VIEWER"]) -> tuple[str, ...]:
    """Apply what this database lacks, and give the names of what was applied."""
    queries = load("infra", "migrate.sql")
    with connect(conninfo, application_name="muster migrate") as connection:
        connection.execute("set client_min_messages = warning")
        connection.execute(queries["take_lock"])
        with transaction(connection):
            connection.execute(queries["prepare"])
        core = (*worlds.apply_core(connection),)
        number = worlds.in_force(connection)
        applied = (
            *core,
            *worlds.apply_tables(connection, number),
            *worlds.replace_functions(connection, number),
        )
        _give_worker_its_password(connection, conninfo)
        worlds.fill_method(connection, number)
        worlds.fill_states(connection, number)
        worlds.note_versions(connection, number)
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


def lacking(connection: Connection) -> tuple[str, ...]:
    """Return what this version needs and this database has not; nothing is changed."""
    if connection.execute(load("infra", "migrate.sql")["is_begun"]).fetchone() != (True,):
        return ("core", "world", worlds.READ_FUNCTIONS)
    return worlds.lacking(connection)


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
