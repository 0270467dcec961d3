"""What the read functions say about exercises: plans, results, tests, observations."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One exercise, planned, held or given up, with the worst rating of each objective counted."""

    exercise_id: str
    state: str
    name: str | None
    series: str | None
    kind: str
    domains: list[str]
    starts_on: date
    ends_on: date
    date_precision: str | None
    place: str | None
    actors: list[str]
    personnel: int | None
    schedules: int
    first_starts_on: date | None
    reason: str | None
    performed: int
    some_challenges: int
    major_challenges: int
    unable: int
    unrated: int
    observations: int
    newest_seq: int

    @property
    def graded(self) -> int:
        """Give how many objectives of participants were rated."""
        return self.performed + self.some_challenges + self.major_challenges + self.unable

    @property
    def met(self) -> int:
        """Give how many of them were met, however hard it was."""
        return self.graded - self.unable


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseMove:
    """One thing said about an exercise on its way from plan to report."""

    move: str
    starts_on: date | None
    ends_on: date | None
    date_precision: str | None
    reason: str | None
    occurred_at: datetime
    recorded_at: datetime
    ledger_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseParticipant:
    """Somebody who took part in an exercise or was meant to."""

    actor: str
    personnel: int | None
    took_part: bool | None
    was_planned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseResult:
    """How one evaluator rated one actor in one objective; no rating is participation only."""

    actor: str
    area: str
    objective_id: str
    rating: str | None
    evaluator: str
    tasks_met: int | None
    tasks_total: int | None
    comment: str | None
    occurred_at: datetime
    is_corrected: bool
    ledger_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseTest:
    """A test of two actors together, made in an exercise."""

    actor_a: str
    actor_b: str
    dimension: str
    area: str | None
    system_a: str | None
    system_b: str | None
    outcome: str
    occurred_at: datetime
    ledger_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseObservation:
    """What was noticed in an exercise, and the lesson that rests on it if there is one."""

    observation_id: str
    state: str | None
    area: str | None
    actors: list[str] | None
    observed: str | None
    moved_at: datetime | None
    anomalies: list[str]
    newest_seq: int
    lesson_id: str | None
    lesson_state: str | None
    root_cause: str | None
    overdue_days: int | None


@dataclass(frozen=True, slots=True)
class ExerciseRecord:
    """One exercise and everything recorded about it."""

    exercise: Exercise
    moves: list[ExerciseMove]
    participants: list[ExerciseParticipant]
    results: list[ExerciseResult]
    tests: list[ExerciseTest]
    observations: list[ExerciseObservation]
