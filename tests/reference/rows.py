"""What the reference answers: one frozen row per read function, with the columns it has in SQL."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How ready one actor is in one area, and how ready it was when last known."""

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
    p_state: str
    s_state: str
    r_state: str
    p_level: int | None
    s_level: int | None
    r_level: int | None
    reporting: str
    pillars: int
    index: float | None
    last_t: float | None
    last_level: str
    last_index: float | None
    newest_at: datetime | None
    age_days: int | None
    newest_seq: int | None
    instrument_key: str | None
    report_age_days: int | None
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
    reporting: str
    last_level: str
    last_index: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaReading:
    """How ready a body is in one area: of all who belong to it, heard of or not."""

    area: str
    members: int
    current: int
    late: int
    lapsed: int
    never: int
    reporting_members: int
    ready: int
    ready_ratio: float
    weakest_level: str
    weakest_known_level: str | None
    nd: int
    mean_index: float | None
    indices: int
    lapsed_indices: int
    oldest_age_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyReading:
    """One reading of a body, and beside it what all of its area add up to."""

    actor: str
    area: str
    level: str
    t: float | None
    conf: float
    confidence: str
    items: int
    external_items: int
    p: float | None
    s: float | None
    r: float | None
    reported_t: float | None
    p_state: str
    s_state: str
    r_state: str
    reporting: str
    pillars: int
    index: float | None
    last_t: float | None
    last_level: str
    last_index: float | None
    newest_at: datetime | None
    age_days: int | None
    newest_seq: int | None
    report_age_days: int | None
    members: int
    current: int
    late: int
    lapsed: int
    never: int
    reporting_members: int
    ready: int
    ready_ratio: float
    weakest_level: str
    weakest_known_level: str | None
    nd: int
    mean_index: float | None
    indices: int
    lapsed_indices: int
    oldest_age_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyPoint:
    """How ready a body was in one area, as a point of a line."""

    at: datetime
    area: str
    ready_ratio: float
    ready: int
    members: int
    current: int
    late: int
    lapsed: int
    never: int
    nd: int
    mean_index: float | None
    indices: int
    lapsed_indices: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingState:
    """Whether one member still reports in one area, and which of its reports is the oldest."""

    actor: str
    area: str
    reporting: str
    report_age_days: int | None
    oldest_pillar: str | None
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairReading:
    """How far two actors can work together in one dimension, or could when last tested."""

    actor_a: str
    actor_b: str
    dimension: str
    level: int | None
    is_lapsed: bool
    last_level: int
    lower_bound: float | None
    mean: float | None
    n_eff: float
    tests: int
    newest_at: datetime
    age_days: int
    newest_seq: int
    is_capped: bool
    is_weakest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLevel:
    """How far two actors can work together in their weakest dimension."""

    actor_a: str
    actor_b: str
    level: int | None
    is_lapsed: bool
    last_level: int
    weakest_dimension: str
    dimensions: int
    tested_dimensions: int
    tests: int
    newest_at: datetime
    age_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPoint:
    """How far one pair could work together in one dimension, as a point of a line."""

    at: datetime
    dimension: str
    level: int | None
    is_lapsed: bool
    lower_bound: float | None
    mean: float | None
    is_capped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InteroperabilityPoint:
    """How many pairs could work together in one dimension, as a point of a line."""

    at: datetime
    dimension: str
    level_2_ratio: float
    compatible: int
    pairs: int
    lapsed: int
    never: int
    possible: int
    mean_lower_bound: float


@dataclass(frozen=True, slots=True, kw_only=True)
class InteroperabilityCount:
    """Into what all possible pairs of a body fall in one dimension."""

    dimension: str
    possible: int
    level_0: int
    level_1: int
    level_2: int
    level_3: int
    lapsed: int
    never: int


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
    is_late: bool | None = None
    is_counted: bool = True
    outcome: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedProgress:
    """One value that an actor reported, beside the path of its day."""

    actor: str
    observed_on: date
    value: float
    is_estimate: bool
    reported_at: datetime
    ledger_seq: int
    is_forecast: bool
    expected: float | None


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
    late: int
    not_reported: int
