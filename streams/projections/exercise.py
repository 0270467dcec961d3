"""Which exercises took place, who took part, and what was found in them?"""

from collections.abc import Iterable
from datetime import date

from schemas.events import ExerciseConducted, ExerciseResultRecorded
from schemas.vocabulary import Area, DatePrecision, Evaluator, ExerciseKind, Rating
from streams.events.recorded import Fact
from streams.projections.projection import Projection, Row


class ExerciseRow(Row, frozen=True, kw_only=True):
    """An exercise that took place."""

    exercise_id: str
    name: str | None
    series: str | None
    kinds: tuple[ExerciseKind, ...]
    domains: tuple[Area, ...]
    started_on: date
    ended_on: date
    latitude_deg: float | None
    longitude_deg: float | None
    place: str | None
    date_precision: DatePrecision | None


class ParticipationRow(Row, frozen=True, kw_only=True):
    """An actor that took part, with how many, where that was said."""

    exercise_id: str
    actor: str
    personnel: int | None
    started_on: date


class ExerciseResultRow(Row, frozen=True, kw_only=True):
    """What was found of one objective of one actor."""

    exercise_id: str
    actor: str
    area: Area
    objective_id: str
    rating: Rating | None
    evaluator: Evaluator
    exercise_kind: ExerciseKind


def of_exercise(fact: Fact) -> Iterable[ExerciseRow]:
    """Return the exercise itself."""
    held = fact.data
    assert isinstance(held, ExerciseConducted)
    return (
        ExerciseRow(
            exercise_id=held.exercise_id,
            name=held.name,
            series=held.series,
            kinds=held.kinds,
            domains=held.domains,
            started_on=held.started_on,
            ended_on=held.ended_on,
            latitude_deg=held.latitude_deg,
            longitude_deg=held.longitude_deg,
            place=held.place,
            date_precision=fact.date_precision,
        ),
    )


def of_participants(fact: Fact) -> Iterable[ParticipationRow]:
    """Return one row per participant."""
    held = fact.data
    assert isinstance(held, ExerciseConducted)
    return (
        ParticipationRow(
            exercise_id=held.exercise_id,
            actor=participant.actor,
            personnel=participant.personnel,
            started_on=held.started_on,
        )
        for participant in held.participants
    )


def of_result(fact: Fact) -> Iterable[ExerciseResultRow]:
    """Return the result, rated or not."""
    result = fact.data
    assert isinstance(result, ExerciseResultRecorded)
    return (
        ExerciseResultRow(
            exercise_id=result.exercise_id,
            actor=result.actor,
            area=result.area,
            objective_id=result.objective_id,
            rating=result.rating,
            evaluator=result.evaluator,
            exercise_kind=result.exercise_kind,
        ),
    )


EXERCISE = Projection(
    table="exercise",
    row=ExerciseRow,
    rows_of={ExerciseConducted: of_exercise},
    is_ranked=True,
    version=2,
)

PARTICIPATION = Projection(
    table="participation", row=ParticipationRow, rows_of={ExerciseConducted: of_participants}
)

EXERCISE_RESULT = Projection(
    table="exercise_result",
    row=ExerciseResultRow,
    rows_of={ExerciseResultRecorded: of_result},
)
