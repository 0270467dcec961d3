"""Earlier versions of event types: what producers sent first, may still send, and what it means.

Each stays as it was, and says by `upcast` how the next version says the same; from there on, only
today's version is known. The hash of an event is that of what was sent.
"""

from datetime import date
from typing import ClassVar

from schemas.events.event import EarlierData, require, require_distinct, require_in_order
from schemas.events.exercise import ExerciseConducted, Participant
from schemas.events.exercise_plan import ExerciseScheduled
from schemas.events.lesson import Money, RemedialActionTasked
from schemas.vocabulary import (
    ActorCode,
    Area,
    CostEur,
    Element,
    ExerciseKind,
    Identifier,
    LatitudeDeg,
    LongitudeDeg,
    Name,
    TopicName,
)


class ExerciseConductedV1(EarlierData, frozen=True, kw_only=True):
    """An exercise of one kind took place, with these participants."""

    TYPE: ClassVar[str] = ExerciseConducted.TYPE
    TOPIC: ClassVar[TopicName | None] = ExerciseConducted.TOPIC
    SUBJECT: ClassVar[tuple[str, ...]] = ("exercise_id",)
    HAPPENED_BETWEEN: ClassVar[tuple[str, str] | None] = ("started_on", "ended_on")

    exercise_id: Identifier
    name: Name | None = None
    series: Name | None = None
    kind: ExerciseKind
    domains: tuple[Area, ...]
    started_on: date
    ended_on: date
    latitude_deg: LatitudeDeg | None = None
    longitude_deg: LongitudeDeg | None = None
    participants: tuple[Participant, ...]
    place: Name | None = None

    def __post_init__(self) -> None:
        require_in_order(("started_on", self.started_on), ("ended_on", self.ended_on))
        has_half_a_position = (self.latitude_deg is None) != (self.longitude_deg is None)
        require(not has_half_a_position, "latitude_deg and longitude_deg go together")
        actors = {participant.actor for participant in self.participants}
        require(len(actors) == len(self.participants), "participants names an actor twice")
        require(len(set(self.domains)) == len(self.domains), "domains names an area twice")

    def upcast(self) -> ExerciseConducted:
        """Return the exercise as one of a single kind."""
        return ExerciseConducted(
            exercise_id=self.exercise_id,
            name=self.name,
            series=self.series,
            kinds=(self.kind,),
            domains=self.domains,
            started_on=self.started_on,
            ended_on=self.ended_on,
            latitude_deg=self.latitude_deg,
            longitude_deg=self.longitude_deg,
            participants=self.participants,
            place=self.place,
        )


class ExerciseScheduledV1(EarlierData, frozen=True, kw_only=True):
    """An exercise of one kind is planned for these days, or has been moved to them."""

    TYPE: ClassVar[str] = ExerciseScheduled.TYPE
    TOPIC: ClassVar[TopicName | None] = ExerciseScheduled.TOPIC
    SUBJECT: ClassVar[tuple[str, ...]] = ("exercise_id",)
    ALLOW_FUTURE: ClassVar[bool] = True

    exercise_id: Identifier
    name: Name | None = None
    series: Name | None = None
    kind: ExerciseKind
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

    def upcast(self) -> ExerciseScheduled:
        """Return the plan as that of an exercise of a single kind."""
        return ExerciseScheduled(
            exercise_id=self.exercise_id,
            name=self.name,
            series=self.series,
            kinds=(self.kind,),
            domains=self.domains,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            latitude_deg=self.latitude_deg,
            longitude_deg=self.longitude_deg,
            participants=self.participants,
            place=self.place,
        )


class RemedialActionTaskedV1(EarlierData, frozen=True, kw_only=True):
    """Somebody was told to do something about a lesson, at a cost in euro."""

    TYPE: ClassVar[str] = RemedialActionTasked.TYPE
    TOPIC: ClassVar[TopicName | None] = RemedialActionTasked.TOPIC
    SUBJECT: ClassVar[tuple[str, ...]] = RemedialActionTasked.SUBJECT

    action_id: Identifier
    lesson_id: Identifier
    action_body: Name
    element: Element
    due_on: date | None = None
    cost_eur: CostEur | None = None

    def upcast(self) -> RemedialActionTasked:
        """Return the task with its cost as money; of which year its prices are was never said."""
        cost = None if self.cost_eur is None else Money(amount=self.cost_eur, currency="EUR")
        return RemedialActionTasked(
            action_id=self.action_id,
            lesson_id=self.lesson_id,
            action_body=self.action_body,
            element=self.element,
            due_on=self.due_on,
            cost=cost,
        )
