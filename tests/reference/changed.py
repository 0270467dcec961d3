"""What the reference answers when it is asked for differences: rows as they are in SQL."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One cause by which the readiness of an actor in an area changed.

    All rows of an actor in an area are one reading, whose columns they repeat.
    """

    actor: str
    area: str
    from_level: str
    to_level: str
    from_t: float | None
    to_t: float | None
    from_t_level: int | None
    to_t_level: int | None
    from_index: float | None
    to_index: float | None
    is_clear: bool
    measure: str
    change: float | None
    cause: str
    pillar: str | None
    seq: int | None
    source: str | None
    event_id: str | None
    at: datetime | None
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChanged:
    """What moved the level of an actor in an area."""

    actor: str
    area: str
    from_level: str
    to_level: str
    cause: str
    pillar: str | None
    seq: int | None
    source: str | None
    event_id: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairChanged:
    """One cause by which the interoperability of a pair in a dimension changed."""

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
    source: str | None
    event_id: str | None
    at: datetime | None
    share: float | None
