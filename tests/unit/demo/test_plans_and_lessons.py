"""What the season plans and what it learns: each story holds together."""

from collections import Counter
from datetime import date

import pytest

from schemas.events import (
    ExerciseCancelled,
    ExerciseScheduled,
    LessonIdentified,
    LessonValidated,
    ObservationSubmitted,
    ObservationValidated,
    RemedialActionImplemented,
    RemedialActionTasked,
)
from streams.demo.chance import Chance
from streams.demo.exercises import abandoned, exercises
from streams.demo.lessons import lessons
from streams.demo.plans import plans
from streams.demo.results import ratings
from streams.demo.telling import Told, months, months_after

CHANCE = Chance(1)
MONTHS = months(date(2024, 1, 1), date(2026, 12, 1))


@pytest.fixture(scope="module")
def results() -> list[Told]:
    return [
        told
        for month in MONTHS
        for one in exercises(CHANCE, month)
        for told in ratings(CHANCE, one)
    ]


@pytest.fixture(scope="module")
def told(results: list[Told]) -> list[Told]:
    return list(lessons(CHANCE, results))


def of_kind(told: list[Told], kind: type) -> list:
    return [event.data for event in told if isinstance(event.data, kind)]


def test_every_exercise_is_planned_before_it_begins():
    planned = [event for month in MONTHS for event in plans(CHANCE, month)]
    held = [one for month in MONTHS for one in exercises(CHANCE, month)]
    scheduled = [event for event in planned if isinstance(event.data, ExerciseScheduled)]

    assert {one.exercise_id for one in held} <= {e.data.exercise_id for e in scheduled}
    assert all(event.heard_at.date() < event.data.starts_on for event in scheduled)


def test_some_exercises_are_moved_and_some_are_cancelled_and_never_held():
    planned = [event for month in MONTHS for event in plans(CHANCE, month)]
    schedules = Counter(data.exercise_id for data in of_kind(planned, ExerciseScheduled))
    cancelled = {data.exercise_id for data in of_kind(planned, ExerciseCancelled)}

    assert max(schedules.values()) == 2
    assert cancelled == {e.exercise_id for month in MONTHS for e in abandoned(CHANCE, month)}
    assert not cancelled & {e.exercise_id for month in MONTHS for e in exercises(CHANCE, month)}


def test_a_lesson_rests_on_an_observation_that_was_accepted(told: list[Told]):
    accepted = {data.observation_id for data in of_kind(told, ObservationValidated)}
    identified = of_kind(told, LessonIdentified)

    assert len(identified) > 50
    assert all(set(data.observation_ids) <= accepted for data in identified)


def test_actions_belong_to_lessons_and_most_are_carried_out(told: list[Told]):
    tasked = {data.action_id: data.lesson_id for data in of_kind(told, RemedialActionTasked)}
    done = {data.action_id: data.lesson_id for data in of_kind(told, RemedialActionImplemented)}

    assert set(tasked.values()) <= {data.lesson_id for data in of_kind(told, LessonIdentified)}
    assert done.items() <= tasked.items()
    assert 0.8 < len(done) / len(tasked) < 1


def test_the_proof_of_a_lesson_is_a_later_result_that_is_heard_of_before(
    told: list[Told], results: list[Told]
):
    by_id = {event.id: event for event in results}
    validated = [event for event in told if isinstance(event.data, LessonValidated)]

    assert len(validated) > 20
    for event in validated:
        assert by_id[event.data.validating_result.id].heard_at < event.at


def test_what_is_learned_later_changes_nothing_told_before(results: list[Told], told: list[Told]):
    until = MONTHS[-6]
    known = [event for event in results if event.at.date() < until]

    early = {e.id: e for e in lessons(CHANCE, known) if e.at.date() < until}

    assert early == {event.id: event for event in told if event.at.date() < until}


def test_all_of_it_says_that_it_is_an_exercise(told: list[Told]):
    ids = [data.observation_id for data in of_kind(told, ObservationSubmitted)]
    bodies = [data.action_body for data in of_kind(told, RemedialActionTasked)]

    assert all(text.startswith("EXERCISE") for text in [*ids, *bodies])


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 23), 1, date(2026, 12, 1)),
        (date(2026, 11, 23), 2, date(2027, 1, 1)),
        (date(2026, 12, 31), 12, date(2027, 12, 1)),
    ],
)
def test_months_ahead_are_counted_over_the_end_of_a_year(day: date, count: int, expected: date):
    assert months_after(day, count) == expected
