"""How a decision comes about by consensus or silence, and what can stand in its way."""

from typing import ClassVar

from schemas.events.event import EventData, require_storable
from schemas.vocabulary import ActorCode, BodyCode, Identifier, Instant, Name, Text, TopicName


class DecisionProposed(EventData, frozen=True, kw_only=True):
    """A decision was put to a body, which agrees by silence if nobody objects in time."""

    TYPE: ClassVar[str] = "org.muster.decision.proposed"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("decision_id",)

    decision_id: Identifier
    body: BodyCode
    meeting_id: Identifier | None = None
    topic: Text
    policy_domain: Name
    silence_deadline_at: Instant | None = None  # None: no silence procedure

    def __post_init__(self) -> None:
        require_storable("silence_deadline_at", self.silence_deadline_at)


class SilenceBroken(EventData, frozen=True, kw_only=True):
    """Somebody objected in writing to a decision under silence."""

    TYPE: ClassVar[str] = "org.muster.decision.silence_broken"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("decision_id",)

    decision_id: Identifier
    actor: ActorCode | None = None  # None: not said who
    reason: Text | None = None


class ReservationRecorded(EventData, frozen=True, kw_only=True):
    """An actor agrees to a decision except for a part of it."""

    TYPE: ClassVar[str] = "org.muster.decision.reservation_recorded"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("decision_id",)

    decision_id: Identifier
    actor: ActorCode
    reason: Text | None = None


class DecisionBlocked(EventData, frozen=True, kw_only=True):
    """A decision did not come about because somebody would not agree."""

    TYPE: ClassVar[str] = "org.muster.decision.blocked"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("decision_id",)

    decision_id: Identifier
    actor: ActorCode | None = None  # None: not said who
    reason: Text | None = None


class DecisionRescinded(EventData, frozen=True, kw_only=True):
    """A decision that was adopted holds no longer."""

    TYPE: ClassVar[str] = "org.muster.decision.rescinded"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("decision_id",)

    decision_id: Identifier
    reason: Text
