"""That insight was shared: who with whom, about what, never what it said."""

from typing import ClassVar

from schemas.events.event import EventData, require, require_distinct
from schemas.vocabulary import ActorCode, Area, Identifier, Name, TopicName


class InsightShared(EventData, frozen=True, kw_only=True):
    """An actor passed a product of its analysis to others."""

    TYPE: ClassVar[str] = "org.muster.insight.shared"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("from_actor",)

    from_actor: ActorCode
    to_actors: tuple[ActorCode, ...]
    topic: Name
    area: Area
    product_ref: Identifier

    def __post_init__(self) -> None:
        require(bool(self.to_actors), "to_actors names nobody")
        require_distinct("to_actors", self.to_actors)
        require(self.from_actor not in self.to_actors, "to_actors names from_actor")
