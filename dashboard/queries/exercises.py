"""What the page of exercises asks: the schedule of a period, and everything about one exercise."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime

from dashboard.queries import ReadModel
from dashboard.queries.rows_exercises import (
    Exercise,
    ExerciseMove,
    ExerciseObservation,
    ExerciseParticipant,
    ExerciseResult,
    ExerciseTest,
)

MOST_EXERCISES = 400
MOST_RESULTS = 2000


@dataclass(frozen=True, slots=True)
class ExerciseRecord:
    """One exercise and everything recorded about it."""

    exercise: Exercise
    moves: list[ExerciseMove]
    participants: list[ExerciseParticipant]
    results: list[ExerciseResult]
    tests: list[ExerciseTest]
    observations: list[ExerciseObservation]


async def schedule(
    ask: ReadModel, body: str, days: tuple[date, date], as_of: datetime, known_at: datetime
) -> list[Exercise]:
    """Give the exercises of a body's members that touch a period, newest first."""
    return await ask.ask(
        Exercise,
        "exercise_schedule",
        body=body,
        from_on=days[0],
        to_on=days[1],
        as_of=as_of,
        known_at=known_at,
        exercise=None,
        max_rows=MOST_EXERCISES,
    )


async def record(
    ask: ReadModel, exercise: str, as_of: datetime, known_at: datetime
) -> ExerciseRecord | None:
    """Give everything about one exercise, or None when nothing is known of it."""
    which = {"exercise": exercise, "as_of": as_of, "known_at": known_at}
    found, moves, participants, results, tests, observations = await asyncio.gather(
        ask.ask(
            Exercise,
            "exercise_schedule",
            body=None,
            from_on=None,
            to_on=None,
            max_rows=1,
            **which,
        ),
        ask.ask(ExerciseMove, "exercise_moves", **which),
        ask.ask(ExerciseParticipant, "exercise_participants", **which),
        ask.ask(ExerciseResult, "exercise_results", max_rows=MOST_RESULTS, **which),
        ask.ask(ExerciseTest, "exercise_tests", **which),
        ask.ask(ExerciseObservation, "exercise_observations", **which),
    )
    if not found:
        return None
    return ExerciseRecord(found[0], moves, participants, results, tests, observations)
