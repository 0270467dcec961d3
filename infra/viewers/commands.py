"""`muster viewers`: who may see what and do what, changed by whoever owns the database."""

import sys

import click

from infra.errors import UsageError
from infra.postgres import Connection, connect
from infra.settings import Settings
from infra.viewers import kept, passwords


@click.group("viewers")
def viewers() -> None:
    """Say who may see what, and what each may do.

    Example: `muster viewers add ann --clearance SECRET --nation EST --role recorder`

    Example: `muster viewers password ann`

    Example: `muster viewers revoke ann`
    """


@viewers.command()
@click.argument("name")
@click.option(
    "--clearance",
    required=True,
    type=click.Choice(kept.LADDER),
    help="The highest classification this viewer sees.",
)
@click.option("--nation", help="Sees what is released to this nation, a code like EST.")
@click.option("--all-nations", is_flag=True, help="Sees every release.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(kept.ROLES),
    help="May also: analyst takes files away, recorder writes, administrator sees the system.",
)
@click.pass_obj
def add(
    settings: Settings,
    *,
    name: str,
    clearance: str,
    nation: str | None,
    all_nations: bool,
    roles: tuple[str, ...],
) -> None:
    """Make a viewer, or change what one may see and do; who is signed in by the old rights is out.

    Example: `muster viewers add low --clearance RESTRICTED --nation EST`

    Example: `muster viewers add hq --clearance SECRET --all-nations --role analyst`
    """
    if (nation is None) != all_nations:
        raise UsageError("say which releases it sees: either --nation CODE or --all-nations")
    with _opened(settings) as connection:
        is_new = kept.put_viewer(connection, name, clearance, nation, roles)
    rights = kept.in_words(clearance, nation, kept.in_order(roles))
    click.echo(f"viewer {name} {'made' if is_new else 'changed'}: {rights}")


@viewers.command("list")
@click.pass_obj
def list_viewers(settings: Settings) -> None:
    """Show every viewer: what each may see and do, how each signs in, how many are signed in.

    Example: `muster viewers list`
    """
    with _opened(settings) as connection:
        for one in kept.viewers(connection):
            click.echo(str(one))


@viewers.command()
@click.argument("name")
@click.pass_obj
def revoke(settings: Settings, *, name: str) -> None:
    """Let nobody sign in as this viewer any more; who is signed in is out within seconds.

    Example: `muster viewers revoke ann`
    """
    with _opened(settings) as connection:
        kept.revoke(connection, name)
    click.echo(f"viewer {name} is revoked")


@viewers.command()
@click.argument("name")
@click.pass_obj
def password(settings: Settings, *, name: str) -> None:
    """Set the password of an account: typed twice, or the first line of standard input.

    Example: `muster viewers password ann`

    Example: `muster viewers password ann < file`
    """
    typed = _typed()
    passwords.require_good(typed, name)
    with _opened(settings) as connection:
        kept.set_password(connection, name, passwords.hashed(typed))
    click.echo(f"password of {name} set; who was signed in has to sign in again")


def _typed() -> str:
    if sys.stdin.isatty():
        return click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return sys.stdin.readline().rstrip("\r\n")


def _opened(settings: Settings) -> Connection:
    connection = connect(settings.database("muster_owner"), application_name="muster viewers")
    kept.require_tables(connection)
    return connection
