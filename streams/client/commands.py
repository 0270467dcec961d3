"""`muster publish`: send files of events, and say what became of them."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import click

from infra.errors import Cancelled, InputOutputError
from infra.settings import Settings
from streams.client import lines
from streams.client.errors import BrokerUnreachable, UnreadableInput
from streams.client.lines import RefusedLine
from streams.client.progress import ProgressBar
from streams.client.publisher import Delivery, Pace, Publisher

LISTED_REFUSALS = 20
EXIT_REFUSED = 65
EXIT_UNAVAILABLE = 69


@dataclass(slots=True)
class Tally:
    """What was read, and what was refused before it was sent."""

    read: int = 0
    refused: int = 0
    listed: list[RefusedLine] = field(default_factory=list[RefusedLine])


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--rejects", type=click.Path(dir_okay=False), help="Write the refused lines here.")
@click.option("--rate", type=click.FloatRange(min=0.01), help="At most so many events a second.")
@click.pass_obj
def publish(
    settings: Settings, files: tuple[str, ...], rejects: str | None, rate: float | None
) -> int:
    """Send events to Kafka: one CloudEvent as JSON per line, `-` is standard input.

    Each line is checked before it is sent. What is refused is listed and the rest is sent.
    "Acknowledged" means that the broker has it on disk. Leaves with 65 when a line was refused,
    with 69 when the broker does not answer.

    Example: `muster publish results.jsonl --rejects refused.jsonl`
    """
    lines.check_readable(files, apart_from=rejects)
    tally = Tally()
    with Publisher(settings) as publisher:
        try:
            _send_all(publisher, files, tally, rejects, Pace(rate))
            publisher.flush()
        except KeyboardInterrupt:
            _report(tally, publisher.delivery)
            raise Cancelled("stopped; what is acknowledged stays") from None
        except (BrokerUnreachable, UnreadableInput):
            _report(tally, publisher.delivery)
            raise
    _report(tally, publisher.delivery)
    if publisher.delivery.failed:
        return EXIT_UNAVAILABLE
    return EXIT_REFUSED if tally.refused else 0


def _send_all(
    publisher: Publisher, files: tuple[str, ...], tally: Tally, rejects: str | None, pace: Pace
) -> None:
    with ExitStack() as stack:
        reject_file = stack.enter_context(_rejects(rejects)) if rejects else None
        bar = stack.enter_context(ProgressBar("publishing", lines.size_bytes(files)))
        for file in files:
            for line in lines.read(file):
                tally.read += 1
                if isinstance(line.content, RefusedLine):
                    _refuse(tally, line.content, reject_file)
                else:
                    pace.wait()
                    publisher.send(line.content)
                bar.advance(line.size_bytes, _status(tally, publisher.delivery))
                if publisher.delivery.failed:
                    return


def _refuse(tally: Tally, line: RefusedLine, reject_file: BinaryIO | None) -> None:
    tally.refused += 1
    if len(tally.listed) < LISTED_REFUSALS:
        tally.listed.append(line)
    if reject_file is not None:
        reject_file.write(line.text + b"\n")


def _rejects(name: str) -> BinaryIO:
    try:
        return Path(name).open("wb")
    except OSError as error:
        raise InputOutputError(f"{name}: {error.strerror}") from error


def _status(tally: Tally, delivery: Delivery) -> str:
    return (
        f"{tally.read:,} read, {delivery.acknowledged:,} acknowledged, {tally.refused:,} refused"
    )


def _report(tally: Tally, delivery: Delivery) -> None:
    for line in tally.listed:
        click.echo(f"{line.file}:{line.number}: {line.reason}: {line.detail}", err=True)
    if tally.refused > len(tally.listed):
        click.echo(f"... and {tally.refused - len(tally.listed):,} more refused lines", err=True)
    if delivery.first_failure:
        click.echo(f"first failure: {delivery.first_failure}", err=True)
    click.echo(f"{_status(tally, delivery)}, {delivery.failed:,} failed")
