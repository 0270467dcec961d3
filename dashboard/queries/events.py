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


async def find(ask: ReadModel, view: View, known_at: datetime, most: int) -> list[EventLine]:
    """Give the newest events that fit the view."""
    return await ask.ask(
        EventLine,
        "find_events",
        before_seq=view.before,
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
    )


async def related(ask: ReadModel, seq: int, known_at: datetime) -> list[Related]:
    """Give what belongs to an event."""
    return await ask.ask(Related, "related_events", seq=seq, known_at=known_at)


async def part_of(ask: ReadModel, seq: int, known_at: datetime) -> list[PartOf]:
    """Give the readings an event is a part of."""
    return await ask.ask(PartOf, "readings_of_event", seq=seq, known_at=known_at)
