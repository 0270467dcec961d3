"""Which exercises are planned, and which plans were given up?"""

from collections.abc import Iterable

from schemas.events import ExerciseCancelled, ExerciseScheduled
from streams.events.recorded import Fact
from streams.projections.projection import LIFE_RANK, Projection, Row


def of_schedule(fact: Fact) -> Iterable[Row]:
    """Return the plan."""
    plan = fact.data
    assert isinstance(plan, ExerciseScheduled)
    return (
        (
            plan.exercise_id,
            "scheduled",
            plan.name,
            plan.series,
            plan.kind,
            plan.domains,
            plan.starts_on,
            plan.ends_on,
            plan.latitude_deg,
            plan.longitude_deg,
            plan.participants,
            plan.place,
            None,
        ),
    )


def of_cancellation(fact: Fact) -> Iterable[Row]:
    """Return that the plan holds no longer."""
    cancelled = fact.data
    assert isinstance(cancelled, ExerciseCancelled)
    return ((cancelled.exercise_id, "cancelled", *(None,) * 10, cancelled.reason),)


EXERCISE_PLAN = Projection(
    table="exercise_plan",
    columns=(
        "exercise_id",
        "move",
        "name",
        "series",
        "kind",
        "domains",
        "starts_on",
        "ends_on",
        "latitude_deg",
        "longitude_deg",
        "participants",
        "place",
        "reason",
        LIFE_RANK,
    ),
    rows_of={ExerciseScheduled: of_schedule, ExerciseCancelled: of_cancellation},
)
