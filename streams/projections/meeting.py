"""Which meetings were held, and who sat at the table?"""

from collections.abc import Iterable
from datetime import date

from schemas.events import MeetingHeld
from streams.events.recorded import Fact
from streams.projections.projection import Projection, Row


class MeetingRow(Row, frozen=True, kw_only=True):
    """A meeting that was held."""

    meeting_id: str
    body: str
    level: str
    started_on: date
    ended_on: date
    place: str | None


class AttendanceRow(Row, frozen=True, kw_only=True):
    """An actor at the table of a meeting."""

    meeting_id: str
    actor: str
    rank: int


def of_meeting(fact: Fact) -> Iterable[MeetingRow]:
    """Return the meeting itself."""
    held = fact.data
    assert isinstance(held, MeetingHeld)
    return (
        MeetingRow(
            meeting_id=held.meeting_id,
            body=held.body,
            level=held.level,
            started_on=held.started_on,
            ended_on=held.ended_on,
            place=held.place,
        ),
    )


def of_attendees(fact: Fact) -> Iterable[AttendanceRow]:
    """Return one row per actor that attended."""
    held = fact.data
    assert isinstance(held, MeetingHeld)
    return (
        AttendanceRow(meeting_id=held.meeting_id, actor=attendee.actor, rank=attendee.rank)
        for attendee in held.attendees
    )


MEETING = Projection(
    table="meeting", row=MeetingRow, rows_of={MeetingHeld: of_meeting}, is_ranked=True
)

ATTENDANCE = Projection(table="attendance", row=AttendanceRow, rows_of={MeetingHeld: of_attendees})
