"""Which exercises took place, who took part, and what was found in them?"""

from collections.abc import Iterable

from schemas.events import ExerciseConducted, ExerciseResultRecorded
from streams.events.recorded import Fact
from streams.projections.projection import LIFE_RANK, Projection, Row


def of_exercise(fact: Fact) -> Iterable[Row]:
    """Return the exercise itself."""
    held = fact.data
    assert isinstance(held, ExerciseConducted)
    return (
        (
            held.exercise_id,
            held.name,
            held.series,
            held.kind,
            held.domains,
            held.started_on,
            held.ended_on,
            held.latitude_deg,
            held.longitude_deg,
            held.place,
            fact.date_precision,
        ),
    )


def of_participants(fact: Fact) -> Iterable[Row]:
    """Return one row per participant."""
    held = fact.data
    assert isinstance(held, ExerciseConducted)
    return (
        (held.exercise_id, participant.actor, participant.personnel, held.started_on)
        for participant in held.participants
    )


def of_result(fact: Fact) -> Iterable[Row]:
    """Return the result, rated or not."""
    result = fact.data
    assert isinstance(result, ExerciseResultRecorded)
    return (
        (
            result.exercise_id,
            result.actor,
            result.area,
            result.objective_id,
            result.rating,
            result.evaluator,
            result.exercise_kind,
        ),
    )


EXERCISE = Projection(
    table="exercise",
    columns=(
        "exercise_id",
        "name",
        "series",
        "kind",
        "domains",
        "started_on",
        "ended_on",
        "latitude_deg",
        "longitude_deg",
        "place",
        "date_precision",
        LIFE_RANK,
    ),
    rows_of={ExerciseConducted: of_exercise},
)

PARTICIPATION = Projection(
    table="participation",
    columns=("exercise_id", "actor", "personnel", "started_on"),
    rows_of={ExerciseConducted: of_participants},
)

EXERCISE_RESULT = Projection(
    table="exercise_result",
    columns=(
        "exercise_id",
        "actor",
        "area",
        "objective_id",
        "rating",
        "evaluator",
        "exercise_kind",
    ),
    rows_of={ExerciseResultRecorded: of_result},
)
