"""Everything the page of exercises shows, asked for one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.asked import Asked
from dashboard.at_once import AtOnce
from dashboard.moment import Moment
from dashboard.pages.exercises import words
from dashboard.pages.exercises.figures import Strip
from dashboard.pages.exercises.rows import (
    Exercise,
    ExerciseMove,
    ExerciseObservation,
    ExerciseParticipant,
    ExerciseRecord,
    ExerciseResult,
    ExerciseTest,
)
from dashboard.queries.rows import Member

PATH = "/exercises"
MONTHS_BEFORE, MONTHS_AFTER = 12, 11
MOST_EXERCISES = 400
MOST_RESULTS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercises:
    """Everything the page shows, from one moment."""

    moment: Moment
    strip: Strip
    exercises: list[Exercise]
    matching: list[Exercise]
    members: list[Member]
    chosen: str | None
    record: ExerciseRecord | None


async def read(asked: Asked) -> Exercises:
    """Ask for the schedule, and for the exercise that is chosen or would be."""
    model, moment = asked.model, asked.moment
    strip = strip_of(moment.as_of.date())
    async with AtOnce() as at_once:
        # Of the body's members, touching the strip, newest first.
        schedule = at_once.ask(
            model.ask(
                Exercise,
                "exercise_schedule",
                from_on=strip.first,
                to_on=strip.last,
                exercise=None,
                max_rows=MOST_EXERCISES,
                **moment.of_body,
            )
        )
        members = at_once.ask(model.members(moment.body, moment.as_of, moment.known_at))
    matching = words.matching(schedule.result(), moment.view)
    chosen = moment.view.exercise or usual(matching)
    return Exercises(
        moment=moment,
        strip=strip,
        exercises=schedule.result(),
        matching=matching,
        members=members.result(),
        chosen=chosen,
        record=await _record(asked, chosen) if chosen else None,
    )


async def _record(asked: Asked, exercise: str) -> ExerciseRecord | None:
    """Ask everything about one exercise; None when nothing is known of it."""
    model, which = asked.model, {"exercise": exercise, **asked.moment.clocks}
    alone = {"body": None, "from_on": None, "to_on": None, "max_rows": 1}
    async with AtOnce() as at_once:
        found = at_once.ask(model.ask(Exercise, "exercise_schedule", **alone, **which))
        moves = at_once.ask(model.ask(ExerciseMove, "exercise_moves", **which))
        participants = at_once.ask(
            model.ask(ExerciseParticipant, "exercise_participants", **which)
        )
        results = at_once.ask(
            model.ask(ExerciseResult, "exercise_results", max_rows=MOST_RESULTS, **which)
        )
        tests = at_once.ask(model.ask(ExerciseTest, "exercise_tests", **which))
        observations = at_once.ask(
            model.ask(ExerciseObservation, "exercise_observations", **which)
        )
    if not found.result():
        return None
    return ExerciseRecord(
        found.result()[0],
        moves.result(),
        participants.result(),
        results.result(),
        tests.result(),
        observations.result(),
    )


def strip_of(on: date) -> Strip:
    """Give what is drawn around a day: whole months, a year back and nearly one ahead."""
    return Strip(_month_start(on, -MONTHS_BEFORE), _month_start(on, MONTHS_AFTER), on)


def usual(exercises: Sequence[Exercise]) -> str | None:
    """Give the exercise shown when none is chosen: the newest with results, else the first."""
    found = [exercise for exercise in exercises if exercise.graded] or list(exercises)
    return found[0].exercise_id if found else None


def _month_start(on: date, months: int) -> date:
    number = on.year * 12 + on.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
