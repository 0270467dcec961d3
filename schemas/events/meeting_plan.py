"""What is planned of meetings, and what becomes of the plan."""

from datetime import date
from typing import ClassVar

from schemas.events.event import EventData, require, require_distinct, require_in_order
from schemas.vocabulary import (
    ActorCode,
    BodyCode,
    Identifier,
    MeetingLevelCode,
    Name,
    Text,
    TopicName,
)


class MeetingScheduled(EventData, frozen=True, kw_only=True):
    """A body will meet on these days."""

    TYPE: ClassVar[str] = "org.muster.meeting.scheduled"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("meeting_id",)
    ALLOW_FUTURE: ClassVar[bool] = True

    meeting_id: Identifier
    body: BodyCode
    level: MeetingLevelCode
    starts_on: date
    ends_on: date
    place: Name | None = None
    invited: tuple[ActorCode, ...] = ()

    def __post_init__(self) -> None:
        require_in_order(("starts_on", self.starts_on), ("ends_on", self.ends_on))
        require_distinct("invited", self.invited)


class MeetingPostponed(EventData, frozen=True, kw_only=True):
    """A meeting will be held on other days, or on days yet to be found."""

    TYPE: ClassVar[str] = "org.muster.meeting.postponed"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("meeting_id",)
    ALLOW_FUTURE: ClassVar[bool] = True

    meeting_id: Identifier
    body: BodyCode
    starts_on: date | None = None
    ends_on: date | None = None
    reason: Text | None = None

    def __post_init__(self) -> None:
        has_half_a_date = (self.starts_on is None) != (self.ends_on is None)
        require(not has_half_a_date, "starts_on and ends_on go together")
        if self.starts_on is not None and self.ends_on is not None:
            require_in_order(("starts_on", self.starts_on), ("ends_on", self.ends_on))


class MeetingCancelled(EventData, frozen=True, kw_only=True):
    """A meeting that was planned will not be held."""

    TYPE: ClassVar[str] = "org.muster.meeting.cancelled"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("meeting_id",)

    meeting_id: Identifier
    body: BodyCode
    reason: Text | None = None
