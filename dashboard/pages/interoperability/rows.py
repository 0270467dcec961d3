"""The rows behind one pair: its tests, and what stands beside them."""

from dataclasses import dataclass
from datetime import datetime

from dashboard.pages.interoperability.queries import Exposure, PairBaseline, PairStandards
from dashboard.queries.readings import PairPoint


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
class PairLevel:
    """How well a pair of actors works together in the dimension where it is weakest."""

    actor_a: str
    actor_b: str
    level: int | None  # none when a dimension has lapsed
    is_lapsed: bool
    last_level: int
    weakest_dimension: str
    dimensions: int  # with a test that counts
    tested_dimensions: int  # ever tested
    tests: int
    age_days: int | None


@dataclass(frozen=True, slots=True)
class PairFacts:
    """Everything that is known about one pair at one moment."""

    history: list[PairPoint]
    tests: list[PairTest]
    exposure: Exposure
    standards: list[PairStandards]
    baselines: list[PairBaseline]
