"""What a what-if has other than the history, and how the two compare (pure).

Only the roots that an edit touches are folded again, by the same code as everything. In the
what-if its own events have their numbers and moments: one that is changed said so all the time,
one that is added was heard right after the last.

In the comparison both are one history: up to the last event as it was, and right after it all
edits are heard at once. So what moved a reading is told as it is between any two moments.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from schemas.envelope import Decoded
from streams.decode.rows import OPEN_END, CompleteRow
from streams.events.amendments import EventSets, flags, root_of
from streams.events.recorded import EventKey, Recorded, recorded
from streams.verify import folding
from streams.what_if.edited import Edited

ROOT_SEQ, RECORDED_AT, ENDED_AT = -3, -2, -1  # how a complete row ends


class Place(NamedTuple):
    """Where the history ends, and when what comes after it counts as heard."""

    seq: int
    known_at: datetime
    heard_at: datetime


class OwnEvent(NamedTuple):
    """An event of a what-if: what it says, and its place."""

    event: Decoded
    seq: int
    recorded_at: datetime


@dataclass(slots=True)
class Part:
    """What stands in one schema: rows of its own, and what of the history does not show there."""

    rows: list[CompleteRow] = field(default_factory=list)
    hidden_roots: set[int] = field(default_factory=set)
    hidden_events: set[int] = field(default_factory=set)
    events: list[OwnEvent] = field(default_factory=list)
    flags: dict[int, str] = field(default_factory=dict)
    unflagged: set[int] = field(default_factory=set)
    retracted: list[Recorded] = field(default_factory=list)
    last_seq: int = 0
    ends_at: datetime | None = None


@dataclass(slots=True)
class Branch:
    """A what-if, and the comparison of it with the history."""

    whatif: Part
    versus: Part


def touched_by(edited: Edited) -> list[EventKey]:
    """Return the roots whose rows may be others."""
    there = [*edited.removed, *(one.event for one in edited.changed)]
    said = [*(one.instead for one in edited.changed), *edited.added]
    keys = {root_of(one.data) or one.key for one in there}
    keys |= {root_of(one.data) or key_of(one) for one in said}
    return sorted(keys)


def branch(edited: Edited, before: Sequence[Recorded], place: Place) -> Branch:
    """Return what some edits make of the events they touch, which are as they were before."""
    roots = touched_by(edited)
    after, own = _after(edited, before, place)
    old, new = EventSets(before), EventSets(after)
    whatif = _whatif(edited, roots, (old, new), own, place)
    return Branch(whatif, _versus(edited, roots, (old, new), whatif, place))


def _after(
    edited: Edited, before: Sequence[Recorded], place: Place
) -> tuple[list[Recorded], list[OwnEvent]]:
    gone = {one.seq for one in edited.removed}
    own = [
        OwnEvent(instead, event.seq, event.recorded_at) for event, instead in edited.changed
    ] + [
        OwnEvent(decoded, number, place.heard_at)
        for number, decoded in enumerate(edited.added, place.seq + 1)
    ]
    replaced = {one.seq for one in own}
    kept = [one for one in before if one.seq not in gone | replaced]
    return [*kept, *(recorded(*one) for one in own)], own


def _whatif(
    edited: Edited,
    roots: Sequence[EventKey],
    sets: tuple[EventSets, EventSets],
    own: list[OwnEvent],
    place: Place,
) -> Part:
    old, new = sets
    found = Part(events=own)
    found.rows = [*folding.of_amended_events(roots, new)]
    found.hidden_roots = _numbers(roots, old)
    found.hidden_events = {one.seq for one in edited.removed}
    found.hidden_events |= {event.seq for event, _ in edited.changed}
    for key in roots:
        found.unflagged |= {one.seq for one in old.of(key)[1]}
        found.flags |= {seq: str(flag) for seq, flag in flags(*new.of(key)).items()}
    found.last_seq = place.seq + len(edited.added)
    found.ends_at = place.heard_at if edited.added else place.known_at
    return found


def _versus(
    edited: Edited,
    roots: Sequence[EventKey],
    sets: tuple[EventSets, EventSets],
    whatif: Part,
    place: Place,
) -> Part:
    """Return the history with the edits at its end, of those roots that they change."""
    before = _by_root(folding.of_amended_events(roots, sets[0]))
    after = _by_root(whatif.rows)
    # An event that is changed is said by another then: by none that has a number of the ledger.
    told = {event.seq: -event.seq for event, _ in edited.changed}
    found = Part(last_seq=whatif.last_seq, ends_at=place.heard_at)
    for root in before.keys() | after.keys():
        then = [*map(_statement, filter(_is_open, before[root]))]
        now = [_renumbered(one, told) for one in filter(_is_open, after[root])]
        if sorted(map(repr, then)) == sorted(repr(_statement(one)) for one in now):
            continue
        found.hidden_roots.add(root)
        found.rows += [_ended(one, place.heard_at) for one in before[root]]
        found.rows += [_begun(one, place.heard_at) for one in now]
    found.events = [
        OwnEvent(instead, told[event.seq], place.heard_at) for event, instead in edited.changed
    ] + whatif.events[len(edited.changed) :]
    found.retracted = [one for one in edited.removed if root_of(one.data) is None]
    return found


def _by_root(rows: Iterable[CompleteRow]) -> Mapping[int, list[CompleteRow]]:
    found: dict[int, list[CompleteRow]] = defaultdict(list)
    for row in rows:
        root = row.values[ROOT_SEQ]
        assert isinstance(root, int)  # as the fold stamps it
        found[root].append(row)
    return found


def _is_open(row: CompleteRow) -> bool:
    return row.values[ENDED_AT] == OPEN_END


def _statement(row: CompleteRow) -> tuple[object, ...]:
    """Return what a row says, whenever it was known."""
    return (row.table, *row.values[:RECORDED_AT])


def _renumbered(row: CompleteRow, told: Mapping[int, int]) -> CompleteRow:
    """Return a row as said by the edit, where an event that is changed says it."""
    *values, seq, root, recorded_at, ended_at = row.values
    assert isinstance(seq, int)  # as the fold stamps it
    return row._replace(values=(*values, told.get(seq, seq), root, recorded_at, ended_at))


def _ended(row: CompleteRow, at: datetime) -> CompleteRow:
    return row._replace(values=(*row.values[:ENDED_AT], at)) if _is_open(row) else row


def _begun(row: CompleteRow, at: datetime) -> CompleteRow:
    return row._replace(values=(*row.values[:RECORDED_AT], at, OPEN_END))


def _numbers(roots: Iterable[EventKey], sets: EventSets) -> set[int]:
    found = (sets.of(key)[0] for key in roots)
    return {one.seq for one in found if one is not None}


def key_of(event: Decoded) -> EventKey:
    """Return the identity of an event."""
    return EventKey(event.envelope.source, event.envelope.id)
