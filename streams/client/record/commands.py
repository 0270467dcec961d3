"""`muster record`: type in one event, without any system."""

import json
import sys
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from infra import clock
from infra.errors import Cancelled, UsageError
from infra.settings import Settings
from schemas.envelope import decode
from schemas.errors import Refused
from schemas.events import EventData, sentence_of
from schemas.faults import faults_of
from schemas.questions import BadAnswer, Question, from_texts, questions_of
from schemas.typed import RECORDED, Said, event_of
from schemas.vocabulary import Classification
from streams.client import resolution
from streams.client.errors import NotAnEvent
from streams.client.message import Message
from streams.client.outbox.store import Outbox
from streams.client.publisher import Publisher
from streams.client.record.conversation import Conversation


@click.command("record")
@click.argument("type_name", metavar="[TYPE]", required=False)
@click.option("--set", "given", multiple=True, metavar="FIELD=VALUE", help="Is not asked then.")
@click.option("--source", default="muster/record", show_default=True, help="Who says so.")
@click.option("--id", "event_id", help="Its id; else a new one, which is shown.")
@click.option("--time", "when", help="A day, or an instant with zone; else its last day, or now.")
@click.option(
    "--classification",
    type=click.Choice([one.value for one in Classification]),
    default=Classification.UNCLASSIFIED.value,
    show_default=True,
)
@click.option("--releasable-to", help="Codes of nations and bodies; else the body's members.")
@click.option(
    "--outbox",
    "outbox_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Put it in line there instead of sending it to Kafka.",
)
@click.option("--print", "is_printed", is_flag=True, help="Only write it on standard output.")
@click.option("--yes", is_flag=True, help="Do not ask before it is sent.")
@resolution.wait_options
@click.pass_obj
def record(settings: Settings, *, type_name: str | None, yes: bool, **options: Any) -> int:
    """Type in one event: every field is asked for, checked, and said again when it is wrong.

    `?` at a prompt tells what the field takes; an empty line leaves out what need not be there.
    Without a terminal everything that must be there has to be given by --set. Several values have
    commas between them; records are written as JSON. Leaves with 0 when it is in the ledger, 65
    when it is no event or became a dead letter, 69 and 75 as `muster publish` does.

    Example: `muster record exercise.result_recorded`

    Example: `muster record member.joined --set actor=FIN --set kind=member --set body=NATO
    --set from_on=2023-04-04 --yes`
    """
    kind = _kind(type_name)
    message = _typed_in(kind, options)
    if options["is_printed"]:
        click.echo(message.text.decode())
        return 0
    click.echo(json.dumps(json.loads(message.text), indent=2, ensure_ascii=False), err=True)
    if not yes:
        _agreed()
    if (file := options["outbox_file"]) is not None:
        return _put(file, message)
    return _send(settings, message, options["wait"])


def _kind(name: str | None) -> type[EventData]:
    if name is None:
        if not _is_answered():
            raise UsageError("say which type: `muster record member.joined`")
        for suffix, kind in RECORDED.items():
            click.echo(f"{suffix:35} {sentence_of(kind)}", err=True)
        name = str(click.prompt("type", err=True))
    found = RECORDED.get(name.removeprefix("org.muster."))
    if found is None:
        near = [one for one in RECORDED if name.rpartition(".")[2] in one]
        hint = f"; is it {', '.join(near[:3])}?" if near else "; see schemas/FIELDS.md"
        raise UsageError(f"{name!r} is no type of event that can be recorded{hint}")
    return found


def _typed_in(kind: type[EventData], options: Mapping[str, Any]) -> Message:
    """Return the event that was typed in, once it is one."""
    questions = questions_of(kind)
    try:
        values = from_texts(questions, _pairs(options["given"]))
    except BadAnswer as error:
        raise UsageError(f"--set {error}") from None
    asked = Conversation(_prompt, lambda line: click.echo(line, err=True))
    if _is_answered():
        values = asked.fill(questions, values)
    elif missing := [one.name for one in questions if one.is_required and one.name not in values]:
        raise UsageError(f"no terminal to ask on: give --set {'=..., --set '.join(missing)}=...")
    event_id = options["event_id"] or f"record-{uuid.uuid4().hex[:16]}"
    while True:
        event = event_of(kind, values, _said(event_id, options))
        text = json.dumps(event, ensure_ascii=False).encode()
        try:
            return Message(text, decode(text))
        except Refused as refusal:
            values = _mended(refusal, text, questions, values, asked)


def _mended(
    refusal: Refused,
    text: bytes,
    questions: list[Question],
    values: dict[str, Any],
    asked: Conversation,
) -> dict[str, Any]:
    """Return the values with the wrong ones asked again; what no answer mends is an error."""
    faults = faults_of(refusal, text)
    said = "; ".join(f"{fault.pointer or '/'}: {fault.detail}" for fault in faults)
    wrong = [one for one in questions if any(_is_about(fault.detail, one) for fault in faults)]
    if not wrong or not _is_answered():
        raise NotAnEvent(said)
    click.echo(f"  {said}", err=True)
    return values | {one.name: asked.again(one) for one in wrong}


def _is_about(detail: str, question: Question) -> bool:
    return question.name in detail.replace(":", " ").replace(".", " ").split()


def _said(event_id: str, options: Mapping[str, Any]) -> Said:
    return Said(
        source=options["source"],
        id=event_id,
        when=options["when"],
        now=clock.utc_now(),
        classification=options["classification"],
        releasable_to=options["releasable_to"],
    )


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given:
        name, is_one, value = one.partition("=")
        if not is_one or name in found:
            why = "given twice" if name in found else "expected FIELD=VALUE"
            raise UsageError(f"--set {one[:60]!r}: {why}")
        found[name] = value
    return found


def _send(settings: Settings, message: Message, wait: float | None) -> int:
    with Publisher(settings) as publisher:
        ledger = resolution.opened(settings, "muster record") if wait is not None else None
        publisher.send(message)
        delivery = publisher.flush()
        if delivery.failed:
            click.echo(f"not acknowledged: {delivery.first_failure}", err=True)
            return resolution.EXIT_UNAVAILABLE
        envelope = message.event.envelope
        said = f"{envelope.source} {envelope.id}: acknowledged"
        if ledger is None or wait is None:
            click.echo(said)
            return 0
        resolved = resolution.resolve(ledger, delivery, wait)
    for line in resolved.lines():
        click.echo(line, err=True)
    click.echo(f"{said}; {resolved}")
    return resolved.exit_code


def _put(file: Path, message: Message) -> int:
    with Outbox(file, is_made=True) as own:
        done = own.put([message], clock.utc_now())
    if done.contradicting:
        raise NotAnEvent("another event of this source and id is in line")
    click.echo(f"{message.event.envelope.id}: in line, `muster outbox send` sends it")
    return 0


def _agreed() -> None:
    if not _is_answered():
        raise UsageError("no terminal to ask on: add --yes to send it")
    if not click.confirm("Send it?", default=True, err=True):
        raise Cancelled("nothing was sent")


def _prompt(words: str) -> str:
    return str(click.prompt(words, default="", show_default=False, err=True)).strip()


def _is_answered() -> bool:
    return sys.stdin.isatty()
