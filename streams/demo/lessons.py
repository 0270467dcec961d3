"""The lessons of the season: a cause, its remedies, and whether a later result proves them."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from schemas.events import (
    EventRef,
    ExerciseResultRecorded,
    LessonClosedWithoutAction,
    LessonIdentified,
    LessonLearned,
    LessonValidated,
    Money,
    RemedialActionImplemented,
    RemedialActionTasked,
)
from schemas.vocabulary import Area, Element, Rating
from streams.demo.chance import Chance
from streams.demo.findings import CLOSURES, STAFFS
from streams.demo.observed import Case, after, cases, move, observed
from streams.demo.telling import Told, source_of

LEADS_TO_A_LESSON = 0.65
WITHOUT_DATE = 0.1  # the method's default holds
IN_TIME, NEVER = 0.7, 0.07
CLOSED = 0.5  # share of the lessons of which some remedy never comes
PROVED = 0.85
PROVED_WRONGLY = 0.08  # the result named as proof is none
LEARNED = 0.8
LEARNED_TOO_SOON = 0.03  # a move that does not fit
GOOD = (Rating.PERFORMED, Rating.SOME_CHALLENGES)

Rated = dict[tuple[str, Area], list[Told]]  # per actor and area, in time


@dataclass(frozen=True, slots=True)
class Task:
    """One remedy: when it was ordered, and when it is there, if ever."""

    number: int
    tasked_at: datetime
    days: int
    is_dated: bool
    implemented_at: datetime | None


def lessons(chance: Chance, results: Sequence[Told]) -> Iterator[Told]:
    """Return every move of the observations, lessons and remedial actions behind these results."""
    rated = _in_time(results)
    for case in cases(chance, results):
        yield from observed(chance, case)
        if not case.is_rejected and chance.happens(LEADS_TO_A_LESSON, "lesson", case.name):
            yield from _lesson(chance, case, rated)


def lesson_id(case: Case) -> str:
    """Return the identity of the lesson drawn from a case."""
    return f"{case.name}-LESSON"


def _lesson(chance: Chance, case: Case, rated: Rated) -> Iterator[Told]:
    identified_at = after(chance, case.checked_at, 5, 25, "identified", case.name)
    lesson = LessonIdentified(
        lesson_id=lesson_id(case),
        observation_ids=(case.observation_id,),
        root_cause=case.finding[1],
        severity=chance.whole(3, 4, "grave", case.name)
        if case.is_grave
        else chance.whole(1, 3, "not so grave", case.name),
        area=case.area,
        actors=case.actors,
    )
    yield move(chance, case, "identified", identified_at, lesson)
    if chance.happens(LEARNED_TOO_SOON, "too soon", case.name):
        learned = LessonLearned(lesson_id=lesson_id(case))
        yield move(chance, case, "learned-too-soon", identified_at + timedelta(days=3), learned)
    tasks = [
        _task(chance, case, number, identified_at)
        for number in range(1, 1 + chance.whole(1, 3, "tasks", case.name))
    ]
    for task in tasks:
        yield from _told_of(chance, case, task)
    yield from _end(chance, case, tasks, rated)


def _task(chance: Chance, case: Case, number: int, identified_at: datetime) -> Task:
    name = f"{case.name}-{number}"
    tasked_at = after(chance, identified_at, 2, 15, "tasked", name)
    days = chance.whole(30, 260, "due", name)
    draw = chance.share("when", name)
    done_at = (
        after(chance, tasked_at, days // 2, days, "done", name)
        if draw < IN_TIME
        else after(chance, tasked_at, days + 20, days + 300, "done late", name)
    )
    return Task(
        number=number,
        tasked_at=tasked_at,
        days=days,
        is_dated=not chance.happens(WITHOUT_DATE, "undated", name),
        implemented_at=None if draw >= 1 - NEVER else done_at,
    )


def _told_of(chance: Chance, case: Case, task: Task) -> Iterator[Told]:
    name = f"{case.name}-{task.number}"
    action_id = f"{case.name}-ACTION-{task.number}"
    tasked = RemedialActionTasked(
        action_id=action_id,
        lesson_id=lesson_id(case),
        action_body=chance.pick(STAFFS[case.area], "who", name),
        element=chance.pick(tuple(Element), "element", name),
        due_on=task.tasked_at.date() + timedelta(days=task.days) if task.is_dated else None,
        cost=Money(
            amount=float(chance.whole(1, 80, "cost", name) * 5000),
            currency="EUR",
            price_year=task.tasked_at.year,
        ),
    )
    yield move(chance, case, f"tasked-{task.number}", task.tasked_at, tasked)
    if task.implemented_at:
        done = RemedialActionImplemented(action_id=action_id, lesson_id=lesson_id(case))
        yield move(chance, case, f"implemented-{task.number}", task.implemented_at, done)


def _end(chance: Chance, case: Case, tasks: Sequence[Task], rated: Rated) -> Iterator[Told]:
    done = [task.implemented_at for task in tasks if task.implemented_at]
    if len(done) < len(tasks):
        if chance.happens(CLOSED, "closed", case.name):
            last = max(task.tasked_at + timedelta(days=task.days) for task in tasks)
            reason = chance.pick(CLOSURES, "why closed", case.name)
            closed = LessonClosedWithoutAction(lesson_id=lesson_id(case), reason=reason)
            yield move(chance, case, "closed", after(chance, last, 20, 120, case.name), closed)
        return
    proof = _proof(chance, case, max(done), rated)
    if proof is None or not chance.happens(PROVED, "proved", case.name):
        return
    validated_at = after(chance, proof.heard_at, 3, 20, "validated", case.name)
    result = EventRef(source=source_of(chance), id=proof.id)
    validated = LessonValidated(lesson_id=lesson_id(case), validating_result=result)
    yield move(chance, case, "validated", validated_at, validated)
    if chance.happens(LEARNED, "learned", case.name):
        learned_at = after(chance, validated_at, 5, 25, "learned", case.name)
        learned = LessonLearned(lesson_id=lesson_id(case))
        yield move(chance, case, "learned", learned_at, learned)


def _proof(chance: Chance, case: Case, done_at: datetime, rated: Rated) -> Told | None:
    """Return the first result after the remedies that is good enough, or is taken for one."""
    is_wrong = chance.happens(PROVED_WRONGLY, "wrong proof", case.name)
    later: list[Told] = []
    for actor in case.actors:
        own = rated[actor, case.area]
        later += own[bisect_right(own, done_at, key=_when) :]
    fitting = (
        told
        for told in sorted(later, key=lambda told: (told.at, told.id))
        if isinstance(told.data, ExerciseResultRecorded)
        and told.data.rating is not None
        and (told.data.rating in GOOD) is not is_wrong
    )
    return next(fitting, None)


def _in_time(results: Sequence[Told]) -> Rated:
    rated: Rated = defaultdict(list)
    for told in sorted(results, key=_when):
        if isinstance(told.data, ExerciseResultRecorded):
            rated[told.data.actor, told.data.area].append(told)
    return rated


def _when(told: Told) -> datetime:
    return told.at
