"""The schedule of the synthetic season: what is planned, moved, and given up again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from schemas.events import ExerciseCancelled, ExerciseScheduled
from streams.demo.chance import Chance
from streams.demo.exercises import Exercise, abandoned, exercises, name_of
from streams.demo.members import PLACES
from streams.demo.telling import Told, moment

MONTHS_AHEAD = 12
MOVED = 0.2
REASONS = (
    "no ships in the planned weeks",
    "host nation withdrew the training area",
    "headquarters tied up in operations",
    "funds moved to another exercise",
)


def plans(chance: Chance, month: date) -> Iterator[Told]:
    """Return what was said ahead of the exercises of a month."""
    for exercise in exercises(chance, month):
        yield from _planned(chance, exercise)
    for exercise in abandoned(chance, month):
        yield from _planned(chance, exercise)
        yield _cancelled(chance, exercise)


def _planned(chance: Chance, exercise: Exercise) -> Iterator[Told]:
    name = exercise.exercise_id
    first_on = exercise.started_on - timedelta(chance.whole(200, 350, "planned", name))
    if not chance.happens(MOVED, "moved", name):
        yield _scheduled(chance, exercise, first_on, f"{name}:scheduled")
        return
    days = timedelta(chance.whole(10, 45, "moved by", name))
    before = replace(
        exercise, started_on=exercise.started_on - days, ended_on=exercise.ended_on - days
    )
    yield _scheduled(chance, before, first_on, f"{name}:scheduled")
    moved_on = exercise.started_on - timedelta(chance.whole(80, 160, "moved on", name))
    yield _scheduled(chance, exercise, moved_on, f"{name}:moved")


def _scheduled(chance: Chance, exercise: Exercise, on: date, id: str) -> Told:
    latitude_deg, longitude_deg, place = PLACES[exercise.cluster]
    data = ExerciseScheduled(
        exercise_id=exercise.exercise_id,
        name=name_of(exercise),
        series=f"EXERCISE {exercise.series}",
        kinds=(exercise.kind,),
        domains=tuple(sorted(exercise.areas)),
        starts_on=exercise.started_on,
        ends_on=exercise.ended_on,
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        participants=exercise.participants,
        place=place,
    )
    return _told(chance, id, data, on, exercise.exercise_id)


def _cancelled(chance: Chance, exercise: Exercise) -> Told:
    name = exercise.exercise_id
    on = exercise.started_on - timedelta(chance.whole(15, 75, "cancelled on", name))
    data = ExerciseCancelled(exercise_id=name, reason=chance.pick(REASONS, "reason", name))
    return _told(chance, f"{name}:cancelled", data, on, name)


def _told(
    chance: Chance, id: str, data: ExerciseScheduled | ExerciseCancelled, on: date, about: str
) -> Told:
    at = moment(chance, on, 9, 16, id)
    heard_at = at + timedelta(days=chance.between(0, 2, "heard", id))
    return Told(id, data, at, heard_at, correlation_id=about)
