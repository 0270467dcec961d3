"""What was observed, what follows from it, what is done about it, and did that help?"""

from collections.abc import Iterable
from datetime import date

from schemas.events import (
    LessonClosedWithoutAction,
    LessonIdentified,
    LessonLearned,
    LessonValidated,
    ObservationRejected,
    ObservationSubmitted,
    ObservationValidated,
    RemedialActionImplemented,
    RemedialActionTasked,
)
from schemas.vocabulary import Area, Element
from streams.events.recorded import Fact
from streams.projections.projection import Projection, Row


class ObservationRow(Row, frozen=True, kw_only=True):
    """A move of an observation: submitted, accepted or rejected."""

    observation_id: str
    move: str
    exercise_id: str | None = None
    area: Area | None = None
    actors: tuple[str, ...] | None = None
    text: str | None = None


class LessonRow(Row, frozen=True, kw_only=True):
    """A move of a lesson: identified, validated, learned or closed."""

    lesson_id: str
    move: str
    observation_ids: tuple[str, ...] | None = None
    root_cause: str | None = None
    severity: int | None = None
    area: Area | None = None
    actors: tuple[str, ...] | None = None
    validating_source: str | None = None
    validating_id: str | None = None
    reason: str | None = None


class RemedialActionRow(Row, frozen=True, kw_only=True):
    """A move of a remedial action: tasked or implemented."""

    action_id: str
    lesson_id: str
    move: str
    action_body: str | None = None
    element: Element | None = None
    due_on: date | None = None
    cost_amount: float | None = None
    cost_currency: str | None = None
    cost_price_year: int | None = None


def of_submission(fact: Fact) -> Iterable[ObservationRow]:
    """Return what was observed."""
    seen = fact.data
    assert isinstance(seen, ObservationSubmitted)
    return (
        ObservationRow(
            observation_id=seen.observation_id,
            move="submitted",
            exercise_id=seen.exercise_id,
            area=seen.area,
            actors=seen.actors,
            text=seen.text,
        ),
    )


def of_verdict(fact: Fact) -> Iterable[ObservationRow]:
    """Return whether an observation was accepted, with what was said about it."""
    verdict = fact.data
    assert isinstance(verdict, ObservationValidated | ObservationRejected)
    is_accepted = isinstance(verdict, ObservationValidated)
    return (
        ObservationRow(
            observation_id=verdict.observation_id,
            move="accepted" if is_accepted else "rejected",
            text=verdict.comment if is_accepted else verdict.reason,
        ),
    )


def of_identification(fact: Fact) -> Iterable[LessonRow]:
    """Return the lesson, and from which observations it follows."""
    lesson = fact.data
    assert isinstance(lesson, LessonIdentified)
    return (
        LessonRow(
            lesson_id=lesson.lesson_id,
            move="identified",
            observation_ids=lesson.observation_ids,
            root_cause=lesson.root_cause,
            severity=lesson.severity,
            area=lesson.area,
            actors=lesson.actors,
        ),
    )


def of_proof(fact: Fact) -> Iterable[LessonRow]:
    """Return which result is named as proof that the remedy helped."""
    proved = fact.data
    assert isinstance(proved, LessonValidated | LessonLearned)
    result = proved.validating_result
    return (
        LessonRow(
            lesson_id=proved.lesson_id,
            move="validated" if isinstance(proved, LessonValidated) else "learned",
            validating_source=result.source if result else None,
            validating_id=result.id if result else None,
        ),
    )


def of_closure(fact: Fact) -> Iterable[LessonRow]:
    """Return that nothing will be done."""
    closed = fact.data
    assert isinstance(closed, LessonClosedWithoutAction)
    return (LessonRow(lesson_id=closed.lesson_id, move="closed", reason=closed.reason),)


def of_task(fact: Fact) -> Iterable[RemedialActionRow]:
    """Return what is to be done, by whom and when."""
    task = fact.data
    assert isinstance(task, RemedialActionTasked)
    cost = task.cost
    return (
        RemedialActionRow(
            action_id=task.action_id,
            lesson_id=task.lesson_id,
            move="tasked",
            action_body=task.action_body,
            element=task.element,
            due_on=task.due_on,
            cost_amount=cost and cost.amount,
            cost_currency=cost and cost.currency,
            cost_price_year=cost and cost.price_year,
        ),
    )


def of_implementation(fact: Fact) -> Iterable[RemedialActionRow]:
    """Return that it has been done."""
    done = fact.data
    assert isinstance(done, RemedialActionImplemented)
    return (
        RemedialActionRow(action_id=done.action_id, lesson_id=done.lesson_id, move="implemented"),
    )


OBSERVATION = Projection(
    table="observation",
    row=ObservationRow,
    rows_of={
        ObservationSubmitted: of_submission,
        ObservationValidated: of_verdict,
        ObservationRejected: of_verdict,
    },
    is_ranked=True,
)

LESSON = Projection(
    table="lesson",
    row=LessonRow,
    rows_of={
        LessonIdentified: of_identification,
        LessonValidated: of_proof,
        LessonLearned: of_proof,
        LessonClosedWithoutAction: of_closure,
    },
    is_ranked=True,
)

REMEDIAL_ACTION = Projection(
    table="remedial_action",
    row=RemedialActionRow,
    rows_of={RemedialActionTasked: of_task, RemedialActionImplemented: of_implementation},
    is_ranked=True,
    version=2,
)
