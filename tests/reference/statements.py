"""Which statements hold, told from a history of events alone?

This fold knows nothing of projections, nor of the code that keeps them: it is a second, plain
reading of the method, so that the two can be held against each other.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from schemas.events import EventCorrected, EventData, EventRef, EventRetracted
from schemas.life import rank_of
from streams.events.recorded import Recorded

# When it was true, what its producer and the order of life say of one moment, source, id.
Order = tuple[datetime, tuple[int, int], str, str]


@dataclass(frozen=True, slots=True)
class Statement:
    """What a root event says, by itself or by the correction in force."""

    data: EventData
    occurred_at: datetime
    seq: int
    order: Order
    last_day: date  # of the period that its time names


def visible(
    history: Iterable[Recorded],
    *,
    as_of: datetime,
    known_at: datetime,
    label_ids: Collection[int],
) -> list[Statement]:
    """Give what held at as_of, as it was known at known_at, to a viewer of these labels."""
    known = [event for event in history if event.recorded_at <= known_at]
    readable = [event for event in known if event.label_id in label_ids]
    found = [_in_force(root, readable) for root in readable if not _is_amendment(root)]
    return [one for one in found if one is not None and one.occurred_at <= as_of]


def _is_amendment(event: Recorded) -> bool:
    return isinstance(event.data, EventCorrected | EventRetracted)


def _in_force(root: Recorded, known: Sequence[Recorded]) -> Statement | None:
    amendments = [event for event in known if _amends(event, root)]
    retracted = {
        _key(event.data.amends) for event in amendments if isinstance(event.data, EventRetracted)
    }
    if root.key in retracted:
        return None
    corrections = [
        event
        for event in amendments
        if isinstance(event.data, EventCorrected) and event.key not in retracted
    ]
    said_by = max(corrections, key=_time_sent) if corrections else root
    occurred_at = said_by.fact.occurred_at
    order = _order(root, occurred_at)
    return Statement(said_by.fact.data, occurred_at, said_by.seq, order, said_by.fact.last_day)


def _order(root: Recorded, occurred_at: datetime) -> Order:
    """Give the place among all statements; an amendment has the type and the rank of its root."""
    sequence, rank = root.envelope.sequence, rank_of(type(root.data))
    return occurred_at, (sequence, rank), root.envelope.source, root.envelope.id


def _amends(event: Recorded, root: Recorded) -> bool:
    """An amendment counts only from the source, with the label and of the type of its root."""
    data = event.data
    return (
        isinstance(data, EventCorrected | EventRetracted)
        and _key(data.root) == root.key
        and event.envelope.source == root.envelope.source
        and event.envelope.label == root.envelope.label
        and data.root_type == root.envelope.type
    )


def _time_sent(event: Recorded) -> tuple[datetime, int, str, str]:
    envelope = event.envelope
    return envelope.time, envelope.sequence, envelope.source, envelope.id


def _key(ref: EventRef) -> tuple[str, str]:
    return ref.source, ref.id
