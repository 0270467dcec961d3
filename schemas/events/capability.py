"""What capitals, units and assessors report about capabilities."""

from typing import ClassVar

from schemas.events.event import EventData, require
from schemas.vocabulary import (
    ActorCode,
    Area,
    AssessedLevel,
    Evaluator,
    Identifier,
    Name,
    NoticeDays,
    Percent,
    Pillar,
    TopicName,
)

POINTS_PER_LEVEL = 20  # WHO SPAR: level 1..5 as a score is level / 5 * 100


class ResourceLevelReported(EventData, frozen=True, kw_only=True):
    """An actor reported how much of one pillar it has in one area."""

    TYPE: ClassVar[str] = "org.muster.capability.resource_level_reported"
    TOPIC: ClassVar[TopicName | None] = TopicName.CAPABILITY_UPDATES
    SUBJECT: ClassVar[tuple[str, ...]] = ("actor",)

    actor: ActorCode
    area: Area
    pillar: Pillar
    pct: Percent
    ntm_days: NoticeDays | None = None
    reporter: Name


class CapabilityAssessed(EventData, frozen=True, kw_only=True):
    """An instrument scored one capability area of one actor."""

    TYPE: ClassVar[str] = "org.muster.capability.assessed"
    TOPIC: ClassVar[TopicName | None] = TopicName.CAPABILITY_UPDATES
    SUBJECT: ClassVar[tuple[str, ...]] = ("actor",)

    actor: ActorCode
    area: Area
    instrument: Identifier
    instrument_version: Identifier
    score: Percent | None = None
    level: AssessedLevel | None = None
    evaluator: Evaluator

    def __post_init__(self) -> None:
        require((self.score is None) != (self.level is None), "give either score or level")

    @property
    def score_points(self) -> float:
        """Return the score 0..100, whichever way it was given."""
        if self.level is not None:
            return float(self.level * POINTS_PER_LEVEL)
        return self.score or 0.0  # __post_init__: one of the two is there
