"""Which exercises are planned, and which plans were given up?"""

from collections.abc import Iterable
from datetime import date

from schemas.events import ExerciseCancelled, ExerciseScheduled
from schemas.vocabulary import Area, ExerciseKind
from streams.events.recorded import Fact
from streams.projections.projection import Projection, Row


class ExercisePlanRow(Row, frozen=True, kw_only=True):
    """A move of a plan: scheduled or cancelled."""

    exercise_id: str
    move: str
    name: str | None = None
    series: str | None = None
    kinds: tuple[ExerciseKind, ...] | None = None
    domains: tuple[Area, ...] | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    latitude_deg: float | None = None
    longitude_deg: float | None = None
    participants: tuple[str, ...] | None = None
    place: str | None = None
    reason: str | None = None


def of_schedule(fact: Fact) -> Iterable[ExercisePlanRow]:
    """Return the plan."""
    plan = fact.data
    assert isinstance(plan, ExerciseScheduled)
    return (
        ExercisePlanRow(
            exercise_id=plan.exercise_id,
            move="scheduled",
            name=plan.name,
            series=plan.series,
            kinds=plan.kinds,
            domains=plan.domains,
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            latitude_deg=plan.latitude_deg,
            longitude_deg=plan.longitude_deg,
            participants=plan.participants,
            place=plan.place,
        ),
    )


def of_cancellation(fact: Fact) -> Iterable[ExercisePlanRow]:
    """Return that the plan holds no longer."""
    cancelled = fact.data
    assert isinstance(cancelled, ExerciseCancelled)
    return (
        ExercisePlanRow(
            exercise_id=cancelled.exercise_id, move="cancelled", reason=cancelled.reason
        ),
    )


EXERCISE_PLAN = Projection(
    table="exercise_plan",
    row=ExercisePlanRow,
    rows_of={ExerciseScheduled: of_schedule, ExerciseCancelled: of_cancellation},
    is_ranked=True,
    version=2,
)
