"""What somebody writes on a screen, checked and made into an event. Pure: no clock, no services.

A retry must not write twice. So the event's id follows from who writes and from a key that the
browser keeps until its text is acknowledged.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from dashboard.errors import BadNote
from dashboard.wording.catalogue import say
from schemas import guard, texts
from schemas.envelope import decode, encode, envelope_for
from schemas.errors import Refused
from schemas.events import AlertAcknowledged, NoteAdded, ReviewNamed
from schemas.labels import Label
from schemas.topics import topic_of_event
from schemas.vocabulary import Classification

SOURCE = "muster/dashboard"
POLICY = "MUSTER"
KINDS: dict[str, type[NoteAdded | AlertAcknowledged | ReviewNamed]] = {
    "note": NoteAdded,
    "acknowledgement": AlertAcknowledged,
    "review": ReviewNamed,
}
LONGEST_TEXT = 2000
_IDS = uuid.UUID("5a4f2e86-9f2d-5d0b-8f6c-0a1c6a1e7c11")


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wrote about what, and the key under which the browser keeps it."""

    kind: str
    about: str
    text: str | None
    key: str


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, and the label that what this viewer writes must have."""

    name: str
    label: Label


@dataclass(frozen=True, slots=True)
class Written:
    """A draft as the event that goes to the broker."""

    draft: Draft
    id: str
    topic: str
    value: bytes
    at: datetime


def writer(name: str, nation: str | None, highest: str | None) -> Writer:
    """Give the writer with the lowest label that gives nothing away of what the viewer reads.

    A text may repeat anything on the screen, so it is marked as the screen is; what a nation's
    viewer writes stays with that nation (and with the headquarters, which sees every release).
    """
    classification = Classification(highest) if highest else Classification.UNCLASSIFIED
    return Writer(name, Label(POLICY, classification, (nation,) if nation else ()))


def read_draft(body: bytes, key: str) -> Draft:
    """Read what the browser sent, or say with BadNote what is wrong with it."""
    try:
        _, document = guard.read(body)
    except Refused as error:
        raise BadNote(say("notes.wrong.unreadable", why=error.detail)) from error
    fields: dict[str, Any] = dict(document)
    if unknown := sorted(set(fields) - {"kind", "about", "text"}):
        raise BadNote(say("notes.wrong.unknown", name=repr(unknown[0][:40])))
    kind, about, text = fields.get("kind"), fields.get("about"), fields.get("text")
    if not isinstance(kind, str) or kind not in KINDS:
        raise BadNote(say("notes.wrong.kind", kinds=", ".join(KINDS)))
    if not isinstance(about, str):
        raise BadNote(say("notes.wrong.about"))
    if text is not None and not isinstance(text, str):
        raise BadNote(say("notes.wrong.text"))
    return Draft(kind, about, _clean(text or "", kind), _key(key))


def event_id(draft: Draft, author: str) -> str:
    """Give the id that this writer's draft has however often it is sent."""
    return f"{draft.kind}/{uuid.uuid5(_IDS, f'{author}/{draft.key}')}"


def write(draft: Draft, by: Writer, at: datetime) -> Written:
    """Give the event, or say with BadNote why it cannot be one."""
    kind = KINDS[draft.kind]
    fields = {"about": draft.about, "text": draft.text, "author": by.name}
    try:
        data = msgspec.convert({k: v for k, v in fields.items() if v is not None}, kind)
    except msgspec.ValidationError as error:
        raise BadNote(_in_words(str(error))) from error
    id = event_id(draft, by.name)
    value = encode(envelope_for(data, source=SOURCE, id=id, time=at, label=by.label), data)
    try:
        decoded = decode(value, received_at=at)
    except Refused as error:
        raise BadNote(error.detail) from error
    return Written(draft, id, topic_of_event(decoded), value, at)


def says_the_same(draft: Draft, value: bytes | str) -> bool:
    """Say whether an event sent before says what the draft says."""
    sent = msgspec.json.decode(value)["data"]
    return (sent.get("about"), sent.get("text")) == (draft.about, draft.text)


def _clean(text: str, kind: str) -> str | None:
    text = text.replace("\r\n", "\n").strip()
    if forbidden := texts.FORBIDDEN.search(text):
        raise BadNote(say("notes.wrong.control", character=f"U+{ord(forbidden[0]):04X}"))
    if not text and kind != "acknowledgement":
        raise BadNote(say("notes.wrong.empty"))
    if len(text) > LONGEST_TEXT:
        raise BadNote(say("notes.wrong.long", n=len(text), most=f"{LONGEST_TEXT:,}"))
    return text or None


def _key(key: str) -> str:
    if not (16 <= len(key) <= 64 and key.isascii() and key.replace("-", "").isalnum()):
        raise BadNote(say("notes.wrong.key"))
    return key


def _in_words(error: str) -> str:
    message, _, path = error.partition(" - at `$.")
    field = path.rstrip("`")
    if field == "about":
        return say("notes.wrong.about")
    return f"{field}: {message[:1].lower()}{message[1:]}"
