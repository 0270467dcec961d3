"""What the page makes of exercises: what of them was rated and met, and all about one."""

from dataclasses import dataclass
from datetime import datetime

from dashboard.pages.exercises.queries import (
    Exercise,
    ExerciseMove,
    ExerciseParticipant,
    ExerciseResult,
    ExerciseTest,
)


def graded(exercise: Exercise) -> int:
    """Give how many objectives of participants were rated."""
    met_hardly = exercise.some_challenges + exercise.major_challenges
    return exercise.performed + met_hardly + exercise.unable


def met(exercise: Exercise) -> int:
    """Give how many of them were met, however hard it was."""
    return graded(exercise) - exercise.unable


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
