"""How far are observations, lessons and remedial actions, and how heavy do open lessons weigh?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from schemas.events import (
    EventRef,
    ExerciseResultRecorded,
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
from schemas.method import Method
from schemas.vocabulary import Rating
from tests.reference import journals
from tests.reference.answers import Action, Burden, Lesson, Observation
from tests.reference.journals import Item
from tests.reference.statements import Statement

OBSERVATION_MOVES: journals.Moves = {
    ObservationSubmitted: "submitted",
    ObservationValidated: "accepted",
    ObservationRejected: "rejected",
}
OBSERVATION_GRAPH: journals.Graph = {
    "submitted": frozenset([None]),
    "accepted": frozenset(["submitted"]),
    "rejected": frozenset(["submitted"]),
}
ACTION_MOVES: journals.Moves = {
    RemedialActionTasked: "tasked",
    RemedialActionImplemented: "implemented",
}
ACTION_GRAPH: journals.Graph = {"tasked": frozenset([None]), "implemented": frozenset(["tasked"])}
LESSON_MOVES: journals.Moves = {
    LessonIdentified: "identified",
    LessonValidated: "validated",
    LessonLearned: "learned",
    LessonClosedWithoutAction: "closed",
}
LESSON_GRAPH: journals.Graph = {
    "identified": frozenset([None]),
    "validated": frozenset(["identified", "validated", "learned"]),
    "learned": frozenset(["validated"]),
    "closed": frozenset(["identified", "validated"]),
}
PROVING = (Rating.PERFORMED, Rating.SOME_CHALLENGES)


def observations(statements: Iterable[Statement]) -> list[Observation]:
    """Give what was observed, by its identity."""
    found = journals.items(
        statements,
        OBSERVATION_MOVES,
        OBSERVATION_GRAPH,
        lambda data: data.observation_id,  # type: ignore[attr-defined]
    )
    return [_observation(item) for item in found]


def _observation(item: Item) -> Observation:
    first, last = item.last("submitted"), item.last()
    seen = first.data if first else None
    assert seen is None or isinstance(seen, ObservationSubmitted)
    return Observation(
        observation_id=item.item_id,
        state=item.state,
        exercise_id=seen and seen.exercise_id,
        area=seen and str(seen.area),
        actors=list(seen.actors) if seen else None,
        observed=seen and seen.text,
        submitted_at=first and first.occurred_at,
        moved_at=last and last.occurred_at,
        anomalies=item.anomalies,
        newest_seq=item.newest_seq,
    )


def actions(statements: Iterable[Statement], on: date, method: Method) -> list[Action]:
    """Give what is to be done, by its identity."""
    found = journals.items(
        statements,
        ACTION_MOVES,
        ACTION_GRAPH,
        lambda data: data.action_id,  # type: ignore[attr-defined]
    )
    return [_action(item, on, method) for item in found]


def _action(item: Item, on: date, method: Method) -> Action:
    first, done = item.last("tasked"), item.last("implemented")
    task = first.data if first else None
    assert task is None or isinstance(task, RemedialActionTasked)
    due_on = _due_on(task.due_on, first, method) if task else None
    is_late = item.state == "tasked" and due_on is not None
    return Action(
        action_id=item.item_id,
        lesson_id=(task or item.steps[0][1].data).lesson_id,  # type: ignore[union-attr]
        state=item.state,
        action_body=task and task.action_body,
        element=task and str(task.element),
        due_on=due_on,
        cost_amount=task and task.cost and task.cost.amount,
        cost_currency=task and task.cost and task.cost.currency,
        cost_price_year=task and task.cost and task.cost.price_year,
        tasked_at=first and first.occurred_at,
        implemented_at=done and done.occurred_at,
        overdue_days=max((on - due_on).days, 0) if is_late and due_on else 0,
        anomalies=item.anomalies,
        newest_seq=item.newest_seq,
    )


def _due_on(given: date | None, first: Statement | None, method: Method) -> date | None:
    if given is not None or first is None:
        return given
    return first.occurred_at.date() + timedelta(days=method.lessons.default_due_days)


def lessons(statements: Sequence[Statement], on: date, method: Method) -> list[Lesson]:
    """Give the lessons, by their identity; one learned counts as such while its proof stands."""
    work: dict[str, list[Action]] = defaultdict(list)
    for action in actions(statements, on, method):
        if action.state is not None:
            work[action.lesson_id].append(action)
    found = journals.items(
        statements,
        LESSON_MOVES,
        LESSON_GRAPH,
        lambda data: data.lesson_id,  # type: ignore[attr-defined]
    )
    return [_lesson(item, work[item.item_id], statements, on, method) for item in found]


def _lesson(
    item: Item, work: Sequence[Action], statements: Iterable[Statement], on: date, method: Method
) -> Lesson:
    first, last = item.last("identified"), item.last()
    lesson = first.data if first else None
    assert lesson is None or isinstance(lesson, LessonIdentified)
    is_implemented = bool(work) and all(action.state == "implemented" for action in work)
    is_proved = (
        is_implemented and lesson is not None and _is_proved(item, lesson, work, statements)
    )
    is_unconfirmed = item.state == "learned" and not is_proved
    state = "validated" if is_unconfirmed else item.state
    is_open = state in ("identified", "validated")
    open_dues = [action.due_on for action in work if action.state == "tasked" and action.due_on]
    due_on = min(open_dues, default=None) if work else _due_on(None, first, method)
    return Lesson(
        lesson_id=item.item_id,
        state=state,
        is_open=is_open,
        severity=lesson and lesson.severity,
        area=lesson and str(lesson.area),
        actors=list(lesson.actors) if lesson else None,
        root_cause=lesson and lesson.root_cause,
        observation_ids=list(lesson.observation_ids) if lesson else None,
        identified_at=first and first.occurred_at,
        moved_at=last and last.occurred_at,
        actions=len(work),
        implemented=sum(action.state == "implemented" for action in work),
        is_implemented=is_implemented,
        due_on=due_on,
        overdue_days=max((on - due_on).days, 0) if is_open and due_on else 0,
        anomalies=item.anomalies + (["unconfirmed"] if is_unconfirmed else []),
        newest_seq=item.newest_seq,
    )


def _is_proved(
    item: Item, lesson: LessonIdentified, work: Iterable[Action], statements: Iterable[Statement]
) -> bool:
    proof = _proof(item)
    done_at = max(action.implemented_at for action in work if action.implemented_at)
    return any(
        isinstance(one.data, ExerciseResultRecorded)
        and proof is not None
        and one.order[2:] == (proof.source, proof.id)
        and one.data.rating in PROVING
        and one.data.actor in lesson.actors
        and one.data.area == lesson.area
        and one.occurred_at > done_at
        for one in statements
    )


def _proof(item: Item) -> EventRef | None:
    """Give the result named last by a move that fitted."""
    for _, one, fits in reversed(item.steps):
        named = getattr(one.data, "validating_result", None)
        if fits and named is not None:
            return named
    return None


def burden(
    found: Iterable[Lesson], wanted: Collection[str] | None, method: Method
) -> list[Burden]:
    """Give how heavy open lessons weigh, per actor and area; overdue ones up to twice."""
    groups: dict[tuple[str, str], list[Lesson]] = defaultdict(list)
    for lesson in found:
        for actor in lesson.actors or ():
            if lesson.is_open and (wanted is None or actor in wanted):
                groups[actor, lesson.area or ""].append(lesson)
    doubles_after = method.lessons.overdue_doubles_after_days
    return [
        Burden(
            actor=actor,
            area=area,
            lessons=len(group),
            overdue=sum(lesson.overdue_days > 0 for lesson in group),
            burden=sum(
                (lesson.severity or 0) * (1 + min(1, lesson.overdue_days / doubles_after))
                for lesson in group
            ),
        )
        for (actor, area), group in sorted(groups.items())
    ]
