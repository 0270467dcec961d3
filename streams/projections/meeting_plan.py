"""Which meetings are planned, and what became of the plans?"""

from collections.abc import Iterable

from schemas.events import MeetingCancelled, MeetingPostponed, MeetingScheduled
from streams.events.recorded import Fact
from streams.projections.projection import LIFE_RANK, Projection, Row


def of_schedule(fact: Fact) -> Iterable[Row]:
    """Return the plan."""
    plan = fact.data
    assert isinstance(plan, MeetingScheduled)
    return (
        (
            plan.meeting_id,
            "scheduled",
            plan.body,
            plan.level,
            plan.starts_on,
            plan.ends_on,
            plan.place,
            plan.invited,
            None,
        ),
    )


def of_postponement(fact: Fact) -> Iterable[Row]:
    """Return the new days, if there are any yet."""
    moved = fact.data
    assert isinstance(moved, MeetingPostponed)
    days = (moved.starts_on, moved.ends_on)
    return ((moved.meeting_id, "postponed", moved.body, None, *days, None, None, moved.reason),)


def of_cancellation(fact: Fact) -> Iterable[Row]:
    """Return that the plan holds no longer."""
    cancelled = fact.data
    assert isinstance(cancelled, MeetingCancelled)
    return ((cancelled.meeting_id, "cancelled", cancelled.body, *(None,) * 5, cancelled.reason),)


MEETING_PLAN = Projection(
    table="meeting_plan",
    columns=(
        "meeting_id",
        "move",
        "body",
        "level",
        "starts_on",
        "ends_on",
        "place",
        "invited",
        "reason",
        LIFE_RANK,
    ),
    rows_of={
        MeetingScheduled: of_schedule,
        MeetingPostponed: of_postponement,
        MeetingCancelled: of_cancellation,
    },
)
