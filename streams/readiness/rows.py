"""What the reference answers: one frozen row per read function, with the columns it has in SQL."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How ready one actor is in one area."""

    actor: str
    area: str
    level: str
    t: float | None
    t_level: int | None
    conf: float
    confidence: str
    total_weight: float
    items: int
    external_items: int
    p: float | None
    s: float | None
    r: float | None
    reported_t: float | None
    p_level: int | None
    s_level: int | None
    r_level: int | None
    pillars: int
    index: float | None
    newest_at: datetime | None
    age_days: int | None
    newest_seq: int | None
    instrument_key: str | None
    report_age_days: int | None
    amber: bool
    computed_level: str
    override_reason: str | None = None
    override_expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """A reading as a point of a line."""

    at: datetime
    actor: str
    area: str
    t: float | None
    index: float | None
    level: str
    conf: float
    items: int
    pillars: str
    instrument_key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaReading:
    """How ready a body is in one area."""

    area: str
    members: int
    reporting: int
    ready: int
    ready_ratio: float
    weakest_level: str | None
    nd: int
    mean_index: float | None
    oldest_age_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyPoint:
    """How ready a body was in one area, as a point of a line."""

    at: datetime
    area: str
    ready_ratio: float
    reporting: int
    members: int
    mean_index: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairReading:
    """How far two actors can work together in one dimension."""

    actor_a: str
    actor_b: str
    dimension: str
    level: int
    lower_bound: float
    mean: float
    n_eff: float
    tests: int
    newest_at: datetime
    age_days: int
    newest_seq: int
    is_capped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLevel:
    """How far two actors can work together in their weakest dimension."""

    actor_a: str
    actor_b: str
    level: int
    weakest_dimension: str
    dimensions: int
    tests: int
    newest_at: datetime
    age_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InteroperabilityPoint:
    """How many pairs could work together in one dimension, as a point of a line."""

    at: datetime
    dimension: str
    level_2_ratio: float
    pairs: int
    mean_lower_bound: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one actor stands on one commitment."""

    commitment_id: str
    title: str
    metric: str
    unit: str
    actor: str
    baseline: float | None
    target: float
    direction: str
    start_on: date
    due_on: date
    value: float | None
    observed_on: date | None
    age_days: int | None
    is_estimate: bool | None
    expected: float | None
    score: int | None
    auto_score: int | None = None
    score_stage: str | None = None
    assessor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compliance:
    """How far one commitment is kept."""

    commitment_id: str
    title: str
    scored: int
    actors: int
    compliance_ratio: float | None
    met: int
    partly: int
    missed: int
    due_on: date
