"""What a report says, as the read functions gave it: rows, and one value for all of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from streams.report.keeping import Kept, KeptFinding
from streams.report.reading import Marking, Reader


class Exercise(NamedTuple):
    """An exercise as it was planned and held."""

    exercise_id: str
    state: str
    name: str | None
    series: str | None
    kinds: list[str]
    domains: list[str]
    starts_on: date
    ends_on: date
    place: str | None
    actors: list[str]
    personnel: int | None
    performed: int
    some_challenges: int
    major_challenges: int
    unable: int
    unrated: int
    observations: int
    newest_seq: int


class Move(NamedTuple):
    """A plan of the exercise, or its report."""

    move: str
    starts_on: date | None
    ends_on: date | None
    reason: str | None
    occurred_at: datetime
    recorded_at: datetime
    ledger_seq: int


class Participant(NamedTuple):
    """Who took part, or was meant to."""

    actor: str
    personnel: int | None
    took_part: bool | None
    was_planned: bool


class Result(NamedTuple):
    """How one evaluator rated one participant in one objective."""

    actor: str
    area: str
    objective_id: str
    rating: str | None
    evaluator: str
    tasks_met: int | None
    tasks_total: int | None
    comment: str | None
    occurred_at: datetime
    recorded_at: datetime
    is_corrected: bool
    ledger_seq: int


class Test(NamedTuple):
    """How a test of two participants went."""

    actor_a: str
    actor_b: str
    dimension: str
    area: str | None
    outcome: str
    occurred_at: datetime
    ledger_seq: int


class Observation(NamedTuple):
    """What somebody noticed in the exercise."""

    observation_id: str
    state: str | None
    area: str | None
    actors: list[str] | None
    observed: str | None
    submitted_at: datetime | None
    newest_seq: int


class Lesson(NamedTuple):
    """A lesson, and how far it is."""

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
    due_on: date | None
    overdue_days: int
    newest_seq: int


class Action(NamedTuple):
    """A remedial action of a lesson."""

    action_id: str
    lesson_id: str
    state: str | None
    action_body: str | None
    element: str | None
    due_on: date | None
    tasked_at: datetime | None
    implemented_at: datetime | None
    overdue_days: int
    newest_seq: int


class Meeting(NamedTuple):
    """A meeting as it was held."""

    meeting_id: str
    level: str | None
    started_on: date
    ended_on: date
    place: str | None
    attendees: int
    decisions: int
    newest_seq: int


class Attendee(NamedTuple):
    """Who came to a meeting, and how senior: 1 is the most senior."""

    actor: str
    rank: int


class Decision(NamedTuple):
    """What was decided, or is under silence, or failed."""

    decision_id: str
    topic: str | None
    state: str | None
    mode: str | None
    proposed_at: datetime | None
    decided_at: datetime | None
    objectors: list[str]
    newest_seq: int | None


class Held(NamedTuple):
    """An exercise that was held in the period."""

    exercise_id: str
    name: str | None
    kinds: list[str]
    domains: list[str]
    starts_on: date
    ends_on: date
    performed: int
    some_challenges: int
    major_challenges: int
    unable: int
    unrated: int
    newest_seq: int


class AreaReadiness(NamedTuple):
    """How much of the body is ready in one area."""

    area: str
    members: int
    reporting_members: int
    ready: int
    mean_index: float | None


class ReadingCause(NamedTuple):
    """A cause by which one reading changed."""

    actor: str
    area: str
    from_level: str
    to_level: str
    from_t: float | None
    to_t: float | None
    from_index: float | None
    to_index: float | None
    measure: str
    change: float | None
    cause: str
    pillar: str | None
    seq: int | None
    at: datetime | None
    events: int
    share: float | None


class PairCause(NamedTuple):
    """A cause by which one pair changed in one dimension."""

    actor_a: str
    actor_b: str
    dimension: str
    from_level: str
    to_level: str
    from_mean: float | None
    to_mean: float | None
    measure: str
    change: float | None
    cause: str
    seq: int | None
    at: datetime | None
    share: float | None


class Evidence(NamedTuple):
    """An event that the report names, with the text that was received."""

    seq: int
    recorded_at: datetime
    occurred_at: datetime
    type: str
    source: str
    event_id: str
    classification: str
    flag: str | None
    summary: str
    event: str


class KeptEdition(NamedTuple):
    """A report that was made final before."""

    edition: int
    final_at: datetime
    author: str
    classification: str
    content: str
    is_changed_since: bool
    formats: list[str]
    sha256s: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a report is made of, as one viewer may see it at one moment of both clocks."""

    kept: Kept
    reader: Reader
    marking: Marking
    method_version: int
    from_at: datetime
    to_at: datetime
    known_at: datetime
    final_at: datetime | None = None  # None: a draft
    findings: list[KeptFinding]
    editions: list[KeptEdition]
    exercise: Exercise | None = None
    moves: list[Move]
    participants: list[Participant]
    results: list[Result]
    tests: list[Test]
    observations: list[Observation]
    lessons: list[Lesson]
    actions: list[Action]
    earlier: list[Action]
    lessons_of_earlier: dict[str, Lesson]
    meeting: Meeting | None = None
    attendees: list[Attendee]
    decisions: list[Decision]
    held: list[Held]
    before: list[AreaReadiness]
    after: list[AreaReadiness]
    readings: list[ReadingCause]
    pairs: list[PairCause]
    evidence: list[Evidence]
