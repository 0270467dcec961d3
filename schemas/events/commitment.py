"""What actors promise, what becomes of the promise, and how it is kept."""

from datetime import date
from typing import ClassVar

from schemas.events.event import EventData, require, require_distinct
from schemas.vocabulary import (
    ActorCode,
    Binding,
    BodyCode,
    ComplianceScore,
    Direction,
    Identifier,
    Name,
    Stage,
    Text,
    TopicName,
    Value,
)


class CommitmentTerms(EventData, frozen=True, kw_only=True):
    """What is promised: by whom, how much of what, from when until when."""

    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("commitment_id",)

    commitment_id: Identifier
    decision_id: Identifier | None = None
    body: BodyCode
    title: Text
    actors: tuple[ActorCode, ...]  # empty: the members of the body
    metric: Name
    unit: Name
    baseline: Value | None = None  # None: what each actor reported last before start_on
    target: Value
    direction: Direction
    start_on: date
    due_on: date
    binding: Binding

    def __post_init__(self) -> None:
        require(self.start_on < self.due_on, "due_on must lie after start_on")
        require(len(set(self.actors)) == len(self.actors), "actors names an actor twice")


class CommitmentMade(CommitmentTerms, frozen=True, kw_only=True):
    """Actors committed themselves to reach a target by a date."""

    TYPE: ClassVar[str] = "org.muster.commitment.made"


class CommitmentRevised(CommitmentTerms, frozen=True, kw_only=True):
    """A commitment holds on in other terms, all of which are given anew."""

    TYPE: ClassVar[str] = "org.muster.commitment.revised"

    reason: Text | None = None


class CommitmentReaffirmed(EventData, frozen=True, kw_only=True):
    """A body said again that a commitment holds."""

    TYPE: ClassVar[str] = "org.muster.commitment.reaffirmed"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("commitment_id",)

    commitment_id: Identifier
    body: BodyCode
    meeting_id: Identifier | None = None
    decision_id: Identifier | None = None


class CommitmentWithdrawn(EventData, frozen=True, kw_only=True):
    """A commitment was given up, by all or by some of those who made it."""

    TYPE: ClassVar[str] = "org.muster.commitment.withdrawn"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("commitment_id",)

    commitment_id: Identifier
    body: BodyCode
    actors: tuple[ActorCode, ...]  # empty: everybody
    reason: Text | None = None

    def __post_init__(self) -> None:
        require_distinct("actors", self.actors)


class CommitmentProgressReported(EventData, frozen=True, kw_only=True):
    """An actor reported how far it has come with a commitment."""

    TYPE: ClassVar[str] = "org.muster.commitment.progress_reported"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("commitment_id",)

    commitment_id: Identifier
    actor: ActorCode
    value: Value
    observed_on: date
    is_estimate: bool


class ComplianceAssessed(EventData, frozen=True, kw_only=True):
    """An assessor judged how an actor keeps a commitment."""

    TYPE: ClassVar[str] = "org.muster.commitment.compliance_assessed"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("commitment_id",)

    commitment_id: Identifier
    actor: ActorCode
    score: ComplianceScore
    stage: Stage
    assessor: Name
