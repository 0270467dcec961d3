"""What the reference answers about the life of an alliance: one frozen row per read function."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What was observed, and what became of it."""

    observation_id: str
    state: str | None
    exercise_id: str | None
    area: str | None
    actors: list[str] | None
    observed: str | None
    submitted_at: datetime | None
    moved_at: datetime | None
    anomalies: list[str]
    newest_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What is to be done about a lesson."""

    action_id: str
    lesson_id: str
    state: str | None
    action_body: str | None
    element: str | None
    due_on: date | None
    cost_amount: float | None
    cost_currency: str | None
    cost_price_year: int | None
    tasked_at: datetime | None
    implemented_at: datetime | None
    overdue_days: int
    anomalies: list[str]
    newest_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What was learned, or is to be."""

    lesson_id: str
    state: str | None
    is_open: bool
    severity: int | None
    area: str | None
    actors: list[str] | None
    root_cause: str | None
    observation_ids: list[str] | None
    identified_at: datetime | None
    moved_at: datetime | None
    actions: int
    implemented: int
    is_implemented: bool
    due_on: date | None
    overdue_days: int
    anomalies: list[str]
    newest_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """How heavy open lessons weigh."""

    actor: str
    area: str
    lessons: int
    overdue: int
    burden: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided, or was not."""

    decision_id: str
    body: str | None
    topic: str | None
    policy_domain: str | None
    meeting_id: str | None
    state: str | None
    mode: str | None
    proposed_at: datetime | None
    silence_deadline_at: datetime | None
    decided_at: datetime | None
    breaks: int
    reservations: int
    blocks: int
    objectors: list[str]
    anomalies: list[str]
    newest_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence:
    """How often consensus fails in a policy domain."""

    policy_domain: str
    proposed: int
    contested: int
    divergence_ratio: float
    newest_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A level set by a commander."""

    actor: str
    area: str
    level: int
    reason: str
    expires_on: date
    days_left: int
    computed_level: str | None
    ledger_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How far an actor is from what is required of it."""

    actor: str
    area: str
    target_index: float
    set_by: str
    is_own: bool
    index: float | None
    gap: float | None
    level: str | None
    ledger_seq: int
    is_open: bool
    last_index: float | None
    last_gap: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dormancy:
    """When a commitment was spoken of last."""

    commitment_id: str
    title: str
    made_at: datetime
    last_affirmed_at: datetime
    reaffirmations: int
    summits_since: int
    is_dormant: bool
    silent_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """How regularly a body meets at one level."""

    level: str
    meetings: int
    last_on: date | None
    days_since: int | None
    median_gap_days: float | None
    expected_days: float | None
    overdue_ratio: float | None
    status: str | None
    regularity: float | None
    next_planned_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRecord:
    """How often an actor came."""

    actor: str
    level: str
    attended: int
    meetings: int
    attendance_ratio: float
    mean_rank: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A meeting or an exercise to come."""

    what: str
    id: str
    name: str | None
    level: str | None
    starts_on: date | None
    ends_on: date | None
    place: str | None
    is_postponed: bool
    actors: list[str]
    ledger_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """When an actor last reported on what it reports on."""

    actor: str
    area: str | None
    pillar: str | None
    last_at: datetime | None
    age_days: int | None
    is_missing: bool
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """How those on one side of a meeting's door stood before and after it."""

    meeting_id: str
    level: str
    started_on: date
    attended: bool
    actors: int
    index_before: float | None
    index_after: float | None
    scored: int
    compliance_before: float | None
    compliance_after: float | None
    lapsed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """How much insight went from one actor to another."""

    from_actor: str
    to_actor: str
    topic: str
    products: int
    newest_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What a member brings."""

    actor: str
    kind: str
    exercises: int
    results: int
    areas: int
    ready: int
    mean_index: float | None
    mean_resources: float | None
    scored: int
    compliance_ratio: float | None
    products_shared: int
    offers: int
    indices: int
    lapsed_indices: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What somebody wrote at a screen."""

    kind: str
    about: str
    text: str | None
    author: str
    occurred_at: datetime
    source: str
    event_id: str
    ledger_seq: int
