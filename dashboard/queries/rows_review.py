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
    """One cause of the change of one reading, and its share of the change in points.

    A cause that is many events has their number and no event of its own.
    """

    actor: str
    area: str
    measure: str
    from_value: float | None
    to_value: float | None
    from_level: str
    to_level: str
    change: float | None
    is_clear: bool | None
    cause: str
    pillar: str | None
    seq: int | None
    events: int
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCause:
    """One cause of the change of one pair, and its share of the change."""

    actor_a: str
    actor_b: str
    dimension: str
    from_value: float | None
    to_value: float | None
    from_level: str
    to_level: str
    change: float | None
    is_clear: bool | None
    cause: str
    seq: int | None
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedReview:
    """A review somebody gave a name: the name is its text, the address what it is about."""

    about: str
    text: str
    author: str
    occurred_at: datetime
    ledger_seq: int
