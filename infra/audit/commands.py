"""`muster audit`: what people did, whether the trail is whole, and where it ends."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import click

from infra.audit import files, trail
from infra.audit.acts import Act, Outcome
from infra.audit.chain import EMPTY, Entry, Head, faults
from infra.audit.errors import BadRequest, BrokenTrail
from infra.postgres import Connection, connect
from infra.settings import Settings

MOST_FAULTS = 100
_HEAD = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


@click.group("audit")
def audit() -> None:
    """Look at what people did, and whether anybody changed the trail of it.

    Example: `muster audit list --act sign-in --outcome refused`

    Example: `muster audit head > /mnt/elsewhere/head`

    Example: `muster audit verify --noted "$(cat /mnt/elsewhere/head)"`
    """


@audit.command("list")
@click.option("--act", type=click.Choice([one.value for one in Act]), help="Only these.")
@click.option("--who", help="Only what this viewer, user or producer did.")
@click.option("--outcome", type=click.Choice([one.value for one in Outcome]), help="Only these.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%MZ"]),
    help="Only from this moment on (UTC).",
)
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True)
@click.pass_obj
def list_entries(
    settings: Settings,
    *,
    act: str | None,
    who: str | None,
    outcome: str | None,
    since: datetime | None,
    limit: int,
) -> None:
    """Show the newest entries, the newest last.

    Example: `muster audit list --who ann --since 2026-11-01`
    """
    which = trail.Filter(
        Act(act) if act else None,
        who,
        Outcome(outcome) if outcome else None,
        since.replace(tzinfo=UTC) if since else None,
    )
    with _opened(settings) as connection:
        found = trail.newest(connection, which, limit)
    for one in found:
        click.echo(_shown(one))
    if not found:
        click.echo("nothing of that kind is in the trail")


@audit.command()
@click.option("--noted", help="A head that was kept elsewhere: a cut end is found by it.")
@click.option(
    "--file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="An export, instead of the database.",
)
@click.pass_obj
def verify(settings: Settings, *, noted: str | None, file: Path | None) -> None:
    """Tell whether any entry was changed, removed, put in or moved; ends with 65 if so.

    Whoever may change the database could write the whole trail anew: only a head that was noted
    elsewhere tells that, and that its end was cut off.

    Example: `muster audit verify --noted 1204:5f0c…`

    Example: `muster audit verify --file trail.jsonl`
    """
    head = _head(noted)
    if file is not None:
        found, end = _looked_through(files.read(file), head)
    else:
        with _opened(settings) as connection:
            found, end = _looked_through(trail.entries(connection), head)
    for one in found:
        click.echo(one)
    if found:
        more = " or more" if len(found) == MOST_FAULTS else ""
        raise BrokenTrail(f"the trail is broken in {len(found)}{more} places")
    click.echo(f"the trail is whole: {end.number:,} entries, up to {end}")


@audit.command()
@click.pass_obj
def head(settings: Settings) -> None:
    """Say where the trail ends, to be noted elsewhere: out of reach of who runs the database.

    Example: `muster audit head`
    """
    with _opened(settings) as connection:
        click.echo(str(trail.head(connection)))


@audit.command()
@click.option(
    "-o",
    "--output",
    "file",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write, an entry a line as JSON.",
)
@click.pass_obj
def export(settings: Settings, *, file: Path) -> None:
    """Write the whole trail to a file; that it was taken is its last entry.

    Example: `muster audit export -o trail.jsonl`
    """
    with _opened(settings) as connection:
        trail.write(connection, Act.AUDIT_EXPORT, Outcome.BEGUN, file.name)
        count = files.write(file, trail.entries(connection))
    click.echo(f"{file}: {count:,} entries")


def _looked_through(entries: Iterator[Entry], noted: Head | None) -> tuple[list[str], Head]:
    end = EMPTY

    def passing() -> Iterator[Entry]:
        nonlocal end
        for one in entries:
            end = Head(one.number, one.sha256)
            yield one

    found = [str(one) for one in islice(faults(passing(), noted), MOST_FAULTS)]
    return found, end


def _shown(one: Entry) -> str:
    who = " ".join(part for part in (one.who_kind, one.who) if part)
    rest = "" if one.detail == "{}" else f"  {one.detail}"
    subject = f"  {one.subject}" if one.subject else ""
    at = f"{one.happened_at:%Y-%m-%d %H:%M:%S}Z"
    return (
        f"{one.number}  {at}  {one.act} {one.outcome}  {who}, {one.origin or '-'}{subject}{rest}"
    )


def _head(text: str | None) -> Head | None:
    if text is None:
        return None
    found = _HEAD.fullmatch(text.strip())
    if found is None:
        raise BadRequest(
            f"--noted is {text[:80]!r}; it must be a number, a colon and 64 hexadecimal digits, "
            "as `muster audit head` gives it"
        )
    return Head(int(found[1]), bytes.fromhex(found[2]))


def _opened(settings: Settings) -> Connection:
    connection = connect(settings.database("muster_owner"), application_name="muster audit")
    trail.require_trail(connection)
    trail.say_who(connection, "muster audit")
    return connection
