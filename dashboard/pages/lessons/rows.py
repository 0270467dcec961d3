"""What the read functions say about lessons, what they weigh, and what is short of a target."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One lesson, who still owes a remedy, and the next exercise that could prove it."""

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
    due_on: date | None
    overdue_days: int
    anomalies: list[str]
    newest_seq: int
    owners: list[str]
    candidate_id: str | None
    candidate_name: str | None
    candidate_kind: str | None
    candidate_starts_on: date | None
    candidate_actors: list[str] | None

    @property
    def waits_for_proof(self) -> bool:
        """Say whether every remedy is there and only a result is missing."""
        return self.is_open and self.actions > 0 and self.actions == self.implemented


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonMove:
    """One move of a lesson, of an observation behind it, or of an action for it."""

    journal: str
    item_id: str
    move: str
    is_fit: bool
    words: str | None
    element: str | None
    due_on: date | None
    cost_eur: float | None
    occurred_at: datetime
    recorded_at: datetime
    ledger_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonProof:
    """The result named as proof of a lesson, and whether it still is one."""

    source: str
    event_id: str
    exercise_id: str | None
    actor: str | None
    area: str | None
    objective_id: str | None
    rating: str | None
    evaluator: str | None
    occurred_at: datetime | None
    ledger_seq: int | None
    stands: bool
    why_not: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """How heavy open lessons weigh on an actor in an area."""

    actor: str
    area: str
    lessons: int
    overdue: int
    burden: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How far a member is from what is required of it; while it has no index that is not known."""

    actor: str
    area: str
    target_index: float
    set_by: str
    is_own: bool
    index: float | None
    gap: float | None
    level: str | None
    ledger_seq: int
    is_open: bool = True
    last_index: float | None = None  # as it was known last
    last_gap: float | None = None


@dataclass(frozen=True, slots=True)
class LessonStory:
    """One lesson with everything that happened to it."""

    lesson: Lesson
    moves: list[LessonMove]
    proof: LessonProof | None
