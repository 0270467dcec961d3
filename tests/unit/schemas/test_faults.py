"""All that is wrong with a message is told at once, each fault at its place."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import guard
from schemas.envelope import decode
from schemas.errors import Refused
from schemas.events import EventCorrected, ExerciseConducted, ExerciseResultRecorded
from schemas.faults import Fault, faults_of
from tests.support.builders import correction_of, document, event
from tests.support.strategies import any_event

RESULT = ExerciseResultRecorded


def found(raw: bytes | None, headers: list[tuple[str, bytes]] | None = None) -> dict[str, str]:
    """Give the faults of a refused message, the reason by the place."""
    return {fault.pointer: fault.reason for fault in faults(raw, headers)}


def faults(raw: bytes | None, headers: list[tuple[str, bytes]] | None = None) -> tuple[Fault, ...]:
    with pytest.raises(Refused) as caught:
        decode(raw, headers or ())
    return faults_of(caught.value, raw, headers or ())


def changed(written: dict[str, Any], **changes: Any) -> bytes:
    written = written | {name: value for name, value in changes.items() if name != "data"}
    written["data"] = written["data"] | changes.get("data", {})
    return json.dumps(written).encode()


def test_faults_of_envelope_label_time_and_data_are_told_together():
    raw = changed(
        document(RESULT, id=None, policy=None),
        time="2026-05-12T12:00:00+0200",
        subject="FIN",
        classification="TOP",
        releasabelto="EST",
        data={"rating": "X", "tasks_met": -1, "evaluator": None, "colour": "red"},
    )

    assert found(raw) == {
        "/releasabelto": "unknown-attribute",
        "/id": "missing-attribute",
        "/policy": "missing-label",
        "/classification": "unknown-label",
        "/time": "bad-time",
        "/data/colour": "invalid-data",
        "/data/rating": "invalid-data",
        "/data/tasks_met": "invalid-data",
        "/data/evaluator": "invalid-data",
    }


def test_what_does_not_fit_together_is_told_beside_what_is_missing():
    assert found(changed(document(RESULT, id=None), subject="FIN", dateprecision="year")) == {
        "/id": "missing-attribute",
        "/subject": "invalid-data",
        "/time": "invalid-data",
    }


def test_a_fault_inside_a_list_is_at_its_item():
    raw = changed(
        document(ExerciseConducted),
        data={
            "domains": ["land", "space"],
            "participants": [{"actor": "EST"}, {"actor": "x", "personnel": -1}, {}],
        },
    )

    assert list(found(raw)) == [
        "/data/domains/1",
        "/data/participants/1/actor",
        "/data/participants/1/personnel",
        "/data/participants/2/actor",
    ]


def test_a_correction_is_looked_into():
    raw = json.loads(correction_of(event(RESULT)))
    raw["data"]["data"] |= {"rating": "X", "area": "sea"}

    assert list(found(json.dumps(raw).encode())) == ["/data/data/area", "/data/data/rating"]


@pytest.mark.parametrize(
    ("pointer", "reason", "changes"),
    [
        ("/subject", "invalid-data", {"subject": "FIN"}),
        ("/type", "unknown-type", {"type": "org.muster.nothing"}),
        (
            "/dataschema",
            "unknown-version",
            {"dataschema": "urn:muster:schema:exercise.result_recorded:v9"},
        ),
        ("/time", "too-early", {"time": "1812-05-12T12:00:00Z"}),
        ("/time", "bad-time", {"time": "2026-05-12T12:00:60Z"}),
        ("/time", "invalid-data", {"dateprecision": "year"}),
        ("/data", "invalid-data", {"data": {"tasks_met": 5, "tasks_total": 4}}),
        ("/data/comment", "invalid-data", {"data": {"comment": "a\u202eb"}}),
        ("/data/tasks_met", "invalid-data", {"data": {"tasks_met": 2**70, "tasks_total": 4}}),
    ],
)
def test_a_single_fault_is_at_its_place(pointer: str, reason: str, changes: dict[str, Any]):
    assert found(changed(document(RESULT), **changes)) == {pointer: reason}


def test_what_cannot_be_read_has_one_fault():
    assert found(b"{") == {"": "not-json"}
    assert found(None) == {"": "empty"}


def test_in_binary_mode_places_are_those_of_the_event():
    written = document(RESULT, id=None)
    headers = [(f"ce_{name}", str(written[name]).encode()) for name in written if name != "data"]

    assert found(json.dumps(written["data"] | {"rating": "X"}).encode(), headers) == {
        "/id": "missing-attribute",
        "/data/rating": "invalid-data",
    }


def test_a_place_is_written_as_a_json_pointer():
    assert "/a~1b~0" in found(changed(document(RESULT), **{"a/b~": 1}))


def test_at_most_a_hundred_are_told():
    raw = changed(document(RESULT), **{f"x{number}": 1 for number in range(500)})

    assert len(faults(raw)) == 100


@settings(deadline=None)
@given(any_event(), st.data())
def test_the_reason_for_which_it_is_refused_is_always_told(raw: bytes, chosen: st.DataObject):
    written = json.loads(raw)
    part = chosen.draw(st.sampled_from([written, written["data"]]))
    name = chosen.draw(st.sampled_from(sorted(part)))
    part[name] = chosen.draw(st.none() | st.integers() | st.text() | st.lists(st.text()))
    raw = json.dumps(written).encode()
    refusal = refusal_of(raw)
    told = faults_of(refusal, raw) if refusal else ()

    assert refusal is None or refusal.reason in {fault.reason for fault in told}


def refusal_of(raw: bytes) -> Refused | None:
    try:
        decode(raw)
    except Refused as refusal:
        return refusal
    return None


def test_a_batch_is_split_into_its_events_as_they_are_written():
    one, two = event(RESULT, id="one"), event(EventCorrected, id="two")

    assert guard.items_of(b"[" + one + b" ,\n" + two + b"]", most_bytes=10_000) == [one, two]
    assert guard.items_of(b"[]", most_bytes=10) == []


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"[" + b" " * 100 + b"]", "too-large"),
        (b"{}", "not-an-object"),
        (b"[{}", "not-json"),
        (b"\xff[]", "not-json"),
        (b"[NaN]", "not-finite-number"),
        (b"[" * 50 + b"]" * 50, "too-deep"),
    ],
)
def test_what_is_no_batch_is_refused(raw: bytes, reason: str):
    with pytest.raises(Refused) as caught:
        guard.items_of(raw, most_bytes=100)

    assert caught.value.reason == reason
