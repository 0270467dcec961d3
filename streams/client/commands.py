"""`muster publish`: send files of events, and say what became of them."""

from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import click

from infra.errors import Cancelled, InputOutputError
from infra.settings import Settings
from schemas.actors import named
from schemas.envelope import Decoded
from schemas.states import is_state, nearest_actor
from streams.client import lines, resolution
from streams.client.errors import BrokerUnreachable, UnreadableInput
from streams.client.lines import RefusedLine
from streams.client.progress import ProgressBar
from streams.client.publisher import Delivery, Pace, Publisher
from streams.client.resolution import Resolution

LISTED_REFUSALS = 20
ON_ITS_WAY_S = 3


@dataclass(slots=True)
class InputCounts:
    """What was read, and what was refused before it was sent."""

    read: int = 0
    refused: int = 0
    listed: list[RefusedLine] = field(default_factory=list[RefusedLine])
    no_states: dict[str, int] = field(default_factory=dict[str, int])  # how many events name each


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--rejects", type=click.Path(dir_okay=False), help="Write the refused lines here.")
@click.option("--rate", type=click.FloatRange(min=0.01), help="At most so many events a second.")
@click.option("--check", is_flag=True, help="Only check the lines; send nothing, ask no service.")
@resolution.wait_options
@click.pass_obj
def publish(
    settings: Settings,
    *,
    files: tuple[str, ...],
    rejects: str | None,
    rate: float | None,
    check: bool,
    wait: float | None,
) -> int:
    """Send events to Kafka: one CloudEvent as JSON per line, `-` is standard input.

    Each line is checked before it is sent. What is refused is listed and the rest is sent.
    "Acknowledged" means that the broker has it on disk; then it waits and says what the ledger
    made of it. Leaves with 0 when all of it is in the ledger, 65 when a line was refused or became
    a dead letter, 69 when broker, database or worker are not there, 75 when it is not stored yet.

    Example: `muster publish results.jsonl --rejects refused.jsonl`
    """
    lines.check_readable(files, apart_from=rejects)
    counts = InputCounts()
    if check:
        return _check(files, counts, rejects)
    with Publisher(settings) as publisher:
        ledger = resolution.opened(settings, "muster publish") if wait is not None else None
        try:
            _send_all(publisher, files, counts, rejects, Pace(rate))
            publisher.flush()
            if publisher.delivery.failed:
                _report(counts, publisher.delivery)
                return resolution.EXIT_UNAVAILABLE
            resolved = None
            if ledger is not None and wait is not None:
                resolved = resolution.resolve(ledger, publisher.delivery, wait)
        except KeyboardInterrupt:
            # What is on its way will arrive: it is counted too.
            with suppress(BrokerUnreachable):
                publisher.flush(ON_ITS_WAY_S)
            _report(counts, publisher.delivery)
            raise Cancelled("stopped; what is acknowledged stays") from None
        except (BrokerUnreachable, UnreadableInput):
            _report(counts, publisher.delivery)
            raise
        _report(counts, publisher.delivery, resolved)
    code = resolved.exit_code if resolved else 0
    return code or (resolution.EXIT_REFUSED if counts.refused else 0)


def _check(files: tuple[str, ...], counts: InputCounts, rejects: str | None) -> int:
    with ExitStack() as stack:
        reject_file = stack.enter_context(_rejects(rejects)) if rejects else None
        for file in files:
            for line in lines.read(file):
                counts.read += 1
                if isinstance(line.content, RefusedLine):
                    _refuse(counts, line.content, reject_file)
                else:
                    _note_actors(counts, line.content.event)
    _list_refused(counts)
    _list_no_states(counts)
    click.echo(f"{counts.read:,} read, {counts.refused:,} refused; nothing was sent")
    return resolution.EXIT_REFUSED if counts.refused else 0


def _send_all(
    publisher: Publisher,
    files: tuple[str, ...],
    counts: InputCounts,
    rejects: str | None,
    pace: Pace,
) -> None:
    with ExitStack() as stack:
        reject_file = stack.enter_context(_rejects(rejects)) if rejects else None
        bar = stack.enter_context(ProgressBar("publishing", lines.size_bytes(files)))
        for file in files:
            for line in lines.read(file):
                counts.read += 1
                if isinstance(line.content, RefusedLine):
                    _refuse(counts, line.content, reject_file)
                else:
                    _note_actors(counts, line.content.event)
                    pace.wait()
                    publisher.send(line.content)
                bar.advance(line.size_bytes, _status(counts, publisher.delivery))
                if publisher.delivery.failed:
                    return


def _refuse(counts: InputCounts, line: RefusedLine, reject_file: BinaryIO | None) -> None:
    counts.refused += 1
    if len(counts.listed) < LISTED_REFUSALS:
        counts.listed.append(line)
    if reject_file is not None:
        reject_file.write(line.text + b"\n")


def _note_actors(counts: InputCounts, event: Decoded) -> None:
    told = event.replacement.data if event.replacement else event.data
    for actor in {*named(told)}:
        if not is_state(actor):
            counts.no_states[actor] = counts.no_states.get(actor, 0) + 1


def _rejects(name: str) -> BinaryIO:
    try:
        return Path(name).open("wb")
    except OSError as error:
        raise InputOutputError(f"{name}: {error.strerror}") from error


def _status(counts: InputCounts, delivery: Delivery) -> str:
    return (
        f"{counts.read:,} read, {delivery.acknowledged:,} acknowledged, {counts.refused:,} refused"
    )


def _report(counts: InputCounts, delivery: Delivery, resolved: Resolution | None = None) -> None:
    _list_refused(counts)
    if delivery.first_failure:
        click.echo(f"first failure: {delivery.first_failure}", err=True)
    _list_no_states(counts)
    for line in resolved.lines() if resolved else ():
        click.echo(line, err=True)
    outcome = f"; {resolved}" if resolved else ""
    click.echo(f"{_status(counts, delivery)}, {delivery.failed:,} failed{outcome}")


def _list_refused(counts: InputCounts) -> None:
    for line in counts.listed:
        click.echo(f"{line.file}:{line.number}: {line.reason}: {line.detail}", err=True)
    if counts.refused > len(counts.listed):
        click.echo(f"... and {counts.refused - len(counts.listed):,} more refused lines", err=True)


def _list_no_states(counts: InputCounts) -> None:
    for actor, events in sorted(counts.no_states.items())[:LISTED_REFUSALS]:
        near = nearest_actor(actor)
        hint = f" (nearest: {near})" if near else ""
        click.echo(
            f"{actor} is the code of no state{hint}; named by {events:,} of these events: what is "
            "said of it counts once a body declares it as a partner",
            err=True,
        )
    if len(counts.no_states) > LISTED_REFUSALS:
        click.echo(f"... and {len(counts.no_states) - LISTED_REFUSALS:,} more codes", err=True)
