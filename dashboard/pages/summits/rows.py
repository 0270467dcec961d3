"""One frozen row per read function about meetings, decisions and commitments."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """How regularly a body meets at one level."""

    level: str
    meetings: int
    last_on: date | None  # None: planned, and never held
    days_since: int | None
    expected_days: float | None
    overdue_ratio: float | None
    status: str | None
    regularity: float | None
    next_planned_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPlan:
    """One meeting: when it was first planned, and what became of it."""

    meeting_id: str
    level: str | None
    state: str
    first_on: date | None
    starts_on: date | None
    ends_on: date | None
    place: str | None
    postponements: int
    reason: str | None
    attendees: int
    ledger_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """How often one member came to the last meetings of a level, and at what mean rank."""

    actor: str
    level: str
    attended: int
    meetings: int
    mean_rank: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Who came to a meeting."""

    actor: str
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """How those who came to a meeting, or stayed away, stood before and after it."""

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
    lapsed: int = 0  # of the actors, those that are in it with what was known last


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What became of one decision by now; `in_all` counts those that fit."""

    decision_id: str
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
    newest_seq: int | None
    in_all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionStep:
    """One thing that was said about a decision."""

    at: datetime
    move: str
    actor: str | None
    mode: str | None
    meeting_id: str | None
    silence_deadline_at: datetime | None
    reason: str | None
    ledger_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence:
    """How often consensus failed in one policy domain."""

    policy_domain: str
    proposed: int
    contested: int
    divergence_ratio: float
    newest_on: date  # the window ends with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Dormancy:
    """When a commitment was spoken of last."""

    commitment_id: str
    title: str
    last_affirmed_at: datetime
    reaffirmations: int
    summits_since: int
    is_dormant: bool
    silent_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One value that an actor reported."""

    actor: str
    observed_on: date
    value: float
    is_estimate: bool
    is_forecast: bool = False  # of a day that its report could not have seen yet
