"""`muster outbox`: events wait on this machine until a gateway has them."""

import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

from infra import clock
from infra.errors import Cancelled, UsageError
from streams.client import lines
from streams.client.errors import UnreadableInput
from streams.client.lines import RefusedLine
from streams.client.message import Message
from streams.client.outbox.gateway import Gateway
from streams.client.outbox.sending import Sender
from streams.client.outbox.store import Outbox, State
from streams.client.resolution import EXIT_REFUSED

AT_ONCE = 500  # events of a file that are put in line together
LISTED = 20
LOOK_EVERY_S = 1.0
_FILE = click.option(
    "--file",
    "-f",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("outbox.sqlite"),
    show_default=True,
    help="The outbox: one file, for one producer.",
)


@click.group()
def outbox() -> None:
    """Keep events on this machine until a gateway has them, through outages and loss of power.

    Example: `muster outbox put results.jsonl`

    Example: `muster outbox send --key-file key`
    """


@outbox.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@_FILE
def put(files: tuple[str, ...], file: Path) -> int:
    """Put events in line: one CloudEvent as JSON per line, `-` is standard input.

    Each line is checked first. What is in line once is not put there again. The exit code is 65
    when a line is no event, or contradicts one that has its source and id.

    Example: `muster outbox put results.jsonl --file north.sqlite`
    """
    lines.check_readable(files, apart_from=None)
    added = known = refused = 0
    with Outbox(file, is_made=True) as own:
        for name in files:
            for part in _parts(name):
                done = own.put((one for one in part if isinstance(one, Message)), clock.utc_now())
                faults = [one for one in part if isinstance(one, RefusedLine)]
                contradicting = [one.event.envelope for one in done.contradicting]
                for line in faults[: max(0, LISTED - refused)]:
                    _warn(f"{line.file}:{line.number}: {line.reason}: {line.detail}")
                for one in contradicting[: max(0, LISTED - refused)]:
                    _warn(f"{one.source} {one.id}: another event of this identity is in line")
                added, known = added + done.added, known + done.known
                refused += len(faults) + len(contradicting)
    click.echo(f"{added:,} put in line, {known:,} were there, {refused:,} refused")
    return EXIT_REFUSED if refused else 0


@outbox.command()
@_FILE
@click.option("--gateway", default="http://127.0.0.1:8060", show_default=True, help="Where to.")
@click.option(
    "--key-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    help="Holds the key that `muster keys create` has shown.",
)
@click.option(
    "--patience",
    "patience_s",
    type=click.FloatRange(min=0),
    default=60.0,
    show_default=True,
    help="Seconds for which the gateway may be away.",
)
@click.option("--follow", is_flag=True, help="Go on: send what is put in line from now on, too.")
def send(file: Path, gateway: str, key_file: Path, *, patience_s: float, follow: bool) -> int:
    """Send what waits, in line. It can be stopped or killed at any time and run again.

    An event is taken once the gateway has acknowledged it. One that it refuses stands aside with
    what is wrong. Leaves with 0 when all is taken, 65 when some were refused, 69 when the gateway
    is away, 77 when it does not take the key.

    Example: `muster outbox send --key-file key --gateway https://muster.example.org`

    Example: `muster outbox send --key-file key --follow`
    """
    with Outbox(file) as own:
        to = Gateway(gateway, _key(key_file))
        patience_s = float("inf") if follow else patience_s
        sender = Sender(own, to, now=clock.utc_now, say=_Progress(), patience_s=patience_s)
        refused = 0
        try:
            while True:
                refused += sender.send_all().refused
                if not follow:
                    break
                time.sleep(LOOK_EVERY_S)
        except KeyboardInterrupt:
            raise Cancelled(f"stopped; {own.counts()[State.WAITING]:,} events wait") from None
        counts = own.counts()
    click.echo(", ".join(f"{counts[state]:,} {state}" for state in State))
    return EXIT_REFUSED if refused else 0


@outbox.command("list")
@_FILE
@click.option(
    "--state",
    type=click.Choice([one.value for one in State]),
    default=State.REFUSED.value,
    show_default=True,
)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True)
def list_(file: Path, state: str, limit: int) -> None:
    """Show what waits, what was taken, or what was refused and why.

    Example: `muster outbox list --state waiting`
    """
    with Outbox(file) as own:
        for one in own.listed(State(state), limit):
            said = f": {one.said}" if one.said else f" since {one.put_at}"
            click.echo(f"{one.number}  {one.source} {one.id}{said}")
        counts = own.counts()
    click.echo(", ".join(f"{counts[one]:,} {one}" for one in State))


@outbox.command()
@_FILE
@click.argument("numbers", nargs=-1, required=True, type=int, metavar="NUMBER...")
def again(file: Path, numbers: tuple[int, ...]) -> None:
    """Put refused events back in line as they are: the key allows them now, or the actor is known.

    Example: `muster outbox again 12 13`
    """
    with Outbox(file) as own:
        _say_of_numbers(numbers, own.wait_again(numbers), "back in line")


@outbox.command()
@_FILE
@click.argument("numbers", nargs=-1, type=int, metavar="NUMBER...")
@click.option("--taken", is_flag=True, help="All that a gateway has.")
def drop(file: Path, numbers: tuple[int, ...], *, taken: bool) -> None:
    """Take away what a gateway has, or refused events by their numbers; never what waits.

    What was taken and is dropped may be put in line again: the ledger still keeps it once.

    Example: `muster outbox drop --taken`
    """
    if not numbers and not taken:
        raise UsageError("say which: --taken, or the numbers that `muster outbox list` shows")
    with Outbox(file) as own:
        if taken:
            click.echo(f"{own.drop_taken():,} dropped")
        if numbers:
            _say_of_numbers(numbers, own.drop_refused(numbers), "dropped")


def _parts(name: str) -> Iterator[list[Message | RefusedLine]]:
    """Give the lines of a file in parts; of a stream each line as it comes."""
    contents = (line.content for line in lines.read(name))
    at_once = AT_ONCE if name != "-" and Path(name).is_file() else 1
    while part := list(islice(contents, at_once)):
        yield part


def _key(path: Path) -> str:
    try:
        key = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{path}: {error}") from error
    if len(key.split()) != 1 or not key.isascii():
        raise UsageError(f"{path}: expected one key, as `muster keys create` shows it")
    return key


class _Progress:
    """Says how things stand on stderr, at most once a second."""

    def __init__(self) -> None:
        self._due_at = time.monotonic() + 1

    def __call__(self, status: str) -> None:
        if time.monotonic() >= self._due_at:
            self._due_at = time.monotonic() + 1
            _warn(status)


def _say_of_numbers(asked: tuple[int, ...], unknown: list[int], what: str) -> None:
    click.echo(f"{len(asked) - len(unknown):,} {what}")
    if unknown:
        named = ", ".join(map(str, unknown))
        raise UsageError(f"no refused event has the number {named}: see `muster outbox list`")


def _warn(words: str) -> None:
    click.echo(words, err=True)
