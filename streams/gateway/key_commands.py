"""`muster keys`: who may send events through the gateway, and what."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import click
from psycopg.errors import ForeignKeyViolation, UndefinedTable

from infra.audit import trail
from infra.errors import UsageError
from infra.postgres import Connection, connect
from infra.settings import Settings
from infra.sql import load
from schemas.events import EVENT_TYPES
from schemas.events.event import TYPE_PREFIX
from schemas.vocabulary import CODE_PATTERN, Classification
from streams.errors import TablesMissing
from streams.gateway.errors import NoSuchKey
from streams.gateway.keys import new_token
from streams.gateway.scope import EVERYTHING, matches

LONGEST_DAYS = 3660
LADDER = [one.value for one in Classification]


class ScopeColumns(NamedTuple):
    """What a key is for, as its row has it."""

    sources: list[str]
    types: list[str]
    actors: list[str]
    bodies: list[str]
    highest_rank: int
    viewer: str | None

    def __str__(self) -> str:
        """Return it in one phrase."""
        short = [one.removeprefix(TYPE_PREFIX) for one in self.types]
        parts = [f"sources {' '.join(self.sources)}"]
        for name, some in (("types", short), ("actors", self.actors), ("bodies", self.bodies)):
            parts.append(f"{name} {' '.join(some)}" if some else f"all {name}")
        reads = [f"reads as {self.viewer}"] if self.viewer else []
        return ", ".join([*parts, f"up to {LADDER[self.highest_rank]}", *reads])


@click.group("keys")
def keys() -> None:
    """Say who may send events through the gateway, and what.

    Example: `muster keys create north --source 'exercise-system/north*'`

    Example: `muster keys list`

    Example: `muster keys revoke 3f9a0c12b4d5`
    """


@keys.command()
@click.argument("producer")
@click.option("--source", "sources", multiple=True, required=True, help="It may speak for; `a/*`.")
@click.option("--type", "types", multiple=True, help="It may send, like exercise.*; else all.")
@click.option("--actor", "actors", multiple=True, help="Its events may name; else all.")
@click.option("--body", "bodies", multiple=True, help="Its events may name; else all.")
@click.option(
    "--highest",
    type=click.Choice(LADDER),
    default=LADDER[0],
    show_default=True,
    help="The highest classification of its events.",
)
@click.option(
    "--reads-as",
    metavar="VIEWER",
    help="It is told which readings its events moved, as far as this viewer may read them.",
)
@click.option("--days", type=click.IntRange(1, LONGEST_DAYS), default=365, show_default=True)
@click.option(
    "--rate",
    type=click.IntRange(1, 1_000_000),
    default=1000,
    show_default=True,
    help="Events a second for long; twice as many at once.",
)
@click.pass_obj
def create(
    settings: Settings,
    *,
    producer: str,
    sources: tuple[str, ...],
    types: tuple[str, ...],
    actors: tuple[str, ...],
    bodies: tuple[str, ...],
    highest: str,
    reads_as: str | None,
    days: int,
    rate: int,
) -> None:
    """Make a key and show it, this once.

    Example: `muster keys create north --source 'exercise-system/north*' --actor EST --actor FIN`
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", producer):
        raise UsageError(f"{producer!r} names no producer; use letters, digits, dots, _ and -")
    token = new_token()
    scope = ScopeColumns(
        [_source(one) for one in sources],
        [_type(one) for one in types],
        [_code("--actor", one) for one in actors],
        [_code("--body", one) for one in bodies],
        Classification(highest).rank,
        reads_as,
    )
    row = {
        "key_id": token.key_id,
        "secret_sha256": token.sha256,
        "producer": producer,
        "events_per_s": rate,
        "days": days,
        **scope._asdict(),
    }
    with _opened(settings) as connection:
        try:
            found = _run(connection, "add_key", row)
        except ForeignKeyViolation:
            raise UsageError(f"there is no viewer {reads_as!r}; `muster viewers list`") from None
    click.echo(
        f"key {token.key_id} of {producer}, until {found[0][0]:%Y-%m-%d}: {scope}\n"
        "send it as `Authorization: Bearer KEY`; it is shown this once, only a hash is kept:",
        err=True,
    )
    click.echo(str(token))


@keys.command("list")
@click.pass_obj
def list_keys(settings: Settings) -> None:
    """Show every key, the newest first: what it is for, when it was used, what became of it all.

    Example: `muster keys list`
    """
    with _opened(settings) as connection:
        found = _run(connection, "list_keys", {})
    for key_id, producer, *scope, rate, expires_at, used_at, state, taken, known, refused in found:
        used = f"{used_at:%Y-%m-%d %H:%M}" if used_at else "never"
        click.echo(f"{key_id}  {producer}  {state}, until {expires_at:%Y-%m-%d}, used {used}")
        click.echo(f"    {ScopeColumns(*scope)}; {rate:,} events/s")
        if taken or known or refused:
            click.echo(f"    events: {taken:,} accepted, {known:,} duplicate, {refused:,} refused")
    if not found:
        click.echo("no keys; to make one: muster keys create NAME --source 'NAME/*'")


@keys.command()
@click.argument("key_id")
@click.pass_obj
def revoke(settings: Settings, key_id: str) -> None:
    """End a key at once, also for requests that are under way.

    Example: `muster keys revoke 3f9a0c12b4d5`
    """
    if "." in key_id:
        raise UsageError("name the key by its id, what stands before the dot; never by its secret")
    with _opened(settings) as connection:
        found = _run(connection, "revoke_key", {"key_id": key_id})
    if not found:
        raise NoSuchKey(f"there is no key {key_id[:40]!r}; `muster keys list` shows all")
    click.echo(f"key {key_id} of {found[0][0]} is revoked")


def _opened(settings: Settings) -> Connection:
    connection = connect(settings.database("muster_owner"), application_name="muster keys")
    trail.say_who(connection, "muster keys")
    return connection


def _run(connection: Connection, name: str, row: Mapping[str, object]) -> list[tuple[Any, ...]]:
    try:
        return connection.execute(load(__package__, "gateway.sql")[name], row).fetchall()
    except UndefinedTable as error:
        raise TablesMissing from error


def _source(text: str) -> str:
    if not re.fullmatch(r"[!-~]{1,255}", text) or EVERYTHING in text[:-1]:
        raise UsageError(f"--source is {text!r}; use printable ASCII, a * only at its end")
    return text


def _type(text: str) -> str:
    full = text if text.startswith(TYPE_PREFIX) else TYPE_PREFIX + text
    if not any(matches(kind.TYPE, [full]) for kind in EVENT_TYPES):
        raise UsageError(f"--type is {text!r}, and no event type is; see schemas/FIELDS.md")
    return full


def _code(option: str, text: str) -> str:
    if not re.search(CODE_PATTERN, text):
        raise UsageError(f"{option} is {text!r}; it must be a code like EST or NATO")
    return text
