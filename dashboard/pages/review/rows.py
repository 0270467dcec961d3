"""What the Review page reads: how much happened when, causes of changes, named reviews."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """How many events of a kind happened in one part of a period; parts count from 1."""

    bucket: int
    kind: str
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingCause:
    """One cause by which one reading changed: its level, its training (T) or its index.

    The columns of the reading repeat. A cause that is many events has their number and no event of
    its own; one that came with a day has the day.
    """

    actor: str
    area: str
    from_level: str
    to_level: str
    from_t: float | None
    to_t: float | None
    from_index: float | None
    to_index: float | None
    is_clear: bool
    measure: str
    change: float | None
    cause: str
    pillar: str | None
    seq: int | None
    at: datetime | None
    events: int
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCause:
    """One cause by which one pair changed in a dimension: its level or its mean."""

    actor_a: str
    actor_b: str
    dimension: str
    from_level: str
    to_level: str
    from_mean: float | None
    to_mean: float | None
    from_lower_bound: float | None
    to_lower_bound: float | None
    is_clear: bool
    measure: str
    change: float | None
    cause: str
    seq: int | None
    at: datetime | None
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedReview:
    """A review somebody gave a name: the name is its text, the address what it is about."""

    about: str
    text: str
    author: str
    occurred_at: datetime
    ledger_seq: int
