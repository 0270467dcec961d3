"""`muster walls`: screens that nobody sits at, paired once by a code that they show."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import LiteralString

import click

from infra.audit import trail
from infra.audit.acts import Act, Outcome
from infra.errors import UsageError
from infra.postgres import Connection, connect, transaction
from infra.settings import Settings
from infra.sql import load
from infra.viewers import walls as rules
from infra.viewers.kept import TablesMissing


@click.group("walls")
def walls() -> None:
    """Pair screens that nobody sits at: open /wall there, and type the code that it shows here.

    Example: `muster walls pair K7MQ-2XTD --viewer watch --name "Operations room"`

    Example: `muster walls list`

    Example: `muster walls end "Operations room"`
    """


@walls.command()
@click.argument("code")
@click.option("--viewer", required=True, help="It sees what this viewer may see, and only looks.")
@click.option("--name", required=True, help="Which screen it is.")
@click.option("--page", "pages", multiple=True, help="Shown in turn; default: the first three.")
@click.option(
    "--every",
    "every_s",
    type=click.IntRange(rules.LEAST_EVERY_S, rules.MOST_EVERY_S),
    default=rules.USUAL_EVERY_S,
    show_default=True,
    help="Seconds for each page.",
)
@click.option(
    "--days",
    type=click.IntRange(1, rules.MOST_DAYS),
    default=rules.USUAL_DAYS,
    show_default=True,
    help="After so many it is paired again.",
)
@click.pass_obj
def pair(
    settings: Settings,
    *,
    code: str,
    viewer: str,
    name: str,
    pages: tuple[str, ...],
    every_s: int,
    days: int,
) -> None:
    """Let the screen that shows this code read as a viewer.

    Example: `muster walls pair K7MQ-2XTD --viewer watch --name Hall --page events --every 60`
    """
    rules.require_name(name)
    asked = {
        "code_sha256": rules.code_sha256(code),
        "viewer": viewer,
        "name": name,
        "shows": rules.shows(pages, every_s),
        "days": days,
        "by": trail.user(),
    }
    with _opened(settings) as connection, transaction(connection):
        row = connection.execute(_query("pair"), asked).fetchone()
        wrong = row[0] if row else "code"
        said = {"viewer": viewer, "shows": asked["shows"], "wrong": wrong or None}
        outcome = Outcome.REFUSED if wrong else Outcome.DONE
        trail.write(connection, Act.WALL_PAIR, outcome, name, said)
    if wrong:
        raise UsageError(rules.why_not(wrong, viewer, name))
    click.echo(f"wall {name} shows what {viewer} may see, for {days} days")


@walls.command("list")
@click.pass_obj
def list_walls(settings: Settings) -> None:
    """Show every wall: what it shows as whom, who paired it, when it ends.

    Example: `muster walls list`
    """
    with _opened(settings) as connection:
        found = connection.execute(_query("list")).fetchall()
    for name, viewer, shows, by, paired_at, seen_at, ends_at in found:
        click.echo(
            f"{name}  as {viewer}, paired by {by} {paired_at:%Y-%m-%d %H:%MZ}, seen "
            f"{seen_at:%Y-%m-%d %H:%MZ}, ends {ends_at:%Y-%m-%d %H:%MZ}\n    {shows}"
        )
    if not found:
        click.echo("no walls; to pair one: open /wall on the screen, then muster walls pair CODE")


@walls.command()
@click.argument("name")
@click.pass_obj
def end(settings: Settings, *, name: str) -> None:
    """Show nothing on this wall any more; it is dark within seconds, and shows a new code.

    Example: `muster walls end "Operations room"`
    """
    with _opened(settings) as connection, transaction(connection):
        if connection.execute(_query("end"), {"name": name}).fetchone() is None:
            raise UsageError(f"there is no wall {name[:60]!r}; `muster walls list` shows all")
        trail.write(connection, Act.WALL_END, Outcome.DONE, name)
    click.echo(f"wall {name} is ended")


@contextmanager
def _opened(settings: Settings) -> Generator[Connection]:
    with connect(settings.database("muster_owner"), application_name="muster walls") as it:
        if it.execute(_query("are_there")).fetchone() != (True,):
            raise TablesMissing
        trail.say_who(it, "muster walls")
        yield it


def _query(name: str) -> LiteralString:
    return load("infra.viewers", "walls.sql")[name]
