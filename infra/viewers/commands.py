"""`muster viewers`: who may see what and do what, changed by whoever owns the database."""

import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from infra.audit import trail
from infra.errors import UsageError
from infra.postgres import Connection, connect
from infra.settings import Settings
from infra.viewers import kept, mapping, passwords


@click.group("viewers")
def viewers() -> None:
    """Say who may see what, and what each may do.

    Example: `muster viewers add ann --clearance SECRET --nation EST --role recorder`

    Example: `muster viewers password ann`

    Example: `muster viewers revoke ann`

    Example: `muster viewers check --mapping mapping.toml < claims.json`
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
    help="May also: analyst takes files away and makes what-ifs, recorder writes, administrator "
    "sees the system.",
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


@viewers.command()
@click.option(
    "--mapping",
    "file",
    required=True,
    type=click.Path(path_type=Path),
    help="What MUSTER_OIDC_MAPPING names.",
)
def check(*, file: Path) -> None:
    """Say whether a mapping of claims is good, and who a token would be.

    The claims come as JSON on standard input; it ends with 1 for a token that would be nobody.

    Example: `muster viewers check --mapping mapping.toml`

    Example: `muster viewers check --mapping mapping.toml < claims.json`
    """
    mapped = mapping.read(file)
    text = "" if sys.stdin.isatty() else sys.stdin.read()
    if not text.strip():
        click.echo(f"the mapping is good: {len(mapped.rule)} rules, named by {mapped.name}")
        return
    found = mapping.rights_of(_claims(text), mapped)
    if isinstance(found, mapping.Nobody):
        click.echo(f"this token would be nobody: {found.why}")
        sys.exit(1)
    click.echo(f"this token would be {found}")


def _claims(text: str) -> mapping.Claims:
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise UsageError(f"standard input is no JSON object of claims: {error}") from error


def _typed() -> str:
    if sys.stdin.isatty():
        return click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return sys.stdin.readline().rstrip("\r\n")


def _opened(settings: Settings) -> Connection:
    connection = connect(settings.database("muster_owner"), application_name="muster viewers")
    kept.require_tables(connection)
    trail.say_who(connection, "muster viewers")
    return connection
