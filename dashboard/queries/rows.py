"""One frozen row per read function, as the pages know it."""

from dataclasses import dataclass, fields
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest event in the ledger; live means known at its moment.

    `now` is what the database's clock says: the one clock that decides what is ahead.
    """

    seq: int
    recorded_at: datetime
    now: datetime | None = None
    first_recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """The highest marking of what the viewer may see, and whether made-up data is among it."""

    classification: str | None
    is_exercise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body that has, or had, members, or that only met."""

    body: str
    members: int
    is_dissolved: bool = False
    members_until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodiesOfEvent:
    """Which bodies an event is about."""

    seq: int
    bodies: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An actor that belongs to a body."""

    actor: str
    kind: str
    since_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How ready an actor is in one area, and how well that is known."""

    actor: str
    area: str
    level: str
    t: float | None
    conf: float | None
    confidence: str
    items: int
    external_items: int
    p: float | None
    s: float | None
    r: float | None
    reported_t: float | None
    p_state: str  # current, late, lapsed, never
    s_state: str
    r_state: str
    reporting: str  # the worst of the three that were ever reported
    pillars: int
    index: float | None
    last_t: float | None  # as it was known last, also when it has lapsed
    last_level: str
    last_index: float | None
    newest_at: datetime | None
    age_days: int | None
    newest_seq: int | None
    report_age_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingState:
    """Whether a member reports in an area: by the oldest of its latest reports there."""

    actor: str
    area: str
    reporting: str  # current, late, lapsed, never
    report_age_days: int | None
    oldest_pillar: str | None
    oldest_at: datetime | None


@dataclass(frozen=True, kw_only=True)  # no slots: two parents of one class cannot both have them
class RolledUp:
    """How ready a body is in one area."""

    area: str
    members: int
    current: int
    late: int
    lapsed: int
    never: int
    reporting_members: int
    ready: int
    ready_ratio: float | None
    weakest_level: str | None
    weakest_known_level: str | None
    nd: int  # members without a level, those never heard of among them
    mean_index: float | None
    indices: int  # members in the mean
    lapsed_indices: int  # of them with their last known index
    oldest_age_days: int | None

    @property
    def is_heard_of(self) -> bool:
        """Tell whether anything was ever reported or demonstrated in this area."""
        return self.indices > 0 or self.never < self.members


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingInBody(Reading, RolledUp):
    """A reading of a member, and how ready the body is in the same area."""

    @property
    def rolled_up(self) -> RolledUp:
        """Give what is said of the body alone."""
        return RolledUp(**{field.name: getattr(self, field.name) for field in fields(RolledUp)})


@dataclass(frozen=True, slots=True, kw_only=True)
class PairReading:
    """How well a pair of actors works together in one dimension."""

    actor_a: str
    actor_b: str
    dimension: str
    level: int | None  # none when every test has lapsed
    is_lapsed: bool
    last_level: int
    lower_bound: float | None
    mean: float | None
    tests: int
    newest_at: datetime | None
    age_days: int | None
    newest_seq: int | None
    is_weakest: bool  # no other dimension of the pair is weaker


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """One actor and area at one moment."""

    at: datetime
    actor: str
    area: str
    t: float | None
    index: float | None
    level: str
    conf: float | None
    items: int
    pillars: str
    instrument_key: str | None
    reporting: str
    last_level: str
    last_index: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyPoint:
    """One body and area at one moment."""

    at: datetime
    area: str
    ready_ratio: float | None
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

    @property
    def reporting_members(self) -> int:
        """Give how many report, in time or late."""
        return self.current + self.late


@dataclass(frozen=True, slots=True, kw_only=True)
class InteropPoint:
    """One body and dimension of interoperability at one moment."""

    at: datetime
    dimension: str
    level_2_ratio: float | None
    compatible: int
    pairs: int
    lapsed: int
    never: int
    possible: int
    mean_lower_bound: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compliance:
    """How far the actors of one commitment keep to its path."""

    commitment_id: str
    title: str
    scored: int
    actors: int
    compliance_ratio: float | None
    met: int
    partly: int
    missed: int
    due_on: date
    late: int = 0
    not_reported: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentLine:
    """One actor's standing in one commitment."""

    commitment_id: str
    title: str
    metric: str
    unit: str
    actor: str
    target: float
    due_on: date
    value: float | None
    age_days: int | None
    is_estimate: bool | None
    expected: float | None
    score: int | None
    is_late: bool | None = None
    is_counted: bool = True
    outcome: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """One event of the ledger, without its content."""

    seq: int
    recorded_at: datetime
    occurred_at: datetime
    date_precision: str | None
    type: str
    version: int
    subject: str
    source: str
    event_id: str
    classification: str
    amended: str | None
    flag: str | None
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventText:
    """One event of the ledger with the text that was received."""

    seq: int
    recorded_at: datetime
    occurred_at: datetime
    date_precision: str | None
    type: str
    version: int
    subject: str
    source: str
    event_id: str
    classification: str
    root_seq: int | None
    topic: str
    partition: int
    offset: int
    amended: str | None
    flag: str | None
    summary: str
    event: str
    correlation_id: str | None
    causation_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionState:
    """How far one partition of one topic has been read."""

    topic: str
    partition: int
    next_offset: int
    stored: int
    duplicates: int
    dead: int
    paused_at: datetime | None
    pause_reason: str | None
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """One record that could not become an event."""

    topic: str
    partition: int
    offset: int
    recorded_at: datetime
    reason: str
    detail: str
    size_bytes: int
    source: str | None
    event_id: str | None
