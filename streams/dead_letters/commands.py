"""`muster dead-letters`: what could not become an event, and what is done about it."""

import socket
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import click

from infra.audit import trail
from infra.errors import Cancelled, ServiceUnavailable, UsageError
from infra.postgres import Connection
from infra.settings import Settings
from schemas.envelope import decode
from schemas.errors import Refused
from schemas.faults import faults_of
from schemas.topics import topic_of_event
from schemas.vocabulary import TopicName
from streams.client import resolution
from streams.client.errors import UnreadableInput
from streams.client.message import Message
from streams.client.progress import ProgressBar
from streams.dead_letters import letters, place, shown
from streams.dead_letters.errors import OtherState, RefusedCopy
from streams.dead_letters.letters import Decision, Filter, Letter, State
from streams.dead_letters.place import Place
from streams.dead_letters.redriving import Redrive, Redriven
from streams.store.tables.session import open_session

ANY = "all"
LISTED_LEFT = 20
LONGEST_WHY = 500
APPLICATION = "muster dead-letters"
IDS = click.argument("ids", nargs=-1, metavar="[TOPIC/PARTITION/OFFSET]...")
YES = click.option("--yes", is_flag=True, help="Really do it; without it the plan is shown.")


@click.group("dead-letters", invoke_without_command=True)
@click.pass_context
def dead_letters(ctx: click.Context) -> None:
    """Look at what could not become an event, send it again, or put it away.

    Without a sub-command: list.

    Example: `muster dead-letters list --reason unknown-version`

    Example: `muster dead-letters show exercise-results/2/1041`

    Example: `muster dead-letters redrive --reason unknown-version --yes`
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_letters)


@dead_letters.command("list")
@click.option("--reason", help="Only those with this code.")
@click.option(
    "--topic",
    type=click.Choice([one.value for one in TopicName]),
    help="Only those of this topic.",
)
@click.option("--source", help="Only those that say they are of this source.")
@click.option("--since", help="Only those from this moment on, like 2026-11-23T06:00Z.")
@click.option(
    "--state",
    type=click.Choice([*(one.value for one in State), ANY]),
    default=State.OPEN.value,
    show_default=True,
    help="Only those that stand like this.",
)
@click.option(
    "--limit",
    default=20,
    show_default=True,
    type=click.IntRange(1, 100_000),
    help="At most so many of each reason.",
)
@click.pass_obj
def list_letters(
    settings: Settings,
    *,
    reason: str | None = None,
    topic: str | None = None,
    source: str | None = None,
    since: str | None = None,
    state: str = State.OPEN.value,
    limit: int = 20,
) -> None:
    """Show what could not become an event, by reason, newest first.

    Example: `muster dead-letters list --reason invalid-data --since 2026-11-23`
    """
    full = None if topic is None else f"{settings.topic_prefix}{topic}"
    which = Filter(reason, full, source, _moment(since))
    wanted = None if state == ANY else State(state)
    with _opened(settings) as connection:
        groups = letters.groups(connection, which)
        found = letters.listed(connection, which, wanted, limit)
    for group in groups:
        if own := found.get(group.reason, []):
            click.echo(shown.group(group))
            for one in own:
                click.echo("\n".join(shown.listed(one, settings.topic_prefix)))
    if not groups:
        click.echo("no dead letters" if which == Filter() else "none")
        return
    left_out = {other: sum(getattr(one, other) for one in groups) for other in State}
    said = [f"{n:,} {other}" for other, n in left_out.items() if n and wanted not in (None, other)]
    if said:
        click.echo(f"not listed: {', '.join(said)}; --state {ANY} lists them")


@dead_letters.command()
@click.argument("where", metavar="TOPIC/PARTITION/OFFSET")
@click.option("--bytes", "as_bytes", is_flag=True, help="Write its bytes as they came.")
@click.pass_obj
def show(settings: Settings, where: str, *, as_bytes: bool) -> None:
    """Show one with all there is: why, its bytes, what to do, what was done.

    What today's version finds wrong with it stands there with the place of each fault.

    Example: `muster dead-letters show exercise-results/2/1041`

    Example: `muster dead-letters show exercise-results/2/1041 --bytes > record.json`
    """
    with _opened(settings) as connection:
        (letter,) = letters.read(connection, _found(connection, settings, [where]))
        history = letters.history(connection, letter.place)
    if as_bytes:
        sys.stdout.buffer.write(letter.value)
        sys.stdout.buffer.flush()
    else:
        click.echo(shown.in_full(letter, history, settings.topic_prefix))


@dead_letters.command()
@IDS
@click.option("--reason", help="All open ones with this code.")
@click.option("--all", "is_all", is_flag=True, help="All open ones.")
@click.option(
    "--corrected",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Send this CloudEvent in place of the one that is named.",
)
@click.option("--again", is_flag=True, help="Also those that were redriven before.")
@click.option("--viewer", help="Write down that this viewer did it, on a page.")
@YES
@resolution.wait_options
@click.pass_obj
def redrive(
    settings: Settings,
    *,
    ids: tuple[str, ...],
    reason: str | None,
    is_all: bool,
    corrected: Path | None,
    again: bool,
    viewer: str | None,
    yes: bool,
    wait: float | None,
) -> int:
    """Send dead letters again as they came: value, key and headers, to the topic they came over.

    What today's version still refuses is left as it is, and said. Each is sent once; broken off,
    the same command goes on. Leaves with 0 when all of it is in the ledger, 65 when something was
    left or became a dead letter again, 69 when broker, database or worker are not there, 75 when
    it is not stored yet.

    Example: `muster dead-letters redrive exercise-results/2/1041`

    Example: `muster dead-letters redrive exercise-results/2/1041 --corrected event.json`

    Example: `muster dead-letters redrive --reason unknown-version --yes`
    """
    if corrected is not None and len(ids) != 1:
        raise UsageError("--corrected takes the place of one dead letter: name it")
    copy = None if corrected is None else _copy(corrected)
    with _opened(settings) as connection:
        letters.take_turn(connection)
        places = _chosen(connection, settings, ids, reason, is_all=is_all)
        _plan(f"send {_count(places)} again", named=bool(ids), yes=yes)
        ledger = resolution.opened(settings, APPLICATION) if wait is not None else None
        who = _who() if viewer is None else f"viewer {viewer}"
        one = Redrive(settings, connection, who=who, corrected=copy, again=again)
        try:
            with ProgressBar("redriving", len(places)) as bar:
                one.run(places, lambda done: bar.show(done, f"{done:,} of {len(places):,}"))
        except KeyboardInterrupt:
            _report(one.done, settings.topic_prefix)
            raise Cancelled("stopped; the same command goes on") from None
        except ServiceUnavailable:
            _report(one.done, settings.topic_prefix)
            raise
    resolved = None
    if ledger is not None and wait is not None and one.done.delivery.acknowledged:
        resolved = resolution.resolve(ledger, one.done.delivery, wait)
    _report(one.done, settings.topic_prefix, resolved)
    code = resolved.exit_code if resolved else 0
    return code or (resolution.EXIT_REFUSED if one.done.left else 0)


@dead_letters.command()
@IDS
@click.option("--reason", help="All open ones with this code.")
@click.option("--why", required=True, help="Why nothing more is to be done about them.")
@YES
@click.pass_obj
def discard(
    settings: Settings, *, ids: tuple[str, ...], reason: str | None, why: str, yes: bool
) -> None:
    """Put dead letters away, with a reason: they are kept, and no longer listed as open.

    Example: `muster dead-letters discard exercise-results/2/1041 --why "a test of the sender"`
    """
    if not why.strip() or len(why) > LONGEST_WHY or not why.isprintable():
        raise UsageError(f"--why takes one line of words, at most {LONGEST_WHY} characters")

    with _opened(settings) as connection:
        letters.take_turn(connection)
        places = _chosen(connection, settings, ids, reason, is_all=False)
        _plan(f"discard {_count(places)}", named=bool(ids), yes=yes)
        count = _decide(
            connection,
            places,
            settings.topic_prefix,
            Decided(Decision.DISCARDED, _not_to_discard, why.strip()),
        )
    click.echo(f"{count:,} discarded; `muster dead-letters restore` takes one up again")


@dead_letters.command()
@click.argument("ids", nargs=-1, required=True, metavar="TOPIC/PARTITION/OFFSET...")
@click.pass_obj
def restore(settings: Settings, *, ids: tuple[str, ...]) -> None:
    """Take up again what was discarded.

    Example: `muster dead-letters restore exercise-results/2/1041`
    """
    with _opened(settings) as connection:
        letters.take_turn(connection)
        places = _found(connection, settings, ids)
        count = _decide(
            connection,
            places,
            settings.topic_prefix,
            Decided(Decision.RESTORED, _not_to_restore),
        )
    click.echo(f"{count:,} restored")


class Decided(NamedTuple):
    """A decision, about which dead letters it cannot be and why, and its reason."""

    decision: Decision
    refused: Callable[[Letter], str | None]
    why: str | None = None


def _not_to_discard(letter: Letter) -> str | None:
    if letter.state is State.DISCARDED:
        return "is discarded already"
    return None if letter.state is State.OPEN else "was redriven; there is nothing to discard"


def _not_to_restore(letter: Letter) -> str | None:
    return None if letter.state is State.DISCARDED else f"is {letter.state}, not discarded"


def _decide(connection: Connection, places: Sequence[Place], prefix: str, decided: Decided) -> int:
    """Note a decision about all of them, unless it cannot be about one of them."""
    for part in letters.in_parts(connection, places):
        for letter in letters.read(connection, part):
            if said := decided.refused(letter):
                raise OtherState(f"{letter.name(prefix)} {said}")
    for part in letters.in_parts(connection, places):
        some = letters.read(connection, part)
        letters.note_decided(connection, some, decided.decision, _who(), decided.why)
    return len(places)


def _chosen(
    connection: Connection,
    settings: Settings,
    ids: Sequence[str],
    reason: str | None,
    *,
    is_all: bool,
) -> list[Place]:
    if sum((bool(ids), reason is not None, is_all)) != 1:
        raise UsageError("name dead letters by TOPIC/PARTITION/OFFSET, or choose them by a reason")
    if ids:
        return _found(connection, settings, ids)
    return letters.open_ones(connection, reason)


def _found(connection: Connection, settings: Settings, ids: Sequence[str]) -> list[Place]:
    named = [place.read(one, settings.topic_prefix) for one in ids]
    found = [letters.found(connection, one, settings.topic_prefix) for one in named]
    return [*dict.fromkeys(found)]


def _count(places: Sequence[Place]) -> str:
    return "1 dead letter" if len(places) == 1 else f"{len(places):,} dead letters"


def _plan(what: str, *, named: bool, yes: bool) -> None:
    if not named and not yes:
        raise UsageError(f"this would {what}; add --yes to do it")


def _copy(file: Path) -> Message:
    """Return the corrected copy, checked as what is published is."""
    try:
        text = file.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"{file}: {error.strerror}") from error
    try:
        message = Message(text.strip(), decode(text.strip()))
        topic_of_event(message.event)
    except Refused as refusal:
        for fault in faults_of(refusal, text.strip()):
            click.echo(shown.plain(f"{file}: {fault.pointer}: {fault.detail}"), err=True)
        raise RefusedCopy(
            shown.plain(f"{file} is no event that Muster takes: {refusal}")
        ) from None
    return message


def _report(done: Redriven, prefix: str, resolved: resolution.Resolution | None = None) -> None:
    for letter, why in done.left[:LISTED_LEFT]:
        click.echo(f"{letter.name(prefix)} is left: {shown.plain(why)}", err=True)
    if len(done.left) > LISTED_LEFT:
        click.echo(f"... and {len(done.left) - LISTED_LEFT:,} more are left", err=True)
    for line in resolved.lines() if resolved else ():
        click.echo(shown.plain(line), err=True)
    sent = done.delivery.acknowledged - done.sent_before
    before = f" ({done.sent_before:,} were sent before)" if done.sent_before else ""
    outcome = f"; {resolved}" if resolved else ""
    click.echo(f"{sent:,} sent again{before}, {len(done.left):,} left as they are{outcome}")


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--since is {text[:40]!r}; write it like 2026-11-23T06:00Z") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _who() -> str:
    return f"{trail.user()}@{socket.gethostname()}"


def _opened(settings: Settings) -> Connection:
    connection = open_session(settings.database("muster_worker"), application_name=APPLICATION)
    trail.say_who(connection, APPLICATION)
    return connection
