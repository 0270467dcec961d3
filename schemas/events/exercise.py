"""What exercise systems and test campaigns report."""

from datetime import date
from typing import ClassVar

from schemas.events.event import (
    EventData,
    Part,
    require,
    require_distinct,
    require_in_order,
)
from schemas.vocabulary import (
    ActorCode,
    Area,
    Count,
    Dimension,
    Evaluator,
    ExerciseKind,
    Headcount,
    Identifier,
    LatitudeDeg,
    LongitudeDeg,
    Name,
    Outcome,
    Rating,
    Text,
    TopicName,
)


class Participant(Part, frozen=True, kw_only=True):
    """An actor that took part, and with how many persons if known."""

    actor: ActorCode
    personnel: Headcount | None = None


class ExerciseConducted(EventData, frozen=True, kw_only=True):
    """An exercise took place, with these participants."""

    TYPE: ClassVar[str] = "org.muster.exercise.conducted"
    TOPIC: ClassVar[TopicName | None] = TopicName.EXERCISE_RESULTS
    SUBJECT: ClassVar[tuple[str, ...]] = ("exercise_id",)
    VERSION: ClassVar[int] = 2
    HAPPENED_BETWEEN: ClassVar[tuple[str, str] | None] = ("started_on", "ended_on")

    exercise_id: Identifier
    name: Name | None = None
    series: Name | None = None
    kinds: tuple[ExerciseKind, ...]  # several: a mix of them; empty: not known
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
        require_distinct("kinds", self.kinds)


class ExerciseResultRecorded(EventData, frozen=True, kw_only=True):
    """An evaluator rated what one actor showed in one area of one exercise."""

    TYPE: ClassVar[str] = "org.muster.exercise.result_recorded"
    TOPIC: ClassVar[TopicName | None] = TopicName.EXERCISE_RESULTS
    SUBJECT: ClassVar[tuple[str, ...]] = ("actor",)

    exercise_id: Identifier
    exercise_kind: ExerciseKind  # repeated here: the weight must not wait for another event
    actor: ActorCode
    area: Area
    objective_id: Identifier
    rating: Rating | None = None  # None: took part, was not rated
    evaluator: Evaluator
    tasks_met: Count | None = None
    tasks_total: Count | None = None
    comment: Text | None = None

    def __post_init__(self) -> None:
        met, total = self.tasks_met, self.tasks_total
        if met is not None or total is not None:
            require(met is not None and total is not None, "tasks_met and tasks_total go together")
            require((met or 0) <= (total or 0), "tasks_met is more than tasks_total")


class InteropTestRecorded(EventData, frozen=True, kw_only=True):
    """Two actors were tested together in one dimension of interoperability."""

    TYPE: ClassVar[str] = "org.muster.exercise.interop_tested"
    TOPIC: ClassVar[TopicName | None] = TopicName.EXERCISE_RESULTS
    SUBJECT: ClassVar[tuple[str, ...]] = ("actor_a", "actor_b")

    actor_a: ActorCode
    actor_b: ActorCode
    dimension: Dimension
    area: Area | None = None
    system_a: Name | None = None
    system_b: Name | None = None
    outcome: Outcome
    exercise_id: Identifier | None = None

    def __post_init__(self) -> None:
        require(self.actor_a != self.actor_b, "actor_a and actor_b are the same actor")
