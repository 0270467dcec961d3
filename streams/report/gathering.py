"""Asks the read functions for all that a report says, and nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from schemas import method
from streams.report import keeping
from streams.report.errors import NothingToReview
from streams.report.facts import (
    Action,
    AreaReadiness,
    Attendee,
    Decision,
    Evidence,
    Exercise,
    Facts,
    Held,
    KeptEdition,
    Lesson,
    Meeting,
    Move,
    Observation,
    PairCause,
    Participant,
    ReadingCause,
    Result,
    Test,
)
from streams.report.keeping import ALWAYS, Kept
from streams.report.reading import ReadModel
from streams.report.review import Scope

MAX_ROWS = 10_000
DONE = "implemented"


@dataclass(frozen=True, slots=True)
class _About:
    """The period of a review, whose readings are compared, and in which areas; empty: all."""

    first: datetime
    last: datetime
    exercise: Exercise | None = None
    meeting: Meeting | None = None
    actors: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()


def editions(model: ReadModel, review_id: str) -> list[KeptEdition]:
    """Return the reports of a review that were made final."""
    return model.ask(KeptEdition, "editions", review_id=review_id, known_at=ALWAYS)


def facts(model: ReadModel, kept: Kept, final_at: datetime | None = None) -> Facts:
    """Return all that a report of this review says, a final one with the moment it became so.

    Raises NothingToReview before the end of what is reviewed.
    """
    known_at = kept.review_known_at or model.head().recorded_at
    clocks = {"as_of": known_at, "known_at": known_at}
    about = _about(model, kept, known_at)
    between = {
        "body": kept.body,
        "from_at": about.first,
        "to_at": about.last,
        "known_at": known_at,
    }
    of_exercise = {"exercise_id": about.exercise.exercise_id if about.exercise else None, **clocks}
    meeting_id = about.meeting.meeting_id if about.meeting else None
    is_exercise = about.exercise is not None
    observations = model.ask(Observation, "observations", **of_exercise) if is_exercise else []
    known_lessons = model.ask(Lesson, "lessons", **clocks)
    known_actions = model.ask(Action, "actions", **clocks)
    lessons = _lessons_of(known_lessons, observations, about)
    earlier = _earlier(known_actions, known_lessons, lessons, about)
    decisions = (
        []
        if is_exercise
        else model.ask(Decision, "decisions", meeting_id=meeting_id, as_of=known_at, **between)
    )
    held = (
        model.ask(
            Held,
            "held_between",
            body=kept.body,
            from_on=about.first.date(),
            to_on=(about.last - timedelta(microseconds=1)).date(),
            max_rows=MAX_ROWS,
            **clocks,
        )
        if kept.scope == Scope.PERIOD
        else []
    )
    moves = model.ask(Move, "moves", **of_exercise) if is_exercise else []
    results = model.ask(Result, "results", max_rows=MAX_ROWS, **of_exercise) if is_exercise else []
    tests = model.ask(Test, "tests", **of_exercise) if is_exercise else []
    actions = [one for one in known_actions if one.lesson_id in {x.lesson_id for x in lessons}]
    readings = _of_actors(model.ask(ReadingCause, "difference", **between), about)
    pairs = _of_pairs(model.ask(PairCause, "pair_difference", **between), about)
    findings = keeping.findings(model, kept.review_id)
    before, after = (
        model.ask(AreaReadiness, "rollup", body=kept.body, as_of=at, known_at=known_at)
        for at in (about.first, about.last)
    )
    named: list[int | None] = [
        *(one.ledger_seq for some in (moves, results, tests) for one in some),
        *(one.newest_seq for some in (observations, lessons, actions, earlier) for one in some),
        *(one.newest_seq for some in (decisions, held) for one in some),
        *(one.seq for some in (readings, pairs) for one in some),
        *(seq for one in findings for seq in one.evidence),
        about.meeting.newest_seq if about.meeting else None,
    ]
    return Facts(
        kept=kept,
        reader=model.reader(),
        marking=model.marking(known_at),
        method_version=method.load().method.version,
        from_at=about.first,
        to_at=about.last,
        known_at=known_at,
        final_at=final_at,
        findings=findings,
        editions=editions(model, kept.review_id),
        exercise=about.exercise,
        moves=moves,
        participants=(
            model.ask(Participant, "participants", **of_exercise) if is_exercise else []
        ),
        results=results,
        tests=tests,
        observations=observations,
        lessons=lessons,
        actions=actions,
        earlier=earlier,
        lessons_of_earlier={one.lesson_id: one for one in known_lessons},
        meeting=about.meeting,
        attendees=(
            model.ask(Attendee, "attendees", meeting_id=meeting_id, **clocks) if meeting_id else []
        ),
        decisions=decisions,
        held=held,
        before=_of_areas(before, about),
        after=_of_areas(after, about),
        readings=readings,
        pairs=pairs,
        evidence=_evidence(model, named),
    )


def _about(model: ReadModel, kept: Kept, known_at: datetime) -> _About:
    if kept.scope == Scope.EXERCISE:
        return _exercise(model, kept, known_at)
    if kept.scope == Scope.MEETING:
        return _meeting(model, kept, known_at)
    assert kept.from_at is not None
    assert kept.to_at is not None
    return _About(kept.from_at, kept.to_at)


def _exercise(model: ReadModel, kept: Kept, known_at: datetime) -> _About:
    asked = {"body": kept.body, "exercise_id": kept.scope_id}
    found = model.ask(Exercise, "exercise", as_of=known_at, known_at=known_at, **asked)
    if not found:
        raise NothingToReview(f"no exercise {kept.scope_id!r} is known at {known_at:%Y-%m-%dZ}")
    one = found[0]
    if one.state != "conducted" or known_at < _after(one.ends_on):
        raise NothingToReview(
            f"exercise {one.exercise_id!r} is {one.state}, and reported as held by nobody at "
            f"{known_at:%Y-%m-%dZ}; a report is made once it is over"
        )
    actors, areas = frozenset(one.actors), frozenset(one.domains)
    return _About(_begin(one.starts_on), _after(one.ends_on), one, None, actors, areas)


def _meeting(model: ReadModel, kept: Kept, known_at: datetime) -> _About:
    asked = {"body": kept.body, "meeting_id": kept.scope_id}
    found = model.ask(Meeting, "meeting", as_of=known_at, known_at=known_at, **asked)
    if not found or known_at < _after(found[0].ended_on):
        raise NothingToReview(
            f"no meeting {kept.scope_id!r} of {kept.body} is over at {known_at:%Y-%m-%dZ}"
        )
    return _About(_begin(found[0].started_on), _after(found[0].ended_on), meeting=found[0])


def _lessons_of(
    lessons: Iterable[Lesson], observations: Iterable[Observation], about: _About
) -> list[Lesson]:
    """Return the lessons drawn from an exercise, or those identified in a period."""
    if about.exercise is not None:
        ids = {one.observation_id for one in observations}
        return [one for one in lessons if ids & set(one.observation_ids or ())]
    return [
        one
        for one in lessons
        if one.identified_at is not None and about.first <= one.identified_at < about.last
    ]


def _earlier(
    actions: Iterable[Action], lessons: Iterable[Lesson], own: Iterable[Lesson], about: _About
) -> list[Action]:
    """Return what was tasked before the period about the same areas, and is not done yet."""
    meant = {
        one.lesson_id
        for one in lessons
        if one.is_open
        and (not about.areas or one.area in about.areas)
        and (not about.actors or about.actors & set(one.actors or ()))
    } - {one.lesson_id for one in own}
    return [
        one
        for one in actions
        if one.lesson_id in meant
        and one.state != DONE
        and one.tasked_at is not None
        and one.tasked_at < about.first
    ]


def _of_actors(rows: Iterable[ReadingCause], about: _About) -> list[ReadingCause]:
    return [
        one
        for one in rows
        if (not about.actors or one.actor in about.actors)
        and (not about.areas or one.area in about.areas)
    ]


def _of_pairs(rows: Iterable[PairCause], about: _About) -> list[PairCause]:
    return [one for one in rows if not about.actors or {one.actor_a, one.actor_b} <= about.actors]


def _of_areas(rows: Sequence[AreaReadiness], about: _About) -> list[AreaReadiness]:
    return [one for one in rows if not about.areas or one.area in about.areas]


def _evidence(model: ReadModel, named: Iterable[int | None]) -> list[Evidence]:
    seqs = sorted({seq for seq in named if seq is not None})
    return model.ask(Evidence, "evidence", seqs=seqs)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _after(day: date) -> datetime:
    return _begin(day + timedelta(days=1))
