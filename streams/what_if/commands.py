"""`muster what-if`: branches of the history, with events left out, changed or added."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from infra.settings import Settings
from streams.report.review_commands import viewer_option

if TYPE_CHECKING:
    from streams.what_if.edits import Edit
    from streams.what_if.making import WhatIf

LARGEST_FILE_BYTES = 16 * 1024**2
LONGEST_NAME = 60


@click.group("what-if")
def what_if() -> None:
    """Compute what readings would be had events not been said, or said otherwise.

    A what-if is a branch of the history as it is now, beside the facts and never among them. Only
    what its edits touch is computed again. It is looked at on the Review page, marked WHAT-IF, by
    whoever may see every event that is edited in it.

    Example: `muster what-if create "No Amber" --without-exercise amber-27`

    Example: `muster what-if create "Fuel held" edits.toml`

    Example: `muster what-if drop "No Amber"`
    """


@what_if.command()
@click.argument("name")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--without-exercise", "exercises", multiple=True, metavar="ID", help="Leave it out.")
@click.option("--without", "events", multiple=True, metavar="SOURCE#ID", help="Leave it out.")
@viewer_option
@click.pass_obj
def create(
    settings: Settings,
    *,
    name: str,
    file: Path | None,
    exercises: tuple[str, ...],
    events: tuple[str, ...],
    viewer: str | None,
) -> None:
    """Make a what-if of the history as it is now, by a file of edits or what is left out.

    The file is TOML with any of these, or one JSON object a line: {"remove": {...}}.

    \b
    [[remove]]
    source = "north/exercises"
    id = "result-17"
    [[remove]]
    exercise = "amber-27"
    [[change]]
    source = "north/exercises"
    id = "result-18"
    set = {rating = "U"}
    [[add]]
    specversion = "1.0"    # and all else an event has

    Example: `muster what-if create "Fuel held" edits.toml`

    Example: `muster what-if create "No Amber" --without-exercise amber-27`
    """  # noqa: D301 - click keeps lines after this character
    from streams.what_if import making  # noqa: PLC0415 - what shows help needs less
    from streams.what_if.errors import BadRequest  # noqa: PLC0415

    edits = (*_of_file(file), *_left_out(exercises, events))
    if not edits:
        raise BadRequest(
            "say what is edited: a FILE, --without-exercise ID or --without SOURCE#ID"
        )
    made = making.create(settings, viewer or settings.viewer, _name(name), edits)
    click.echo(f"what-if {made.name!r} ({made.whatif_id}) is computed; look at it on")
    click.echo(f"http://127.0.0.1:{settings.dashboard_port}/review?whatif={made.whatif_id}")


@what_if.command("list")
@viewer_option
@click.pass_obj
def list_all(settings: Settings, *, viewer: str | None) -> None:
    """Show every what-if, as of which event it is, and whether it is computed.

    Example: `muster what-if list`
    """
    from streams.what_if import making  # noqa: PLC0415

    found = making.there_are(settings, viewer or settings.viewer)
    for one in found:
        click.echo(_line(one))
    if not found:
        click.echo("no what-ifs; to make one: muster what-if create NAME --without-exercise ID")


@what_if.command()
@click.argument("name")
@viewer_option
@click.pass_obj
def show(settings: Settings, *, name: str, viewer: str | None) -> None:
    """Show one what-if with its edits, as they may stand in a file.

    Example: `muster what-if show "No Amber"`
    """
    from streams.what_if import edits, making  # noqa: PLC0415

    kept = making.named(settings, viewer or settings.viewer, name)
    click.echo(_line(kept), err=True)
    for one in kept.of_edits:
        click.echo(edits.as_line(one))


@what_if.command()
@click.argument("name")
@viewer_option
@click.pass_obj
def refresh(settings: Settings, *, name: str, viewer: str | None) -> None:
    """Make a what-if anew, with the same edits, of the history as it is now.

    Example: `muster what-if refresh "No Amber"`
    """
    from streams.what_if import making  # noqa: PLC0415

    made = making.refresh(settings, viewer or settings.viewer, name)
    click.echo(f"what-if {made.name!r} is computed as of event {made.seq:,}")


@what_if.command()
@click.argument("name")
@viewer_option
@click.pass_obj
def drop(settings: Settings, *, name: str, viewer: str | None) -> None:
    """Remove a what-if; nothing else is touched.

    Example: `muster what-if drop "No Amber"`
    """
    from streams.what_if import making  # noqa: PLC0415

    gone = making.drop(settings, viewer or settings.viewer, name)
    click.echo(f"what-if {gone.name!r} is removed")


def _name(name: str) -> str:
    from streams.what_if.errors import BadRequest  # noqa: PLC0415

    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadRequest(f"a what-if has a name of 1 to {LONGEST_NAME} characters that show")
    return name.strip()


def _of_file(file: Path | None) -> "tuple[Edit, ...]":
    from streams.what_if import edits  # noqa: PLC0415
    from streams.what_if.errors import BadRequest  # noqa: PLC0415

    if file is None:
        return ()
    try:
        if file.stat().st_size > LARGEST_FILE_BYTES:
            raise BadRequest(f"{file} is larger than {LARGEST_FILE_BYTES // 1024**2} MiB")
        text = file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(
            f"{file} is no file of edits: {error.reason} at byte {error.start}"
        ) from error
    except OSError as error:
        raise BadRequest(f"{file} cannot be read: {error.strerror}") from error
    return edits.read(text, file.name)


def _left_out(exercises: tuple[str, ...], events: tuple[str, ...]) -> "tuple[Edit, ...]":
    from streams.what_if.edits import RemoveEvent, RemoveExercise  # noqa: PLC0415
    from streams.what_if.errors import BadRequest  # noqa: PLC0415

    for text in events:
        if not all(text.partition("#")):
            raise BadRequest(f"{text[:60]!r} names no event; say SOURCE#ID")
    parts = [text.partition("#") for text in events]
    return (
        *(RemoveExercise(one) for one in exercises),
        *(RemoveEvent(source, event_id) for source, _, event_id in parts),
    )


def _line(one: "WhatIf") -> str:
    stands = f"as of event {one.seq:,}"
    if not one.is_computed:
        stands = f"to be made anew by this version: muster what-if refresh {one.name!r}"
    count = len(one.of_edits)
    edits = f"{count:,} edits" if count != 1 else "1 edit"
    made = f"by {one.author}, {one.made_at:%Y-%m-%d}"
    return f"{one.name}  ({one.whatif_id})  {edits}, {stands}; {made}"
