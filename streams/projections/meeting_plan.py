"""Which meetings are planned, and what became of the plans?"""

from collections.abc import Iterable
from datetime import date

from schemas.events import MeetingCancelled, MeetingPostponed, MeetingScheduled
from streams.events.recorded import Fact
from streams.projections.projection import Projection, Row


class MeetingPlanRow(Row, frozen=True, kw_only=True):
    """A move of a plan: scheduled, postponed or cancelled."""

    meeting_id: str
    move: str
    body: str
    level: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    place: str | None = None
    invited: tuple[str, ...] | None = None
    reason: str | None = None


def of_schedule(fact: Fact) -> Iterable[MeetingPlanRow]:
    """Return the plan."""
    plan = fact.data
    assert isinstance(plan, MeetingScheduled)
    return (
        MeetingPlanRow(
            meeting_id=plan.meeting_id,
            move="scheduled",
            body=plan.body,
            level=plan.level,
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            place=plan.place,
            invited=plan.invited,
        ),
    )


def of_postponement(fact: Fact) -> Iterable[MeetingPlanRow]:
    """Return the new days, if there are any yet."""
    moved = fact.data
    assert isinstance(moved, MeetingPostponed)
    return (
        MeetingPlanRow(
            meeting_id=moved.meeting_id,
            move="postponed",
            body=moved.body,
            starts_on=moved.starts_on,
            ends_on=moved.ends_on,
            reason=moved.reason,
        ),
    )


def of_cancellation(fact: Fact) -> Iterable[MeetingPlanRow]:
    """Return that the plan holds no longer."""
    cancelled = fact.data
    assert isinstance(cancelled, MeetingCancelled)
    return (
        MeetingPlanRow(
            meeting_id=cancelled.meeting_id,
            move="cancelled",
            body=cancelled.body,
            reason=cancelled.reason,
        ),
    )


MEETING_PLAN = Projection(
    table="meeting_plan",
    row=MeetingPlanRow,
    rows_of={
        MeetingScheduled: of_schedule,
        MeetingPostponed: of_postponement,
        MeetingCancelled: of_cancellation,
    },
    is_ranked=True,
)
