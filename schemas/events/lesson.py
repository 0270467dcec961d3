"""What was observed, what was learned from it, and what is done about it: three journals."""

from datetime import date
from typing import ClassVar

from schemas.events.amendment import EventRef
from schemas.events.event import EventData, Part, require, require_distinct
from schemas.vocabulary import (
    ActorCode,
    Amount,
    Area,
    Currency,
    Element,
    Identifier,
    Name,
    PriceYear,
    Severity,
    Text,
    TopicName,
)


class ObservationSubmitted(EventData, frozen=True, kw_only=True):
    """Somebody noticed something that others may learn from."""

    TYPE: ClassVar[str] = "org.muster.observation.submitted"
    TOPIC: ClassVar[TopicName | None] = TopicName.EXERCISE_RESULTS
    SUBJECT: ClassVar[tuple[str, ...]] = ("observation_id",)

    observation_id: Identifier
    exercise_id: Identifier | None = None
    area: Area
    actors: tuple[ActorCode, ...]
    text: Text

    def __post_init__(self) -> None:
        require_distinct("actors", self.actors)


class ObservationValidated(EventData, frozen=True, kw_only=True):
    """An observation was checked and accepted."""

    TYPE: ClassVar[str] = "org.muster.observation.validated"
    TOPIC: ClassVar[TopicName | None] = TopicName.EXERCISE_RESULTS
    SUBJECT: ClassVar[tuple[str, ...]] = ("observation_id",)

    observation_id: Identifier
    comment: Text | None = None


class ObservationRejected(EventData, frozen=True, kw_only=True):
    """An observation was checked and put aside."""

    TYPE: ClassVar[str] = "org.muster.observation.rejected"
    TOPIC: ClassVar[TopicName | None] = TopicName.EXERCISE_RESULTS
    SUBJECT: ClassVar[tuple[str, ...]] = ("observation_id",)

    observation_id: Identifier
    reason: Text


class LessonIdentified(EventData, frozen=True, kw_only=True):
    """Observations were analysed down to a cause that somebody must remedy."""

    TYPE: ClassVar[str] = "org.muster.lesson.identified"
    TOPIC: ClassVar[TopicName | None] = TopicName.EXERCISE_RESULTS
    SUBJECT: ClassVar[tuple[str, ...]] = ("lesson_id",)

    lesson_id: Identifier
    observation_ids: tuple[Identifier, ...]
    root_cause: Text
    severity: Severity
    area: Area
    actors: tuple[ActorCode, ...]

    def __post_init__(self) -> None:
        require(bool(self.actors), "actors names nobody")
        require_distinct("actors", self.actors)
        require_distinct("observation_ids", self.observation_ids)


class Money(Part, frozen=True, kw_only=True):
    """An amount of a currency, in prices of a year if that was said."""

    amount: Amount
    currency: Currency
    price_year: PriceYear | None = None


class RemedialActionTasked(EventData, frozen=True, kw_only=True):
    """Somebody was told to do something about a lesson."""

    TYPE: ClassVar[str] = "org.muster.remedial_action.tasked"
    TOPIC: ClassVar[TopicName | None] = TopicName.EXERCISE_RESULTS
    SUBJECT: ClassVar[tuple[str, ...]] = ("lesson_id",)
    VERSION: ClassVar[int] = 2

    action_id: Identifier
    lesson_id: Identifier
    action_body: Name
    element: Element
    due_on: date | None = None  # None: the method's default after the task was given
    cost: Money | None = None


class RemedialActionImplemented(EventData, frozen=True, kw_only=True):
    """What was tasked has been done; whether it helped, only new evidence can tell."""

    TYPE: ClassVar[str] = "org.muster.remedial_action.implemented"
    TOPIC: ClassVar[TopicName | None] = TopicName.EXERCISE_RESULTS
    SUBJECT: ClassVar[tuple[str, ...]] = ("lesson_id",)

    action_id: Identifier
    lesson_id: Identifier


class LessonValidated(EventData, frozen=True, kw_only=True):
    """A result after the remedy is named as proof that it helped."""

    TYPE: ClassVar[str] = "org.muster.lesson.validated"
    TOPIC: ClassVar[TopicName | None] = TopicName.EXERCISE_RESULTS
    SUBJECT: ClassVar[tuple[str, ...]] = ("lesson_id",)

    lesson_id: Identifier
    validating_result: EventRef


class LessonLearned(EventData, frozen=True, kw_only=True):
    """A lesson is declared learned; it counts as such while its proof stands."""

    TYPE: ClassVar[str] = "org.muster.lesson.learned"
    TOPIC: ClassVar[TopicName | None] = TopicName.EXERCISE_RESULTS
    SUBJECT: ClassVar[tuple[str, ...]] = ("lesson_id",)

    lesson_id: Identifier
    validating_result: EventRef | None = None  # None: the one it was validated with


class LessonClosedWithoutAction(EventData, frozen=True, kw_only=True):
    """It was decided to live with a lesson."""

    TYPE: ClassVar[str] = "org.muster.lesson.closed_without_action"
    TOPIC: ClassVar[TopicName | None] = TopicName.EXERCISE_RESULTS
    SUBJECT: ClassVar[tuple[str, ...]] = ("lesson_id",)

    lesson_id: Identifier
    reason: Text
