"""What the database says about one pair: the same as about all pairs, at any moment."""

from collections.abc import Generator
from datetime import timedelta

import pytest

from schemas.events import BaselineAdopted, ExerciseConducted
from tests.spec.cases import NOW, interop, joined
from tests.support.builders import correction_of, event, retraction_of
from tests.support.given import InDatabase, days_before, same, undone
from tests.support.postgres import Database

MONTH = timedelta(days=30)


@pytest.fixture
def told(database: Database) -> Generator[InDatabase]:
    """Give a database to tell events to, which forgets them after the test."""
    with undone(database) as engine:
        yield engine


def test_each_point_of_a_history_is_the_reading_of_that_moment(told: InDatabase):
    tests = [
        *(interop(age, id=f"t{age}") for age in (900, 700, 410, 400, 90, 3)),
        interop(200, "limited", dimension="human", id="h"),
    ]
    known_at = told.tell(*joined("EST", "FIN"), *tests)

    from_at = NOW - 24 * MONTH
    points = told.ask("pair_trend", "NATO", "FIN", "EST", from_at, NOW, MONTH, known_at)

    assert points
    for i in range(25):
        at = from_at + i * MONTH
        own = {point["dimension"]: point for point in points if point["at"] == at}
        then = {
            row["dimension"]: row for row in told.ask("interoperability", "NATO", at, known_at)
        }
        assert own.keys() == then.keys()
        for dimension, row in then.items():
            assert own[dimension]["level"] == row["level"]
            assert same(own[dimension]["lower_bound"], row["lower_bound"])
            assert same(own[dimension]["mean"], row["mean"])


def test_a_history_has_no_point_before_both_were_members(told: InDatabase):
    known_at = told.tell(
        *joined("EST"), *joined("FIN", on="2026-11-01"), *(interop(60, id=f"t{i}") for i in "ab")
    )

    question = ("EST", "FIN", NOW - 2 * MONTH, NOW, MONTH, known_at)
    of_body = told.ask("pair_trend", "NATO", *question)
    of_all = told.ask("pair_trend", None, *question)

    assert [point["at"] for point in of_body] == [NOW]
    assert len(of_all) == 3


def test_a_baseline_behind_holds_the_technical_level_of_the_history(told: InDatabase):
    adopted = [
        event(
            BaselineAdopted,
            actor=actor,
            level=level,
            id=actor,
            time=days_before(NOW, 40),
        )
        for actor, level in (("EST", 3), ("FIN", 4))
    ]
    tests = [interop(35, id=f"t{i}") for i in range(9)]
    known_at = told.tell(*joined("EST", "FIN"), *tests, *adopted)

    [then, now] = told.ask("pair_trend", "NATO", "EST", "FIN", NOW - MONTH, NOW, MONTH, known_at)

    assert [(point["level"], point["is_capped"]) for point in (then, now)] == [(2, True)] * 2


def _exercise(name: str, *actors: str, age_days: int = 30) -> bytes:
    day = days_before(NOW, age_days)
    return event(
        ExerciseConducted,
        id=name,
        exercise_id=name,
        started_on=day[:10],
        ended_on=day[:10],
        participants=[{"actor": actor} for actor in actors],
        time=day,
    )


def test_exercises_together_without_a_test_are_counted(told: InDatabase):
    test = interop(30, id="t", exercise_id="A")
    known_at = told.tell(
        _exercise("A", "EST", "FIN", "SWE"),
        _exercise("B", "EST", "FIN"),
        _exercise("C", "EST", "SWE"),
        _exercise("OLD", "EST", "FIN", age_days=761),
        test,
    )

    [joint] = told.ask("joint_exposure", "FIN", "EST", NOW, known_at)
    assert (joint["exercises"], joint["untested"]) == (2, 1)

    moved = told.tell(correction_of(test, exercise_id="B", id="c"))
    [joint] = told.ask("joint_exposure", "EST", "FIN", NOW, moved)
    assert (joint["exercises"], joint["untested"]) == (2, 1)

    gone = told.tell(retraction_of(test))
    [joint] = told.ask("joint_exposure", "EST", "FIN", NOW, gone)
    assert (joint["exercises"], joint["untested"]) == (2, 2)


def test_what_was_not_tested_is_not_forgotten_because_nobody_exercises_any_more(told: InDatabase):
    known_at = told.tell(
        _exercise("A", "EST", "FIN", age_days=30),
        _exercise("B", "EST", "FIN", age_days=760),
        _exercise("OLD", "EST", "FIN", age_days=761),
    )

    for days in (0, 700, 2000):
        as_of = NOW + timedelta(days=days)
        [joint] = told.ask("joint_exposure", "EST", "FIN", as_of, known_at)
        assert (joint["exercises"], joint["untested"]) == (2, 2)
