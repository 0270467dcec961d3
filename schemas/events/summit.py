"""What bodies report: members, meetings, decisions."""

from datetime import date
from typing import ClassVar

from schemas.events.event import EventData, Part, require, require_in_order
from schemas.vocabulary import (
    ActorCode,
    ActorKind,
    BodyCode,
    DecisionMode,
    Identifier,
    MeetingLevelCode,
    Name,
    Rank,
    Text,
    TopicName,
)


class MemberJoined(EventData, frozen=True, kw_only=True):
    """An actor became part of a body."""

    TYPE: ClassVar[str] = "org.muster.member.joined"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("actor",)

    actor: ActorCode
    kind: ActorKind
    body: BodyCode
    from_on: date


class MemberLeft(EventData, frozen=True, kw_only=True):
    """An actor stopped being part of a body."""

    TYPE: ClassVar[str] = "org.muster.member.left"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("actor",)

    actor: ActorCode
    body: BodyCode
    to_on: date  # the first day on which it is no longer a member


class Attendee(Part, frozen=True, kw_only=True):
    """An actor at the table, and how senior its delegate was."""

    actor: ActorCode
    rank: Rank


class MeetingHeld(EventData, frozen=True, kw_only=True):
    """A body met."""

    TYPE: ClassVar[str] = "org.muster.meeting.held"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("meeting_id",)
    HAPPENED_BETWEEN: ClassVar[tuple[str, str] | None] = ("started_on", "ended_on")

    meeting_id: Identifier
    body: BodyCode
    level: MeetingLevelCode
    started_on: date
    ended_on: date
    place: Name | None = None
    attendees: tuple[Attendee, ...]

    def __post_init__(self) -> None:
        require_in_order(("started_on", self.started_on), ("ended_on", self.ended_on))
        actors = {attendee.actor for attendee in self.attendees}
        require(len(actors) == len(self.attendees), "attendees names an actor twice")


class DecisionAdopted(EventData, frozen=True, kw_only=True):
    """A body adopted a decision."""

    TYPE: ClassVar[str] = "org.muster.decision.adopted"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("decision_id",)

    decision_id: Identifier
    body: BodyCode
    meeting_id: Identifier | None = None
    topic: Text
    policy_domain: Name
    mode: DecisionMode
