"""Observations, lessons and remedial actions, and what proves a lesson learned."""

from datetime import timedelta

import pytest

from schemas.events import (
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
from tests.spec.cases import agrees, joined
from tests.support.builders import correction_of, event, retraction_of
from tests.support.given import Engine, at, same

NOW = "2026-11-23"
MOVES = {
    "submitted": ObservationSubmitted,
    "accepted": ObservationValidated,
    "rejected": ObservationRejected,
    "identified": LessonIdentified,
    "validated": LessonValidated,
    "learned": LessonLearned,
    "closed": LessonClosedWithoutAction,
    "tasked": RemedialActionTasked,
    "implemented": RemedialActionImplemented,
}


def moves(*names: str) -> list[bytes]:
    """Give the moves of one item, a day apart, in January 2026."""
    return [
        event(MOVES[name], time=f"2026-01-{day:02}T00:00:00Z") for day, name in enumerate(names, 1)
    ]


@pytest.mark.parametrize(
    ("names", "state", "anomalies"),
    [
        (["submitted"], "submitted", []),
        (["submitted", "accepted"], "accepted", []),
        (["submitted", "rejected"], "rejected", []),
        (["accepted"], None, ["accepted"]),
        (["accepted", "submitted"], "submitted", ["accepted"]),
        (["submitted", "submitted"], "submitted", ["submitted"]),
        (["submitted", "rejected", "accepted"], "rejected", ["accepted"]),
        (["submitted", "accepted", "accepted"], "accepted", ["accepted"]),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else str(value),
)
def test_an_observation_is_submitted_then_accepted_or_rejected(
    engine: Engine, names, state, anomalies
):
    known_at = engine.tell(*moves(*names))

    [row] = engine.ask("observations", at(NOW), known_at)

    assert agrees(row, {"state": state, "anomalies": anomalies})


def test_a_late_arrival_may_make_a_move_fit(engine: Engine):
    submitted, accepted = moves("submitted", "accepted")
    first = engine.tell(accepted)
    later = engine.tell(submitted)

    [then] = engine.ask("observations", at(NOW), first)
    [now] = engine.ask("observations", at(NOW), later)

    assert agrees(then, {"state": None, "anomalies": ["accepted"]})
    assert agrees(now, {"state": "accepted", "anomalies": [], "actors": ["EST"]})


@pytest.mark.parametrize(
    ("names", "state", "is_open", "anomalies"),
    [
        (["identified"], "identified", True, []),
        (["identified", "validated"], "validated", True, []),
        (["identified", "closed"], "closed", False, []),
        (["identified", "validated", "closed"], "closed", False, []),
        (["identified", "learned"], "identified", True, ["learned"]),
        (["validated"], None, False, ["validated"]),
        (["identified", "identified"], "identified", True, ["identified"]),
        (["identified", "closed", "validated"], "closed", False, ["validated"]),
        (["identified", "validated", "learned"], "validated", True, ["unconfirmed"]),
        (["identified", "validated", "validated"], "validated", True, []),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else str(value),
)
def test_a_lesson_is_identified_validated_and_learned_or_closed(
    engine: Engine, names, state, is_open, anomalies
):
    known_at = engine.tell(*moves(*names))

    [row] = engine.ask("lessons", at(NOW), known_at)

    assert agrees(row, {"state": state, "is_open": is_open, "anomalies": anomalies})


@pytest.mark.parametrize(
    ("names", "state", "anomalies"),
    [
        (["tasked"], "tasked", []),
        (["tasked", "implemented"], "implemented", []),
        (["implemented"], None, ["implemented"]),
        (["tasked", "tasked"], "tasked", ["tasked"]),
        (["tasked", "implemented", "implemented"], "implemented", ["implemented"]),
        (["implemented", "tasked"], "tasked", ["implemented"]),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else str(value),
)
def test_an_action_is_tasked_then_implemented(engine: Engine, names, state, anomalies):
    known_at = engine.tell(*moves(*names))

    [row] = engine.ask("remedial_actions", at(NOW), known_at)

    assert agrees(row, {"state": state, "anomalies": anomalies})


def test_moves_of_one_moment_are_told_apart_by_their_sequence(engine: Engine):
    time = "2026-01-01T00:00:00Z"
    known_at = engine.tell(
        event(ObservationValidated, time=time, sequence=2, id="a"),
        event(ObservationSubmitted, time=time, sequence=1, id="b"),
    )

    [row] = engine.ask("observations", at(NOW), known_at)

    assert agrees(row, {"state": "accepted", "anomalies": []})


def result(**overrides: object) -> bytes:
    """Give the result that is named as proof."""
    return event(
        ExerciseResultRecorded, **({"id": "result-1", "time": "2026-03-01T00:00:00Z"} | overrides)
    )


def course(proof: bytes, *, done: str | None = "2026-02-01T00:00:00Z") -> list[bytes]:
    """Give the course of a lesson from its cause to its being learned."""
    implemented = [event(RemedialActionImplemented, time=done)] if done else []
    return [
        event(LessonIdentified, time="2026-01-01T00:00:00Z"),
        event(RemedialActionTasked, time="2026-01-02T00:00:00Z"),
        *implemented,
        proof,
        event(LessonValidated, time="2026-03-02T00:00:00Z"),
        event(LessonLearned, time="2026-03-03T00:00:00Z"),
    ]


@pytest.mark.parametrize(
    ("overrides", "state"),
    [
        ({}, "learned"),
        ({"rating": "P"}, "learned"),
        ({"rating": "M"}, "validated"),
        ({"rating": "U"}, "validated"),
        ({"rating": None}, "validated"),
        ({"actor": "FIN"}, "validated"),
        ({"area": "land"}, "validated"),
        ({"time": "2026-02-01T00:00:00Z"}, "validated"),
        ({"time": "2026-02-01T00:00:01Z"}, "learned"),
        ({"id": "another"}, "validated"),
        ({"source": "another"}, "validated"),
        ({"time": "2026-11-23T00:00:01Z"}, "validated"),
    ],
    ids=[
        "rated S",
        "rated P",
        "rated M",
        "rated U",
        "not rated",
        "another actor",
        "another area",
        "not later than the remedy",
        "a second later",
        "another result",
        "another source",
        "not yet true",
    ],
)
def test_only_a_later_good_result_about_the_same_proves_a_lesson_learned(
    engine: Engine, overrides, state
):
    known_at = engine.tell(*course(result(**overrides)))

    [row] = engine.ask("lessons", at(NOW), known_at)

    assert row["state"] == state
    assert ("unconfirmed" in row["anomalies"]) == (state == "validated")


def test_a_lesson_whose_remedy_is_not_done_is_not_learned(engine: Engine):
    known_at = engine.tell(*course(result(), done=None))

    [row] = engine.ask("lessons", at(NOW), known_at)

    assert agrees(row, {"state": "validated", "actions": 1, "implemented": 0, "is_open": True})


def test_a_lesson_is_implemented_when_all_its_actions_are(engine: Engine):
    known_at = engine.tell(
        *course(result()),
        event(RemedialActionTasked, action_id="two", time="2026-01-05T00:00:00Z"),
    )

    [row] = engine.ask("lessons", at(NOW), known_at)

    assert agrees(row, {"is_implemented": False, "state": "validated", "actions": 2})


def test_a_lesson_is_unlearned_when_its_proof_is_corrected_or_retracted(engine: Engine):
    proof = result()
    first = engine.tell(*course(proof))
    second = engine.tell(correction_of(proof, rating="U"))
    third = engine.tell(retraction_of(proof))

    states = [
        engine.ask("lessons", at(NOW), known)[0]["state"] for known in (first, second, third)
    ]

    assert states == ["learned", "validated", "validated"]


def test_a_result_that_comes_late_proves_what_was_declared_before(engine: Engine):
    proof = result()
    first = engine.tell(*(one for one in course(proof) if one != proof))
    later = engine.tell(proof)

    states = [engine.ask("lessons", at(NOW), known)[0]["state"] for known in (first, later)]

    assert states == ["validated", "learned"]


def test_learning_may_name_a_proof_of_its_own(engine: Engine):
    known_at = engine.tell(
        event(LessonIdentified, time="2026-01-01T00:00:00Z"),
        event(RemedialActionTasked, time="2026-01-02T00:00:00Z"),
        event(RemedialActionImplemented, time="2026-02-01T00:00:00Z"),
        event(LessonValidated, time="2026-03-02T00:00:00Z"),
        result(id="better"),
        event(
            LessonLearned,
            validating_result={"source": "test", "id": "better"},
            time="2026-03-03T00:00:00Z",
        ),
    )

    [row] = engine.ask("lessons", at(NOW), known_at)

    assert row["state"] == "learned"


@pytest.mark.parametrize(
    ("due_on", "expected", "overdue_days"),
    [
        ("2026-11-23", "2026-11-23", 0),
        ("2026-11-22", "2026-11-22", 1),
        ("2026-01-01", "2026-01-01", 326),
        (None, "2027-03-08", 0),
    ],
    ids=["today", "yesterday", "long ago", "by default after 430 days"],
)
def test_an_action_is_due_on_its_day_or_after_the_default(
    engine: Engine, due_on, expected, overdue_days
):
    known_at = engine.tell(
        event(LessonIdentified, time="2026-01-01T00:00:00Z"),
        event(RemedialActionTasked, time="2026-01-02T00:00:00Z", due_on=due_on),
    )

    [action] = engine.ask("remedial_actions", at(NOW), known_at)
    [lesson] = engine.ask("lessons", at(NOW), known_at)

    assert action["due_on"] == lesson["due_on"] == at(expected).date()
    assert action["overdue_days"] == lesson["overdue_days"] == overdue_days


def test_what_is_implemented_is_no_longer_overdue(engine: Engine):
    known_at = engine.tell(
        event(LessonIdentified, time="2026-01-01T00:00:00Z"),
        event(RemedialActionTasked, time="2026-01-02T00:00:00Z", due_on="2026-02-01"),
        event(RemedialActionImplemented, time="2026-04-01T00:00:00Z"),
    )

    [lesson] = engine.ask("lessons", at(NOW), known_at)

    assert agrees(lesson, {"overdue_days": 0, "due_on": None, "is_implemented": True})


@pytest.mark.parametrize(
    ("severity", "overdue_days", "burden"),
    [
        (1, 0, 1.0),
        (3, 0, 3.0),
        (4, 90, 6.0),
        (4, 180, 8.0),
        (4, 1000, 8.0),
        (2, 1, 2 * (1 + 1 / 180)),
    ],
)
def test_a_lesson_weighs_by_severity_and_up_to_double_when_overdue(
    engine: Engine, severity, overdue_days, burden
):
    known_at = engine.tell(
        *joined("EST"),
        event(LessonIdentified, severity=severity, time="2020-01-01T00:00:00Z"),
        event(RemedialActionTasked, time="2020-01-02T00:00:00Z", due_on="2021-01-01"),
    )

    found = engine.ask("burden", "NATO", at("2021-01-01").replace(hour=7), known_at)
    [row] = engine.ask("burden", "NATO", at("2021-01-01") + days(overdue_days), known_at)

    assert len(found) == 1
    assert same(row["burden"], burden)
    assert row["overdue"] == int(overdue_days > 0)


def days(count: int) -> timedelta:
    """Give so many days."""
    return timedelta(days=count)


def test_burden_is_added_up_per_actor_and_area_over_open_lessons(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN"),
        event(LessonIdentified, lesson_id="a", severity=3, actors=["EST", "FIN"]),
        event(LessonIdentified, lesson_id="b", severity=1, actors=["EST"]),
        event(LessonIdentified, lesson_id="c", severity=4, actors=["EST"], area="land"),
        event(LessonIdentified, lesson_id="d", severity=4, actors=["EST"]),
        event(LessonClosedWithoutAction, lesson_id="d", time="2026-06-01T00:00:00Z"),
        event(LessonIdentified, lesson_id="e", severity=4, actors=["SWE"]),
    )

    found = engine.ask("burden", "NATO", at(NOW), known_at)

    assert [(row["actor"], row["area"], row["lessons"], row["burden"]) for row in found] == [
        ("EST", "land", 1, 4.0),
        ("EST", "logistics", 2, 4.0),
        ("FIN", "logistics", 1, 3.0),
    ]


def test_a_remedy_alone_does_not_raise_readiness(engine: Engine):
    before = engine.tell(*joined("EST"), result(rating="U"))
    after = engine.tell(
        event(LessonIdentified, time="2026-03-02T00:00:00Z"),
        event(RemedialActionTasked, time="2026-03-03T00:00:00Z"),
        event(RemedialActionImplemented, time="2026-03-04T00:00:00Z"),
    )

    readings = [engine.ask("readiness", "NATO", at(NOW), known) for known in (before, after)]

    assert readings[0] == readings[1]
