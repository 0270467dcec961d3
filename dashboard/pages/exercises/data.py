"""Everything the page of exercises shows, asked for one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.asked import Asked
from dashboard.at_once import AtOnce
from dashboard.moment import Moment
from dashboard.pages.exercises import queries, words
from dashboard.pages.exercises.figures import Strip
from dashboard.pages.exercises.queries import (
    Exercise,
)
from dashboard.pages.exercises.rows import ExerciseObservation, ExerciseRecord, graded
from dashboard.queries import bodies
from dashboard.queries.bodies import Member

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
            queries.exercise_schedule(
                model,
                from_on=strip.first,
                to_on=strip.last,
                exercise=None,
                max_rows=MOST_EXERCISES,
                **moment.of_body,
            )
        )
        members = at_once.ask(bodies.members(model, **moment.of_body))
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
    model, clocks = asked.model, asked.moment.clocks
    async with AtOnce() as at_once:
        found = at_once.ask(
            queries.exercise_schedule(
                model,
                body=None,
                from_on=None,
                to_on=None,
                exercise=exercise,
                max_rows=1,
                **clocks,
            )
        )
        moves = at_once.ask(queries.exercise_moves(model, exercise=exercise, **clocks))
        participants = at_once.ask(
            queries.exercise_participants(model, exercise=exercise, **clocks)
        )
        results = at_once.ask(
            queries.exercise_results(model, exercise=exercise, max_rows=MOST_RESULTS, **clocks)
        )
        tests = at_once.ask(queries.exercise_tests(model, exercise=exercise, **clocks))
        observations = at_once.ask(
            model.ask(ExerciseObservation, "exercise_observations", exercise=exercise, **clocks)
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
    found = [exercise for exercise in exercises if graded(exercise)] or list(exercises)
    return found[0].exercise_id if found else None


def _month_start(on: date, months: int) -> date:
    number = on.year * 12 + on.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
