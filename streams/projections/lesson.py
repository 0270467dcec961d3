"""What was observed, what follows from it, what is done about it, and did that help?"""

from collections.abc import Iterable

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
from streams.events.recorded import Fact
from streams.projections.projection import LIFE_RANK, Projection, Row


def of_submission(fact: Fact) -> Iterable[Row]:
    """Return what was observed."""
    seen = fact.data
    assert isinstance(seen, ObservationSubmitted)
    about = (seen.exercise_id, seen.area, seen.actors, seen.text)
    return ((seen.observation_id, "submitted", *about),)


def of_verdict(fact: Fact) -> Iterable[Row]:
    """Return whether an observation was accepted, with what was said about it."""
    verdict = fact.data
    assert isinstance(verdict, ObservationValidated | ObservationRejected)
    is_accepted = isinstance(verdict, ObservationValidated)
    said = verdict.comment if is_accepted else verdict.reason
    move = "accepted" if is_accepted else "rejected"
    return ((verdict.observation_id, move, None, None, None, said),)


def of_identification(fact: Fact) -> Iterable[Row]:
    """Return the lesson, and from which observations it follows."""
    lesson = fact.data
    assert isinstance(lesson, LessonIdentified)
    return (
        (
            lesson.lesson_id,
            "identified",
            lesson.observation_ids,
            lesson.root_cause,
            lesson.severity,
            lesson.area,
            lesson.actors,
            None,
            None,
            None,
        ),
    )


def of_proof(fact: Fact) -> Iterable[Row]:
    """Return which result is named as proof that the remedy helped."""
    proved = fact.data
    assert isinstance(proved, LessonValidated | LessonLearned)
    move = "validated" if isinstance(proved, LessonValidated) else "learned"
    result = proved.validating_result
    key = (result.source, result.id) if result else (None, None)
    return ((proved.lesson_id, move, *(None,) * 5, *key, None),)


def of_closure(fact: Fact) -> Iterable[Row]:
    """Return that nothing will be done."""
    closed = fact.data
    assert isinstance(closed, LessonClosedWithoutAction)
    return ((closed.lesson_id, "closed", *(None,) * 7, closed.reason),)


def of_task(fact: Fact) -> Iterable[Row]:
    """Return what is to be done, by whom and when."""
    task = fact.data
    assert isinstance(task, RemedialActionTasked)
    what = (task.action_body, task.element, task.due_on, task.cost_eur)
    return ((task.action_id, task.lesson_id, "tasked", *what),)


def of_implementation(fact: Fact) -> Iterable[Row]:
    """Return that it has been done."""
    done = fact.data
    assert isinstance(done, RemedialActionImplemented)
    return ((done.action_id, done.lesson_id, "implemented", *(None,) * 4),)


OBSERVATION = Projection(
    table="observation",
    columns=("observation_id", "move", "exercise_id", "area", "actors", "text", LIFE_RANK),
    rows_of={
        ObservationSubmitted: of_submission,
        ObservationValidated: of_verdict,
        ObservationRejected: of_verdict,
    },
)

LESSON = Projection(
    table="lesson",
    columns=(
        "lesson_id",
        "move",
        "observation_ids",
        "root_cause",
        "severity",
        "area",
        "actors",
        "validating_source",
        "validating_id",
        "reason",
        LIFE_RANK,
    ),
    rows_of={
        LessonIdentified: of_identification,
        LessonValidated: of_proof,
        LessonLearned: of_proof,
        LessonClosedWithoutAction: of_closure,
    },
)

REMEDIAL_ACTION = Projection(
    table="remedial_action",
    columns=(
        "action_id",
        "lesson_id",
        "move",
        "action_body",
        "element",
        "due_on",
        "cost_eur",
        LIFE_RANK,
    ),
    rows_of={RemedialActionTasked: of_task, RemedialActionImplemented: of_implementation},
)
