"""The rows behind one pair: its history, its tests, and what stands beside them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPoint:
    """How well a pair worked together in one dimension at one moment."""

    at: datetime
    dimension: str
    level: int
    lower_bound: float
    mean: float
    is_capped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PairTest:
    """One test of a pair, and how many there are in its dimension."""

    dimension: str
    seq: int
    occurred_at: datetime
    age_days: int
    value: float
    weight: float
    counts: bool
    tests: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """How often two actors were together, and how often without being tested."""

    exercises: int
    untested: int
    latest_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairStandards:
    """How many required editions of standards both actors of a pair work by."""

    dimension: str
    implemented_by_both: int
    required: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PairBaseline:
    """By which spiral of a baseline one actor of a pair works."""

    baseline: str
    actor: str
    level: int
    newest_level: int
    is_behind: bool
