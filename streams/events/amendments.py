"""Which statement about an event is in force, from when until when we knew it so?

The amendments of one root are a set: whatever order they arrive in, the same set gives the same
answer. In force at k is the greatest correction recorded by k and not retracted by k, else the
root itself; nothing while the root is retracted or not yet recorded.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from schemas.events import EventCorrected, EventData, EventRetracted
from streams.events.recorded import EventKey, Recorded

Amendment = EventCorrected | EventRetracted


class Flag(StrEnum):
    """Why an amendment is kept without effect."""

    OTHER_SOURCE = "other-source"
    OTHER_LABEL = "other-label"
    OTHER_TYPE = "other-type"
    UNKNOWN_TARGET = "unknown-target"


class Step(NamedTuple):
    """A period of our knowledge and the event in force in it: the root or a correction."""

    recorded_at: datetime
    ended_at: datetime | None  # None: still in force
    said_by: Recorded


def root_of(data: EventData) -> EventKey | None:
    """Return the event an amendment is about, or None for any other event."""
    if isinstance(data, Amendment):
        return EventKey(data.root.source, data.root.id)
    return None


class EventSets:
    """Events to be looked up together with those that amend them."""

    def __init__(self, events: Iterable[Recorded]) -> None:
        self._by_key: dict[EventKey, Recorded] = {}
        self._amendments: dict[EventKey, list[Recorded]] = defaultdict(list)
        for event in events:
            self._by_key[event.key] = event
            root_key = root_of(event.data)
            if root_key is not None:
                self._amendments[root_key].append(event)

    def of(self, root_key: EventKey) -> tuple[Recorded | None, list[Recorded]]:
        """Return an event, if it is there, and its amendments."""
        return self._by_key.get(root_key), self._amendments.get(root_key, [])


def steps(root: Recorded | None, amendments: Iterable[Recorded]) -> tuple[Step, ...]:
    """Return the periods in which some statement about the root was in force, oldest first."""
    if root is None or isinstance(root.data, Amendment):
        return ()
    known = tuple(amendments)
    ruled_out = flags(root, known)
    effective = [amendment for amendment in known if amendment.seq not in ruled_out]
    moments = sorted({max(event.recorded_at, root.recorded_at) for event in (root, *effective)})
    found: list[Step] = []
    for start, end in pairwise((*moments, None)):
        assert start is not None
        said_by = _in_force(root, [event for event in effective if event.recorded_at <= start])
        _append(found, start, end, said_by)
    return tuple(found)


def _append(
    found: list[Step], start: datetime, end: datetime | None, said_by: Recorded | None
) -> None:
    if said_by is None:
        return
    if found and found[-1].ended_at == start and found[-1].said_by.seq == said_by.seq:
        found[-1] = found[-1]._replace(ended_at=end)
    else:
        found.append(Step(start, end, said_by))


def _in_force(root: Recorded, effective: Sequence[Recorded]) -> Recorded | None:
    retracted = {
        EventKey(event.data.amends.source, event.data.amends.id)
        for event in effective
        if isinstance(event.data, EventRetracted)
    }
    if root.key in retracted:
        return None
    corrections = [
        event
        for event in effective
        if isinstance(event.data, EventCorrected) and event.key not in retracted
    ]
    return max(corrections, key=_order, default=root)


def _order(event: Recorded) -> tuple[datetime, int, str, str]:
    envelope = event.envelope
    return envelope.time, envelope.sequence, envelope.source, envelope.id


def flags(root: Recorded | None, amendments: Iterable[Recorded]) -> dict[int, Flag]:
    """Return the amendments without effect, by their number in the ledger."""
    known = tuple(amendments)
    targets = {event.key for event in known if isinstance(event.data, EventCorrected)}
    found = ((event.seq, _flag(event, root, targets)) for event in known)
    return {seq: flag for seq, flag in found if flag is not None}


def _flag(event: Recorded, root: Recorded | None, targets: set[EventKey]) -> Flag | None:
    amendment = event.data
    assert isinstance(amendment, Amendment)
    if amendment.root.source != event.envelope.source:
        return Flag.OTHER_SOURCE
    if root is None:
        return Flag.UNKNOWN_TARGET
    if event.label_id != root.label_id:
        return Flag.OTHER_LABEL
    if amendment.root_type != root.data.TYPE or isinstance(root.data, Amendment):
        return Flag.OTHER_TYPE
    if isinstance(amendment, EventCorrected):
        return None
    amended = EventKey(amendment.amends.source, amendment.amends.id)
    return None if amended == root.key or amended in targets else Flag.UNKNOWN_TARGET
