"""Which meetings were held, and who sat at the table?"""

from collections.abc import Iterable

from schemas.events import MeetingHeld
from streams.events.recorded import Fact
from streams.projections.projection import LIFE_RANK, Projection, Row


def of_meeting(fact: Fact) -> Iterable[Row]:
    """Return the meeting itself."""
    held = fact.data
    assert isinstance(held, MeetingHeld)
    return ((held.meeting_id, held.body, held.level, held.started_on, held.ended_on, held.place),)


def of_attendees(fact: Fact) -> Iterable[Row]:
    """Return one row per actor that attended."""
    held = fact.data
    assert isinstance(held, MeetingHeld)
    return ((held.meeting_id, attendee.actor, attendee.rank) for attendee in held.attendees)


MEETING = Projection(
    table="meeting",
    columns=("meeting_id", "body", "level", "started_on", "ended_on", "place", LIFE_RANK),
    rows_of={MeetingHeld: of_meeting},
)

ATTENDANCE = Projection(
    table="attendance",
    columns=("meeting_id", "actor", "rank"),
    rows_of={MeetingHeld: of_attendees},
)
