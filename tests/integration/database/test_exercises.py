"""What the read functions say about exercises, from their first plan to their last rating."""

from collections.abc import Generator

import pytest

from schemas.events import (
    ExerciseCancelled,
    ExerciseConducted,
    ExerciseResultRecorded,
    ExerciseScheduled,
    InteropTestRecorded,
    ObservationSubmitted,
)
from schemas.vocabulary import Classification
from tests.spec.cases import NOW, agrees, joined
from tests.support.builders import correction_of, event, retraction_of
from tests.support.given import InDatabase, at, undone
from tests.support.postgres import Database

ID = "amber-26"
DAYS = (at("2026-01-01").date(), at("2027-12-31").date())


@pytest.fixture
def told(database: Database) -> Generator[InDatabase]:
    """Give a database to tell events to, which forgets them after the test."""
    with undone(database) as engine:
        yield engine


def planned(time: str, starts_on: str, ends_on: str, **overrides: object) -> bytes:
    return event(
        ExerciseScheduled,
        **{
            "exercise_id": ID,
            "participants": ["EST", "LVA"],
            "time": time,
            "starts_on": starts_on,
            "ends_on": ends_on,
        }
        | overrides,
    )


def held(**overrides: object) -> bytes:
    people = [{"actor": "EST", "personnel": 200}, {"actor": "FIN"}]
    return event(
        ExerciseConducted,
        **{
            "exercise_id": ID,
            "started_on": "2026-05-01",
            "ended_on": "2026-05-12",
            "participants": people,
        }
        | overrides,
    )


def rated(rating: str | None, **overrides: object) -> bytes:
    return event(ExerciseResultRecorded, **{"exercise_id": ID, "rating": rating} | overrides)


def schedule(told: InDatabase, known_at, as_of=NOW, body: str | None = "NATO"):
    return told.ask("exercise_schedule", body, *DAYS, as_of, known_at)


def test_a_plan_that_is_moved_shows_its_new_days_and_remembers_the_first(told: InDatabase):
    known_at = told.tell(
        *joined("EST"),
        planned("2026-01-10T00:00:00Z", "2026-12-01", "2026-12-05"),
        planned("2026-03-10T00:00:00Z", "2027-01-08", "2027-01-12"),
    )

    [row] = schedule(told, known_at)

    assert agrees(row, {"state": "planned", "schedules": 2, "actors": ["EST", "LVA"]})
    assert agrees(
        row, {"starts_on": at("2027-01-08").date(), "first_starts_on": at("2026-12-01").date()}
    )
    moves = told.ask("exercise_moves", ID, NOW, known_at)
    assert [move["move"] for move in moves] == ["scheduled", "scheduled"]


def test_a_plan_is_cancelled_held_or_late_and_what_was_held_is_held(told: InDatabase):
    plan = planned("2026-01-10T00:00:00Z", "2026-05-01", "2026-05-12")
    late = told.tell(*joined("EST"), plan)
    cancelled = told.tell(
        event(ExerciseCancelled, exercise_id=ID, reason="no ships", time="2026-04-01T00:00:00Z")
    )
    conducted = told.tell(held())

    states = [
        schedule(told, late, at("2026-04-30"))[0],
        schedule(told, late)[0],
        schedule(told, cancelled)[0],
        schedule(told, conducted)[0],
    ]

    assert [row["state"] for row in states] == ["planned", "unreported", "cancelled", "conducted"]
    assert [row["reason"] for row in states] == [None, None, "no ships", None]


def test_objectives_count_once_per_participant_at_their_worst(told: InDatabase):
    known_at = told.tell(
        *joined("EST"),
        held(),
        rated("P", actor="EST", objective_id="a", evaluator="external"),
        rated("M", actor="EST", objective_id="a", evaluator="self"),
        rated("U", actor="FIN", objective_id="a"),
        rated(None, actor="FIN", objective_id="b"),
        event(ObservationSubmitted, exercise_id=ID),
    )

    [row] = schedule(told, known_at)

    assert agrees(row, {"performed": 0, "some_challenges": 0, "major_challenges": 1, "unable": 1})
    assert agrees(row, {"unrated": 1, "observations": 1, "personnel": 200})


def test_only_exercises_of_the_bodys_members_in_the_period_are_listed(told: InDatabase):
    known_at = told.tell(
        *joined("FIN"),
        held(),
        held(exercise_id="others", participants=[{"actor": "SWE"}]),
        held(exercise_id="old", started_on="2020-01-01", ended_on="2020-01-05"),
    )

    assert [row["exercise_id"] for row in schedule(told, known_at)] == [ID]
    assert len(schedule(told, known_at, body=None)) == 2
    [only] = told.ask("exercise_schedule", None, None, None, NOW, known_at, "old")
    assert only["exercise_id"] == "old"


def test_who_was_meant_to_come_and_who_came_are_told_apart(told: InDatabase):
    before = told.tell(planned("2026-01-10T00:00:00Z", "2026-05-01", "2026-05-12"))
    after = told.tell(held())

    ahead = told.ask("exercise_participants", ID, NOW, before)
    present = told.ask("exercise_participants", ID, NOW, after)

    assert [(one["actor"], one["took_part"]) for one in ahead] == [("EST", None), ("LVA", None)]
    assert [(one["actor"], one["took_part"], one["was_planned"]) for one in present] == [
        ("EST", True, True),
        ("FIN", True, False),
        ("LVA", False, True),
    ]


def test_a_corrected_result_shows_what_the_correction_says(told: InDatabase):
    root = rated("P", tasks_met=9, tasks_total=10)
    before = told.tell(root)
    after = told.tell(correction_of(root, rating="M", tasks_met=4, id="c1"))
    gone = told.tell(retraction_of(root, id="r1"))

    [old] = told.ask("exercise_results", ID, NOW, before)
    [new] = told.ask("exercise_results", ID, NOW, after)

    assert agrees(old, {"rating": "P", "tasks_met": 9, "tasks_total": 10, "is_corrected": False})
    assert agrees(new, {"rating": "M", "tasks_met": 4, "is_corrected": True, "ledger_seq": 2})
    assert told.ask("exercise_results", ID, NOW, gone) == []


def test_the_tests_of_an_exercise_are_those_that_name_it(told: InDatabase):
    time = "2026-05-03T00:00:00Z"
    known_at = told.tell(
        held(),
        event(InteropTestRecorded, exercise_id=ID, outcome="limited", time=time),
        event(InteropTestRecorded, exercise_id="other", time=time),
        event(InteropTestRecorded, exercise_id=None, time=time),
    )

    [test] = told.ask("exercise_tests", ID, NOW, known_at)

    assert agrees(test, {"outcome": "limited", "dimension": "technical", "ledger_seq": 2})
    assert told.ask("exercise_tests", "nothing", NOW, known_at) == []


def test_what_the_viewer_may_not_see_is_nowhere(told: InDatabase):
    known_at = told.tell(
        *joined("EST"),
        held(),
        rated("P", actor="EST"),
        rated("U", actor="FIN", classification="SECRET"),
    )
    told.clear_for(Classification.RESTRICTED)

    [row] = schedule(told, known_at)

    assert agrees(row, {"performed": 1, "unable": 0})
    assert len(told.ask("exercise_results", ID, NOW, known_at)) == 1


def test_an_exercise_held_although_cancelled_is_held_and_shown_as_an_anomaly(told: InDatabase):
    known_at = told.tell(
        planned("2026-01-01T00:00:00Z", "2026-05-01", "2026-05-12"),
        event(ExerciseCancelled, exercise_id=ID, time="2026-04-01T00:00:00Z"),
        held(time="2026-05-12T00:00:00Z"),
    )

    [row] = told.ask("exercise_schedule", None, *DAYS, NOW, known_at)

    assert agrees(row, {"state": "conducted", "anomalies": ["held although cancelled"]})


def test_two_sources_that_hold_an_exercise_elsewhere_contradict_each_other(told: InDatabase):
    known_at = told.tell(
        held(time="2026-05-12T00:00:00Z", source="east", place="Tapa"),
        held(time="2026-05-12T00:00:00Z", source="west", place="Riga"),
    )

    [row] = told.ask("exercise_schedule", None, *DAYS, NOW, known_at)

    assert agrees(row, {"place": "Riga", "anomalies": ["two sources"]})
