"""Where studies place actors by how they vote elsewhere: context, and part of no reading."""

from typing import ClassVar

from schemas.events.event import EventData, require
from schemas.vocabulary import ActorCode, Identifier, ScaleValue, TopicName, VoteCount


class PositionEstimated(EventData, frozen=True, kw_only=True):
    """A study estimated where an actor stands on a scale, from how it voted on one occasion."""

    TYPE: ClassVar[str] = "org.muster.position.estimated"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("actor",)

    actor: ActorCode
    scale: Identifier
    scale_version: Identifier  # points of two versions are not on one line
    occasion: Identifier  # a session: only positions of the same one can be compared
    point: ScaleValue
    low: ScaleValue  # the 5 % and the 95 % bound of the point
    high: ScaleValue
    votes: VoteCount | None = None

    def __post_init__(self) -> None:
        require(self.low <= self.point <= self.high, "point lies outside low and high")
