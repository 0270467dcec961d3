"""`muster rebuild`: all projections made anew from the ledger, changed over to at one moment."""

import os
import signal
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from infra.settings import Settings
from streams.client.progress import ProgressBar

if TYPE_CHECKING:
    from streams.rebuild.world import Progress, World

MOST_PROCESSES = 8


@click.group("rebuild", invoke_without_command=True)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=min(MOST_PROCESSES, os.cpu_count() or 1),
    help="How many fold at once; as many as there are processors, up to 8.",
)
@click.option("--resume", is_flag=True, help="Only go on with a rebuild that was broken off.")
@click.option("--repair", is_flag=True, help="Change over although rows in use differ.")
@click.option("--beside", is_flag=True, help="Fill and compare, and do not change over.")
@click.option(
    "--from",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Read events from this archive, as far as it goes; the rest from the ledger.",
)
@click.pass_context
def rebuild(
    context: click.Context,
    *,
    processes: int,
    resume: bool,
    repair: bool,
    beside: bool,
    folder: Path | None,
) -> None:
    """Make all projections anew from the ledger, beside those in use, and change over to them.

    Workers go on writing and pages go on answering meanwhile. Rows of the same version must come
    out the same, else nothing is changed over. Stopped or killed, the same command goes on.

    Example: `muster rebuild`

    Example: `muster rebuild --beside && muster rebuild`

    Example: `muster rebuild --from /mnt/archive/muster`
    """
    if context.invoked_subcommand is not None:
        return
    from streams.rebuild import rebuilding  # noqa: PLC0415 - what the others need is less

    _heed_termination()
    wanted = rebuilding.Wanted(
        processes, only_resume=resume, is_repair=repair, stays_beside=beside, folder=folder
    )
    with _bars() as part:
        done = rebuilding.rebuild(context.obj, wanted, part, _say)
    for table in done.differing:
        click.echo(f"{table} has other rows than before")
    if beside:
        click.echo(f"world {done.world.number} holds {done.seq:,} events, beside the one in use")
        return
    click.echo(f"world {done.world.number} is in use, with {done.seq:,} events")
    click.echo("the one before is kept: muster rebuild back, or muster rebuild drop")


@rebuild.command()
@click.pass_obj
def back(settings: Settings) -> None:
    """Go back to the rows from before the last rebuild, with all that was recorded since.

    Example: `muster rebuild back`
    """
    from streams.rebuild import rebuilding  # noqa: PLC0415

    _heed_termination()
    with _bars() as part:
        done = rebuilding.go_back(settings, part, _say)
    click.echo(f"world {done.world.number} is in use again, with {done.seq:,} events")


@rebuild.command()
@click.pass_obj
def drop(settings: Settings) -> None:
    """Remove what is not in use: the rows from before, or a rebuild that was broken off.

    Example: `muster rebuild drop`
    """
    from streams.rebuild import rebuilding  # noqa: PLC0415

    dropped = rebuilding.drop(settings)
    for one in dropped:
        click.echo(f"world {one.number} ({one.state}) is removed")
    if not dropped:
        click.echo("there is nothing but the world in use")


@rebuild.command("list")
@click.pass_obj
def list_worlds(settings: Settings) -> None:
    """Show which worlds there are, and how far one is filled.

    Example: `muster rebuild list`
    """
    from streams.rebuild import rebuilding  # noqa: PLC0415

    for one in rebuilding.there_are(settings):
        click.echo(f"world {one.number}  {_stands(one)}")


@rebuild.command("status")
@click.pass_obj
def show_status(settings: Settings) -> None:
    """Show how far a rebuild is, whether it is at work, and how long folding will take.

    The page System shows the same.

    Example: `muster rebuild status`
    """
    from streams.rebuild import rebuilding  # noqa: PLC0415

    found = rebuilding.progress(settings)
    for one in found:
        click.echo(f"world {one.world}  {_progress(one)}")
    if not found:
        click.echo("no rebuild is at work; to begin one: muster rebuild")


def _progress(one: "Progress") -> str:
    if one.events is None or one.of_events is None:
        return one.state
    left = "" if one.left_s is None else f", about {one.left_s:,.0f} s left"
    how = "at work" if one.is_at_work else "broken off: muster rebuild goes on"
    return f"{one.state}, {one.events:,} of {one.of_events:,} events{left} ({how})"


def _stands(one: "World") -> str:
    if one.state == "in force":
        return "in use"
    if one.state == "former":
        return f"kept as of event {one.caught_up_seq:,}"
    if one.caught_up_seq is None:
        return f"being filled, last seen at {one.seen_at:%Y-%m-%d %H:%M:%S}Z"
    return f"filled up to event {one.caught_up_seq:,}"


def _say(line: str) -> None:
    click.echo(line, err=True)


Begin = Callable[[str, str, int], Callable[[int], None]]


@contextmanager
def _bars() -> Generator[Begin]:
    """Give what makes a bar for each part of the command."""
    from streams.rebuild.progress import Remaining  # noqa: PLC0415

    with ExitStack() as stack:

        def begin(title: str, what: str, total: int) -> Callable[[int], None]:
            stack.close()  # the bar of the part before
            return Remaining(stack.enter_context(ProgressBar(title, total)), total, what)

        yield begin


def _heed_termination() -> None:
    """Make SIGTERM end the command as cleanly as Ctrl-C does."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
