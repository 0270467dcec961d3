"""What belongs to an event, and what does not fit."""

from dataclasses import dataclass
from datetime import datetime


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
