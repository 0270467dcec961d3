"""The rows of the Review page: frames of a replay, their events, and what changed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """One moment, or none."""

    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """How many events of a kind happened in one part of a period; parts count from 1."""

    bucket: int
    kind: str
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFrames:
    """How one reading changed: at which frames, to what; level 9 is ND, 0 no reading.

    Beside it stands what was known last: the level and index of what has lapsed.
    """

    actor: str
    area: str
    frames: list[int]
    levels: list[int]
    indexes: list[int | None]
    is_weak: list[bool]
    last_levels: list[int]
    last_indexes: list[int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFrames:
    """How the level of one pair changed: at which frames, to what; -1 is no data, -2 lapsed."""

    actor_a: str
    actor_b: str
    frames: list[int]
    levels: list[int]
    last_levels: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameEvent:
    """An event since the frame before; without a number: how many others there were."""

    i: int
    seq: int | None
    occurred_at: datetime | None
    date_precision: str | None
    type: str | None
    summary: str | None
    others: int


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
