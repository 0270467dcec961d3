"""Events that fit a search, and what belongs to one of them."""

from dataclasses import dataclass
from datetime import datetime

from dashboard.queries import ReadModel
from dashboard.queries.rows import EventLine
from dashboard.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """An event that amends, caused, was caused by, or shares the correlation of another."""

    relation: str
    seq: int
    occurred_at: datetime
    date_precision: str | None
    type: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOf:
    """A reading that an event is a part of."""

    kind: str
    actor: str
    other_actor: str | None
    area: str | None
    dimension: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """A move that did not fit what it is about, or a contradiction of two sources."""

    kind: str
    item: str
    anomaly: str
    newest_seq: int | None


async def anomalies(ask: ReadModel, as_of: datetime, known_at: datetime) -> list[Anomaly]:
    """Give what does not fit or contradicts."""
    return await ask.ask(Anomaly, "anomalies", as_of=as_of, known_at=known_at)


# Texts are looked into part by part: a search may go through so many events before it is drawn.
PART = 20_000
MOST_PARTS = 15


@dataclass(frozen=True, slots=True)
class Found:
    """The events that fit, and before which event to search on; None when all was searched."""

    events: list[EventLine]
    goes_on_before: int | None = None


async def find(ask: ReadModel, view: View, known_at: datetime, head: int, most: int) -> Found:
    """Give the newest events that fit the view, of all there are up to `head`."""
    before = min(view.before or head + 1, head + 1)
    if not (view.text or view.area or view.exercise):
        return Found(await _part(ask, view, known_at, before, most))
    found: list[EventLine] = []
    for _ in range(MOST_PARTS):
        found += await _part(ask, view, known_at, before, most - len(found))
        before -= PART
        if len(found) >= most or before <= 1:
            break
    is_cut = len(found) < most and before > 1
    return Found(found, before if is_cut else None)


async def _part(
    ask: ReadModel, view: View, known_at: datetime, before: int, most: int
) -> list[EventLine]:
    return await ask.ask(
        EventLine,
        "find_events",
        before_seq=before,
        max_rows=most,
        known_at=known_at,
        type=view.type,
        subject=view.subject,
        actor=view.actor,
        area=view.area,
        state=view.state,
        words=view.text,
        occurred_from=view.from_at,
        occurred_to=view.as_of,
        most_searched=PART,
        exercise=view.exercise,
    )


async def related(ask: ReadModel, seq: int, known_at: datetime) -> list[Related]:
    """Give what belongs to an event."""
    return await ask.ask(Related, "related_events", seq=seq, known_at=known_at)


async def part_of(ask: ReadModel, seq: int, known_at: datetime) -> list[PartOf]:
    """Give the readings an event is a part of."""
    return await ask.ask(PartOf, "readings_of_event", seq=seq, known_at=known_at)
