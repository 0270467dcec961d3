"""Edits held against the ledger and the schemas: which events they leave out, change and add.

An event that the author may not see is one that nobody ever sent: it cannot be edited, and what is
wrong with an edit never tells that it is there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

import msgspec

from infra.postgres import Connection
from schemas import guard
from schemas.envelope import FUTURE_DETAIL, Decoded, decode, is_from_the_future
from schemas.errors import Refused
from schemas.events.registry import BY_TYPE, DECODERS, subject_of
from schemas.faults import faults_of
from streams.events.recorded import EventKey, Recorded
from streams.store.tables import ledger
from streams.what_if import tables
from streams.what_if.edited import Changed, Edited
from streams.what_if.edits import Add, Change, Edit, RemoveEvent, RemoveExercise
from streams.what_if.errors import BadEdits


class Viewing(NamedTuple):
    """What the author may read, and the moment at which the edits are made."""

    labels: frozenset[int]
    now: datetime


def edited(connection: Connection, edits: Sequence[Edit], viewing: Viewing) -> Edited:
    """Return what some edits come to, or say all that is wrong with them at once."""
    named = [EventKey(e.source, e.id) for e in edits if isinstance(e, RemoveEvent | Change)]
    there = _visible(connection, named, viewing)
    work = _Work(there, viewing)
    for edit in edits:
        work.take(edit)
    for edit in edits:
        if isinstance(edit, RemoveExercise):
            work.take_exercise(edit.exercise, _of_exercise(connection, edit.exercise, viewing))
    work.refuse_known(_visible(connection, [one.key for one in work.added_keys()], viewing))
    if work.faults:
        raise BadEdits(work.faults)
    added = tuple(decoded for _, decoded in work.added)
    return Edited((*work.removed.values(),), (*work.changed.values(),), added)


class _Added(NamedTuple):
    key: EventKey
    name: str


class _Work:
    """What was found so far, and what is wrong."""

    def __init__(self, there: Mapping[EventKey, Recorded], viewing: Viewing) -> None:
        self.faults: list[str] = []
        self.removed: dict[EventKey, Recorded] = {}
        self.changed: dict[EventKey, Changed] = {}
        self.added: list[tuple[str, Decoded]] = []
        self._there = there
        self._viewing = viewing
        self._seen: set[EventKey] = set()

    def take(self, edit: Edit) -> None:
        """Take one edit of one event."""
        if isinstance(edit, Add):
            self._add(edit)
        elif isinstance(edit, RemoveEvent | Change):
            self._edit(edit, EventKey(edit.source, edit.id))

    def take_exercise(self, exercise_id: str, events: Sequence[Recorded]) -> None:
        """Take out every event of an exercise."""
        if not events:
            self.faults.append(f"exercise {exercise_id[:80]!r}: no event names it")
        for event in events:
            if event.key in self.changed:
                self.faults.append(f"{_named(event.key)}: changed, and left out with its exercise")
            self.removed[event.key] = event

    def added_keys(self) -> Iterator[_Added]:
        """Give the identity of each event that is added."""
        for name, decoded in self.added:
            yield _Added(EventKey(decoded.envelope.source, decoded.envelope.id), name)

    def refuse_known(self, there: Mapping[EventKey, Recorded]) -> None:
        """Refuse to add what was said already."""
        self.faults += [
            f"{one.name}: the ledger has it; to let it say something else, change it"
            for one in self.added_keys()
            if one.key in there
        ]

    def _edit(self, edit: RemoveEvent | Change, key: EventKey) -> None:
        if not self._is_first(key):
            return
        event = self._there.get(key)
        if event is None:
            self.faults.append(f"{_named(key)}: the ledger has no such event")
        elif isinstance(edit, RemoveEvent):
            self.removed[key] = event
        else:
            self._change(edit, event)

    def _is_first(self, key: EventKey) -> bool:
        if key in self._seen:
            self.faults.append(f"{_named(key)}: edited twice")
            return False
        self._seen.add(key)
        return True

    def _change(self, edit: Change, event: Recorded) -> None:
        document = tables.document_of(event)
        data = {**cast("dict[str, Any]", document["data"]), **edit.set}
        document["data"] = {name: value for name, value in data.items() if value is not None}
        document["subject"] = subject_that_fits(document)
        decoded = self._decoded(document, f"{_named(event.key)}, changed")
        if decoded is not None and decoded.data == event.data:
            self.faults.append(f"{_named(event.key)}: says the same as before")
        elif decoded is not None:
            self.changed[event.key] = Changed(event, decoded)

    def _add(self, edit: Add) -> None:
        names = [str(edit.event.get(one))[:80] for one in ("source", "id")]
        name = _named(EventKey(*names))
        decoded = self._decoded(edit.event, f"{name}, added")
        if decoded is None:
            return
        key = EventKey(decoded.envelope.source, decoded.envelope.id)
        if self._is_first(key):
            if decoded.label.label_id not in self._viewing.labels:
                self.faults.append(f"{name}, added: take a label of an event that you see")
            self.added.append((f"{name}, added", decoded))

    def _decoded(self, document: Mapping[str, Any], name: str) -> Decoded | None:
        raw = msgspec.json.encode(document)
        try:
            decoded = decode(raw)
        except Refused as refusal:
            self.faults += [f"{name}: {fault.detail}" for fault in faults_of(refusal, raw)]
            return None
        if is_from_the_future(decoded.latest_at, self._viewing.now):
            self.faults.append(f"{name}: {FUTURE_DETAIL}")
            return None
        return decoded


def _visible(
    connection: Connection, keys: Iterable[EventKey], viewing: Viewing
) -> dict[EventKey, Recorded]:
    wanted = {*keys}
    return {
        one.key: one
        for one in (ledger.sets_of(connection, sorted(wanted)) if wanted else ())
        if one.key in wanted and one.label_id in viewing.labels
    }


def _of_exercise(connection: Connection, exercise_id: str, viewing: Viewing) -> list[Recorded]:
    """Return every event that names an exercise, and all that amends one of them."""
    labels = sorted(viewing.labels)
    roots = tables.naming(connection, exercise_id, labels)
    amended = ledger.sets_of(connection, [one.key for one in roots]) if roots else []
    found = {one.key: one for one in amended if one.label_id in viewing.labels}
    return sorted(found.values(), key=lambda one: one.seq)


def subject_that_fits(document: guard.Document) -> object:
    """Return the subject that fits the data, or the one there is."""
    kind = BY_TYPE[str(document["type"])]
    try:
        data = DECODERS[kind].decode(msgspec.json.encode(document["data"]))
        return subject_of(data) or document["subject"]
    except (msgspec.MsgspecError, Refused):
        return document["subject"]  # what is wrong with it is said of the whole


def _named(key: EventKey) -> str:
    return f"event {key.id[:80]!r} of {key.source[:80]!r}"
