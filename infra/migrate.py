"""Bring a database to what this version needs: tables in order, then functions, method, viewer."""

from contextlib import suppress
from pathlib import Path

import click
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import InternalError

from infra import passwords, worlds
from infra.audit import trail
from infra.errors import UsageError
from infra.postgres import Connection, connect, transaction
from infra.settings import DEFAULTS, Settings
from infra.sql import load
from infra.viewers.kept import to_make


class UnknownViewer(UsageError):
    """MUSTER_VIEWER names nobody."""


@click.command("migrate")
@click.pass_obj
def command(settings: Settings) -> None:
    """Bring the database to what this version needs; safe to run again.

    Example: `muster migrate`
    """
    conninfo = settings.database("muster_owner")
    applied = migrate(conninfo, viewer=settings.viewer if settings.logins == "none" else None)
    for name in applied:
        click.echo(f"applied {name}")
    database = conninfo_to_dict(conninfo).get("dbname")
    click.echo(f"database {database} is up to date")


def migrate(conninfo: str, *, viewer: str | None = DEFAULTS["MUSTER_VIEWER"]) -> tuple[str, ...]:
    """Apply what this database lacks, and give the names of what was applied.

    The dashboard's role then reads as this viewer; as nobody where people sign in (None).
    """
    queries = load("infra", "migrate.sql")
    with connect(conninfo, application_name="muster migrate") as connection:
        connection.execute("set client_min_messages = warning")
        trail.say_who(connection, "muster migrate")
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
        _give_passwords(connection, conninfo)
        worlds.fill_method(connection, number)
        worlds.fill_states(connection, number)
        worlds.note_versions(connection, number)
        _set_viewers(connection, viewer)
    return applied


def _give_passwords(connection: Connection, conninfo: str) -> None:
    """Set the passwords that the password file names where a role has none: only we may."""
    file = conninfo_to_dict(conninfo).get("passfile")
    if not file:
        return
    known = passwords.read(Path(str(file)))
    query = load("infra", "migrate.sql")["lacks_password"]
    for role in (passwords.WORKER, passwords.DOOR):
        if role not in known or connection.execute(query, {"role": role}).fetchone() != (True,):
            continue
        kept = sql.Literal(passwords.verifier(known[role]))
        with suppress(InternalError):  # another migration does the same at this moment
            set_it = sql.SQL("alter role {} password {}").format(sql.Identifier(role), kept)
            connection.execute(set_it)


def lacking(connection: Connection) -> tuple[str, ...]:
    """Return what this version needs and this database has not; nothing is changed."""
    if connection.execute(load("infra", "migrate.sql")["is_begun"]).fetchone() != (True,):
        return ("core", "world", worlds.READ_FUNCTIONS)
    return worlds.lacking(connection)


def _set_viewers(connection: Connection, viewer: str | None) -> None:
    """Let the dashboard read as a viewer there is; a name nobody knows makes none."""
    queries = load("infra", "migrate.sql")
    with transaction(connection):
        connection.execute(queries["set_owner"])
        connection.execute(queries["first_viewer"], {"viewer": DEFAULTS["MUSTER_VIEWER"]})
        if viewer is None:
            connection.execute(queries["free_role"], {"viewer": None})
            return
        known = [name for (name,) in connection.execute(queries["viewers"]).fetchall()]
        if viewer not in known:
            raise UnknownViewer(
                f"MUSTER_VIEWER is {viewer!r}, and there is no such viewer; known: "
                f"{', '.join(known)}. To make one: {to_make(viewer)}"
            )
        connection.execute(queries["free_role"], {"viewer": viewer})
        connection.execute(queries["set_role"], {"viewer": viewer})
