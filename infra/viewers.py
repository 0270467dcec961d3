"""`muster viewer`: who may see what, made and changed by whoever owns the database."""

import re

import click
import psycopg
from psycopg.errors import InvalidSchemaName, UndefinedFunction

from infra.errors import UsageError
from infra.postgres import Connection, connect
from infra.settings import Settings
from infra.sql import load
from schemas.vocabulary import Classification


@click.command("viewer")
@click.argument("name")
@click.option(
    "--clearance",
    required=True,
    type=click.Choice([one.value for one in Classification]),
    help="The highest classification this viewer sees.",
)
@click.option("--nation", help="Only what is released to this nation; without it every release.")
@click.pass_obj
def command(settings: Settings, name: str, clearance: str, nation: str | None) -> None:
    """Make a viewer, or change what one may see.

    Whose clearance the dashboard shows is MUSTER_VIEWER, put in force by `muster migrate`.

    Example: `muster viewer low --clearance RESTRICTED --nation EST`
    """
    with connect(settings.database("muster_owner"), application_name="muster viewer") as it:
        is_new = put_viewer(it, name, clearance, nation)
    click.echo(f"viewer {name} {'made' if is_new else 'changed'}: {clearance}, {nation or 'all'}")


def put_viewer(connection: Connection, name: str, clearance: str, nation: str | None) -> bool:
    """Make or change a viewer; return whether it is new."""
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,100}", name) or name == "owner":
        raise UsageError(f"{name!r} cannot be a viewer; use letters, digits, dots, _ and -")
    if nation is not None and not re.fullmatch(r"[A-Z]{3}", nation):
        raise UsageError(f"--nation is {nation!r}; it must be a code of three letters like EST")
    row = {
        "viewer": name,
        "clearance_rank": Classification(clearance).rank,
        "nation": nation,
    }
    found = connection.execute(load("infra", "migrate.sql")["put_viewer"], row).fetchone()
    return bool(found and found[0])


def read_as(conninfo: str) -> str | None:
    """Return as which viewer a connection reads; None before the first migration."""
    with psycopg.connect(conninfo, connect_timeout=5) as connection:
        try:
            row = connection.execute(load("infra", "migrate.sql")["reads_as"]).fetchone()
        except (UndefinedFunction, InvalidSchemaName):
            return None
    return row[0] if row else None


def other_viewer(wanted: str, reads_as: str) -> str:
    """Say that the database shows what another viewer may see, and how that is changed."""
    return (
        f"MUSTER_VIEWER is {wanted!r}, but the database shows what {reads_as!r} may see; "
        f"MUSTER_VIEWER={wanted} muster migrate changes it"
    )
