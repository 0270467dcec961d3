"""What somebody typed into the form as an event, or all that is wrong with it, field by field.

Pure: no clock, no services. Its id follows from who types and from a key that the browser makes
when the form is opened, so however often one form is sent, it is one event.
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from dashboard.errors import BadForm
from dashboard.who import LADDER
from dashboard.wording.catalogue import say
from schemas import guard
from schemas.envelope import decode
from schemas.errors import Refused
from schemas.events import EventData
from schemas.faults import Fault, faults_of
from schemas.forms import AUTHOR
from schemas.questions import from_form, questions_of
from schemas.topics import topic_of_event
from schemas.typed import RECORDED, Said, event_of

SOURCE = "muster/record"
_IDS = uuid.UUID("0c1cf0f2-6a3e-5d6f-9e58-0f2a2f0b9d11")


class Typed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A form as the browser sends it: each field as it was typed, by name.

    `now` is when it was sent first: however often it is sent again, it says the same.
    """

    type: str
    data: dict[str, Any]
    now: datetime
    time: str = ""
    classification: str = ""
    releasable_to: str = ""


@dataclass(frozen=True, slots=True)
class Recorder:
    """Who types it in, and up to which classification that viewer reads."""

    name: str
    highest_rank: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A form as an event, and all that is wrong with it; `topic` is where it goes, if it does."""

    id: str
    source: str
    event: dict[str, Any]
    faults: Sequence[Fault]
    topic: str = ""

    @property
    def value(self) -> bytes:
        """Give the event as it is sent."""
        return json.dumps(self.event, ensure_ascii=False).encode()


def read_form(body: bytes) -> Typed:
    """Read what the browser sent; BadForm when no form of ours sends that."""
    try:
        guard.read(body)
        return msgspec.json.decode(body, type=Typed)
    except (Refused, msgspec.DecodeError) as error:
        raise BadForm(say("record.wrong.unreadable", why=str(error))) from error


def id_of(key: str, by: Recorder) -> str:
    """Give the id of the form that a viewer has opened under a key."""
    if not (16 <= len(key) <= 64 and key.isascii() and key.replace("-", "").isalnum()):
        raise BadForm(say("record.wrong.key"))
    return f"record/{uuid.uuid5(_IDS, f'{by.name}/{key}')}"


def checked(form: Typed, key: str, by: Recorder, at: datetime) -> Checked:
    """Give the form as an event, judged as the gateway judges it."""
    kind = _kind(form.type)
    values = from_form(questions_of(kind), form.data)
    said = Said(
        source=f"{SOURCE}/{by.name}",
        id=id_of(key, by),
        when=form.time.strip() or None,
        now=form.now,
        classification=form.classification,
        releasable_to=form.releasable_to.strip().replace(" ", ""),
    )
    event = event_of(kind, values, said)
    if not form.classification:
        del event["classification"]
    found = Checked(said.id, said.source, event, ())
    try:
        decoded = decode(found.value, received_at=at)
    except Refused as refusal:
        faults = _of_the_form(kind, form, faults_of(refusal, found.value))
        return Checked(said.id, said.source, event, faults)
    if decoded.envelope.classification.rank > by.highest_rank:
        detail = f"classification: you are cleared up to {LADDER[by.highest_rank]}"
        fault = Fault("/classification", "label-not-allowed", detail)
        return Checked(said.id, said.source, event, [fault])
    return Checked(said.id, said.source, event, (), topic_of_event(decoded))


def _kind(name: str) -> type[EventData]:
    kind = RECORDED.get(name)
    if kind is None or AUTHOR in kind.__struct_fields__:
        raise BadForm(say("record.wrong.type", name=repr(name[:80])))
    return kind


def _of_the_form(kind: type[EventData], form: Typed, faults: Sequence[Fault]) -> list[Fault]:
    """Give the faults at fields that the form has: subject and time may be made of others."""
    made = {"/subject": [f"/data/{name}" for name in kind.SUBJECT]}
    if kind.HAPPENED_BETWEEN is not None and not form.time.strip():
        made["/time"] = [f"/data/{kind.HAPPENED_BETWEEN[1]}"]
    wrong = {fault.pointer for fault in faults}
    return [
        replace(one, pointer=made[one.pointer][0]) if one.pointer in made else one
        for one in faults
        if wrong.isdisjoint(made.get(one.pointer, ()))
    ]
