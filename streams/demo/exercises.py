"""The calendar of the synthetic season: some forty exercises a year, in yearly series."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.events import ExerciseConducted, Participant
from schemas.vocabulary import Area, ExerciseKind
from streams.demo.chance import Chance
from streams.demo.members import AREAS, CLUSTERS, LARGE, MEMBERS, PLACES, takes_part
from streams.demo.telling import Told, moment

ABANDONED = 0.3  # share of the months in which a planned exercise is cancelled
PER_MONTH = (2, 3, 4, 4, 4, 4, 2, 2, 5, 4, 3, 2)
FIRST_WORDS = ("Amber", "Bright", "Copper", "Distant", "Even", "Granite", "Keen", "Silver")
LAST_WORDS = ("Anvil", "Beacon", "Compass", "Harrow", "Heron", "Lantern", "Quay", "Rampart")
KINDS = (
    *[ExerciseKind.LIVEX] * 7,
    *[ExerciseKind.CPX] * 5,
    *[ExerciseKind.CAX] * 4,
    *[ExerciseKind.TTX] * 4,
)


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise of the calendar."""

    exercise_id: str
    series: str
    cluster: str
    kind: ExerciseKind
    areas: tuple[Area, ...]
    started_on: date
    ended_on: date
    participants: tuple[str, ...]


def exercises(chance: Chance, month: date) -> Iterator[Exercise]:
    """Return the exercises that start in a month."""
    for slot in range(PER_MONTH[month.month - 1]):
        number = sum(PER_MONTH[: month.month - 1]) + slot
        yield _exercise(chance, month, slot, _series(chance, number))


def abandoned(chance: Chance, month: date) -> Iterator[Exercise]:
    """Return the exercises that were planned for a month and never took place."""
    if chance.happens(ABANDONED, "abandoned", month):
        series = _series(chance, sum(PER_MONTH) + month.month - 1)
        yield _exercise(chance, month, PER_MONTH[month.month - 1], series)


def name_of(exercise: Exercise) -> str:
    """Return the name of an exercise: its series and the year."""
    return f"EXERCISE {exercise.series} {exercise.started_on:%y}"


def _exercise(chance: Chance, month: date, slot: int, series: str) -> Exercise:
    # What a series is stays the same every year; who comes, and for how long, changes.
    cluster = chance.pick(tuple(CLUSTERS), "cluster", series)
    started_on = month + timedelta(chance.whole(0, 27, "start", month, slot))
    return Exercise(
        exercise_id=f"EXERCISE-{month:%Y-%m}-{slot + 1}",
        series=series,
        cluster=cluster,
        kind=chance.pick(KINDS, "kind", series),
        areas=tuple(chance.some(AREAS, chance.whole(2, 4, "areas", series), "area", series)),
        started_on=started_on,
        ended_on=started_on + timedelta(chance.whole(3, 14, "days", month, slot)),
        participants=_participants(chance, cluster, started_on, month, slot),
    )


def conducted(chance: Chance, exercise: Exercise) -> Told:
    """Return the report that the exercise took place."""
    latitude_deg, longitude_deg, place = PLACES[exercise.cluster]
    name = exercise.exercise_id
    data = ExerciseConducted(
        exercise_id=exercise.exercise_id,
        name=name_of(exercise),
        series=f"EXERCISE {exercise.series}",
        kinds=(exercise.kind,),
        domains=tuple(sorted(exercise.areas)),
        started_on=exercise.started_on,
        ended_on=exercise.ended_on,
        latitude_deg=round(latitude_deg + 2 * chance.swing("latitude", name), 2),
        longitude_deg=round(longitude_deg + 3 * chance.swing("longitude", name), 2),
        participants=tuple(_participant(chance, exercise, a) for a in exercise.participants),
        place=place,
    )
    at = moment(chance, exercise.ended_on, 14, 17, name)
    heard_at = at + timedelta(days=chance.between(0, 3, "heard", name))
    return Told(f"{name}:conducted", data, at, heard_at, correlation_id=name)


def _series(chance: Chance, number: int) -> str:
    pairs = [f"{first} {last}" for first in FIRST_WORDS for last in LAST_WORDS]
    return chance.some(pairs, number + 1, "series")[number]


def _participants(
    chance: Chance, cluster: str, on: date, month: date, slot: int
) -> tuple[str, ...]:
    def comes(actor: str) -> bool:
        likely = 0.85 if actor in CLUSTERS[cluster] else 0.35 if actor in LARGE else 0.14
        return takes_part(actor, on) and chance.happens(likely, "comes", month, slot, actor)

    return tuple(actor for actor in MEMBERS if comes(actor)) or CLUSTERS[cluster][:2]


def _participant(chance: Chance, exercise: Exercise, actor: str) -> Participant:
    live = exercise.kind is ExerciseKind.LIVEX
    most = (1500 if live else 120) * (3 if actor in LARGE else 1)
    persons = chance.whole(most // 10, most, "personnel", exercise.exercise_id, actor)
    return Participant(actor=actor, personnel=persons)
