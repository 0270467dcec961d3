"""What is planned of exercises, and what becomes of the plan."""

from datetime import date
from typing import ClassVar

from schemas.events.event import EventData, require, require_distinct, require_in_order
from schemas.vocabulary import (
    ActorCode,
    Area,
    ExerciseKind,
    Identifier,
    LatitudeDeg,
    LongitudeDeg,
    Name,
    Text,
    TopicName,
)


class ExerciseScheduled(EventData, frozen=True, kw_only=True):
    """An exercise is planned for these days, or has been moved to them."""

    TYPE: ClassVar[str] = "org.muster.exercise.scheduled"
    TOPIC: ClassVar[TopicName | None] = TopicName.EXERCISE_RESULTS
    SUBJECT: ClassVar[tuple[str, ...]] = ("exercise_id",)
    VERSION: ClassVar[int] = 2
    ALLOW_FUTURE: ClassVar[bool] = True

    exercise_id: Identifier
    name: Name | None = None
    series: Name | None = None
    kinds: tuple[ExerciseKind, ...]  # several: a mix of them; empty: not known
    domains: tuple[Area, ...]
    starts_on: date
    ends_on: date
    latitude_deg: LatitudeDeg | None = None
    longitude_deg: LongitudeDeg | None = None
    participants: tuple[ActorCode, ...]
    place: Name | None = None

    def __post_init__(self) -> None:
        require_in_order(("starts_on", self.starts_on), ("ends_on", self.ends_on))
        has_half_a_position = (self.latitude_deg is None) != (self.longitude_deg is None)
        require(not has_half_a_position, "latitude_deg and longitude_deg go together")
        require_distinct("participants", self.participants)
        require_distinct("domains", self.domains)
        require_distinct("kinds", self.kinds)


class ExerciseCancelled(EventData, frozen=True, kw_only=True):
    """An exercise that was planned will not take place."""

    TYPE: ClassVar[str] = "org.muster.exercise.cancelled"
    TOPIC: ClassVar[TopicName | None] = TopicName.EXERCISE_RESULTS
    SUBJECT: ClassVar[tuple[str, ...]] = ("exercise_id",)

    exercise_id: Identifier
    reason: Text
