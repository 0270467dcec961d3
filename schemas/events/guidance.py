"""What is required of actors, and what a commander says instead of the computed level."""

from datetime import date
from typing import ClassVar

from schemas.events.event import EventData
from schemas.vocabulary import (
    ActorCode,
    ActorOrAll,
    Area,
    BodyCode,
    CommandLevel,
    Name,
    Percent,
    Text,
    TopicName,
)

ALL_ACTORS = "ALL"


class RequirementSet(EventData, frozen=True, kw_only=True):
    """A body set how ready an actor, or every member, has to be in an area."""

    TYPE: ClassVar[str] = "org.muster.requirement.set"
    TOPIC: ClassVar[TopicName | None] = TopicName.CAPABILITY_UPDATES
    SUBJECT: ClassVar[tuple[str, ...]] = ("actor",)

    actor: ActorOrAll
    body: BodyCode
    area: Area
    target_index: Percent
    set_by: Name


class LevelOverridden(EventData, frozen=True, kw_only=True):
    """A commander set a level other than the computed one, with a reason and an end."""

    TYPE: ClassVar[str] = "org.muster.level.overridden"
    TOPIC: ClassVar[TopicName | None] = TopicName.CAPABILITY_UPDATES
    SUBJECT: ClassVar[tuple[str, ...]] = ("actor",)

    actor: ActorCode
    area: Area
    level: CommandLevel
    reason: Text
    expires_on: date  # the last day it holds; the method's limit ends it sooner
