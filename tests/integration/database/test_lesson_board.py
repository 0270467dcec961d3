"""What the read functions say about the work on lessons: candidates, history, proof."""

from collections.abc import Generator

import pytest

from schemas.events import (
    ExerciseResultRecorded,
    ExerciseScheduled,
    LessonIdentified,
    LessonLearned,
    LessonValidated,
    ObservationSubmitted,
    RemedialActionImplemented,
    RemedialActionTasked,
)
from tests.spec.cases import NOW, agrees, joined
from tests.support.builders import event, retraction_of
from tests.support.given import InDatabase, at, undone
from tests.support.postgres import Database

ID = "l-1"
RESULT = {"source": "test", "id": "proof"}


@pytest.fixture
def told(database: Database) -> Generator[InDatabase]:
    """Give a database to tell events to, which forgets them after the test."""
    with undone(database) as engine:
        yield engine


def identified(**overrides: object) -> bytes:
    return event(
        LessonIdentified,
        **{
            "lesson_id": ID,
            "observation_ids": ["o-1"],
            "actors": ["EST", "FIN"],
            "area": "logistics",
            "time": "2026-01-10T00:00:00Z",
        }
        | overrides,
    )


def tasked(action_id: str = "a-1", **overrides: object) -> bytes:
    return event(
        RemedialActionTasked,
        **{
            "lesson_id": ID,
            "action_id": action_id,
            "action_body": "movement centre",
            "due_on": "2026-06-01",
            "time": "2026-01-12T00:00:00Z",
        }
        | overrides,
    )


def implemented(action_id: str = "a-1") -> bytes:
    return event(
        RemedialActionImplemented,
        lesson_id=ID,
        action_id=action_id,
        time="2026-03-01T00:00:00Z",
    )


def proving(**overrides: object) -> bytes:
    return event(
        ExerciseResultRecorded,
        **{
            "id": "proof",
            "actor": "EST",
            "area": "logistics",
            "rating": "P",
            "time": "2026-05-01T00:00:00Z",
        }
        | overrides,
    )


def validated() -> bytes:
    return event(
        LessonValidated, lesson_id=ID, validating_result=RESULT, time="2026-06-01T00:00:00Z"
    )


def planned(exercise_id: str, starts_on: str, ends_on: str, **overrides: object) -> bytes:
    return event(
        ExerciseScheduled,
        **{
            "exercise_id": exercise_id,
            "domains": ["logistics"],
            "participants": ["FIN", "SWE"],
            "starts_on": starts_on,
            "ends_on": ends_on,
            "time": "2026-02-01T00:00:00Z",
        }
        | overrides,
    )


def test_the_next_planned_exercise_of_area_and_actor_could_validate(told: InDatabase):
    known_at = told.tell(
        *joined("EST"),
        identified(),
        planned("past", "2026-03-01", "2026-03-05"),
        planned("other-area", "2026-12-01", "2026-12-05", domains=["air"]),
        planned("other-actors", "2026-12-02", "2026-12-05", participants=["SWE"]),
        planned("later", "2027-02-01", "2027-02-05"),
        planned("next", "2027-01-01", "2027-01-05"),
    )

    [row] = told.ask("lesson_board", "NATO", NOW, known_at)

    assert agrees(row, {"candidate_id": "next", "candidate_actors": ["FIN"]})


def test_without_such_an_exercise_there_is_no_candidate(told: InDatabase):
    known_at = told.tell(*joined("EST"), identified())

    [row] = told.ask("lesson_board", "NATO", NOW, known_at)

    assert agrees(row, {"candidate_id": None, "owners": [], "is_open": True})


def test_who_owes_a_remedy_is_who_has_not_implemented_it(told: InDatabase):
    known_at = told.tell(
        *joined("EST"),
        identified(),
        tasked(),
        tasked("a-2", action_body="signals school"),
        implemented(),
    )

    [row] = told.ask("lesson_board", "NATO", NOW, known_at)

    assert agrees(row, {"owners": ["signals school"], "actions": 2, "implemented": 1})
    assert row["overdue_days"] == 175


def test_the_board_is_of_the_bodys_members_and_overdue_comes_first(told: InDatabase):
    known_at = told.tell(
        *joined("EST"),
        identified(lesson_id="l-9"),
        identified(),
        tasked(),
        identified(lesson_id="others", actors=["SWE"]),
    )

    rows = told.ask("lesson_board", "NATO", NOW, known_at)

    assert [row["lesson_id"] for row in rows] == [ID, "l-9"]
    assert len(told.ask("lesson_board", None, NOW, known_at)) == 3


def test_the_history_of_a_lesson_holds_all_three_journals_and_marks_what_does_not_fit(
    told: InDatabase,
):
    known_at = told.tell(
        event(ObservationSubmitted, observation_id="o-1", time="2026-01-01T00:00:00Z"),
        event(ObservationSubmitted, observation_id="o-2", time="2026-01-01T00:00:00Z"),
        identified(),
        event(LessonLearned, lesson_id=ID, time="2026-01-11T00:00:00Z"),
        tasked(),
        implemented(),
    )

    moves = told.ask("lesson_moves", ID, NOW, known_at)

    assert [(move["journal"], move["move"], move["is_fit"]) for move in moves] == [
        ("observation", "submitted", True),
        ("lesson", "identified", True),
        ("lesson", "learned", False),
        ("remedial_action", "tasked", True),
        ("remedial_action", "implemented", True),
    ]
    assert len(told.ask("lesson_moves", ID, at("2026-01-10"), known_at)) == 2


@pytest.mark.parametrize(
    ("overrides", "why_not"),
    [
        ({}, None),
        ({"rating": "M"}, "rating"),
        ({"rating": None}, "rating"),
        ({"actor": "SWE"}, "about something else"),
        ({"area": "air"}, "about something else"),
        ({"time": "2026-02-01T00:00:00Z"}, "before the remedy"),
        ({"id": "another"}, "not in force"),
    ],
)
def test_a_proof_stands_only_while_it_proves(told: InDatabase, overrides, why_not):
    known_at = told.tell(identified(), tasked(), implemented(), proving(**overrides), validated())

    [proof] = told.ask("lesson_proof", ID, NOW, known_at)

    assert agrees(proof, {"stands": why_not is None, "why_not": why_not})


def test_a_proof_falls_with_its_result_and_waits_for_every_remedy(told: InDatabase):
    result = proving()
    told.tell(identified(), tasked(), implemented(), result, validated())
    open_again = told.tell(tasked("a-2"))
    retracted = told.tell(implemented("a-2"), retraction_of(result, id="r1"))

    [waiting] = told.ask("lesson_proof", ID, NOW, open_again)
    [fallen] = told.ask("lesson_proof", ID, NOW, retracted)

    assert (waiting["why_not"], fallen["why_not"]) == ("remedies open", "not in force")
    assert fallen["ledger_seq"] is None


def test_a_lesson_without_a_named_result_has_no_proof(told: InDatabase):
    known_at = told.tell(identified())

    assert told.ask("lesson_proof", ID, NOW, known_at) == []
