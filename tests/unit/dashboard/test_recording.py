"""A form that somebody fills in: the event it makes, or every fault at the field it is about."""

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from dashboard.errors import BadForm
from dashboard.recording import Recorder, checked, id_of, read_form
from schemas.envelope import decode
from schemas.errors import Refused
from schemas.events import suffix_of
from schemas.faults import faults_of
from schemas.forms import FormField, Input, forms
from schemas.typed import RECORDED
from tests.support.builders import document

NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
KEY = "0123456789abcdef"
ANN = Recorder("ann", 2)
TYPES = [form.type for form in forms()]
RESULT = {
    "exercise_id": "amber-27", "exercise_kind": "livex", "actor": "EST", "area": "logistics",
    "objective_id": "log-1", "evaluator": "external", "rating": "S",
}  # fmt: skip


def sent(
    type: str, data: dict[str, Any], key: str = KEY, by: Recorder = ANN, **beside: str
) -> Any:
    form = {"type": type, "data": data, "now": NOW.isoformat(), "classification": "UNCLASSIFIED"}
    return checked(read_form(json.dumps(form | beside).encode()), key, by, NOW)


def as_typed(value: Any) -> Any:
    """Give a value as a form sends it: texts, in lists and records as they stand."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return {name: as_typed(one) for name, one in value.items()}
    if isinstance(value, list):
        return [as_typed(one) for one in value]
    return str(value)


@pytest.mark.parametrize("type", TYPES)
def test_every_type_can_be_typed_in_and_is_the_event_it_was_meant_to_be(type: str):
    meant = document(RECORDED[type])

    found = sent(type, as_typed(meant["data"]), time=meant["time"][:10])

    assert found.faults == ()
    assert found.event["data"] == meant["data"]
    assert found.event["subject"] == decode(found.value).envelope.subject
    assert found.topic


def test_forms_are_those_of_the_catalogue_but_for_what_is_written_on_a_page():
    left_out = {suffix_of(kind) for kind in RECORDED.values()} - {*TYPES}

    assert left_out == {"note.added", "alert.acknowledged", "review.named"}


def every_field(fields: list[FormField]) -> list[FormField]:
    return [one for field in fields for one in (field, *every_field(field.parts))]


def test_every_field_says_what_it_takes_and_has_a_way_to_be_filled_in():
    for form in forms():
        kind = RECORDED[form.type]
        assert {field.name for field in form.fields} == set(kind.__struct_fields__)
        for field in every_field(form.fields):
            assert field.takes, (form.type, field.name)
            assert bool(field.words) == (field.input in (Input.WORD, Input.WORDS))
            assert bool(field.parts) == (field.input in (Input.RECORD, Input.RECORDS))


WRONG: dict[str, tuple[str, dict[str, Any], dict[str, str]]] = {
    "nothing typed": (
        "member.left",
        {},
        {name: f"data.{name}: required" for name in ("actor", "body", "to_on")},
    ),
    "another word": (
        "exercise.result_recorded",
        RESULT | {"rating": "B"},
        {"rating": "data.rating: invalid enum value 'B'; one of P, S, M, U"},
    ),
    "no number": (
        "exercise.result_recorded",
        RESULT | {"tasks_met": "many", "tasks_total": "5"},
        {"tasks_met": "data.tasks_met: expected `int | null`, got `str`"},
    ),
    "a code in small letters": (
        "member.left",
        {"actor": "est", "body": "NATO", "to_on": "2020-01-01"},
        {"actor": "data.actor: expected `str` matching regex"},
    ),
    "a record without what it needs": (
        "exercise.conducted",
        {
            "exercise_id": "a", "kinds": ["livex"], "domains": ["land"],
            "started_on": "2020-01-01", "ended_on": "2020-01-02",
            "participants": [{"actor": "EST"}, {}],
        },
        {"participants/1/actor": "data.participants[1].actor: required"},
    ),
    "a day that is none": (
        "member.left",
        {"actor": "EST", "body": "NATO", "to_on": "yesterday"},
        {"to_on": "data.to_on: invalid"},
    ),
    "an end that lies ahead": (
        "exercise.conducted",
        {
            "exercise_id": "a", "kinds": ["livex"], "domains": ["land"],
            "started_on": "2030-01-01", "ended_on": "2030-01-02",
            "participants": [{"actor": "EST"}],
        },
        {"ended_on": "time: "},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("type", "data", "expected"), WRONG.values(), ids=WRONG)
def test_every_fault_is_said_at_its_field(
    type: str, data: dict[str, Any], expected: dict[str, str]
):
    found = sent(type, data)
    said = {fault.pointer.removeprefix("/data/"): fault.detail for fault in found.faults}

    assert said.keys() == expected.keys()
    for name, words in expected.items():
        assert said[name].lower().startswith(words.lower()), said[name]


def test_faults_have_the_words_of_the_gateway():
    found = sent("exercise.result_recorded", RESULT | {"rating": "B", "area": ""})

    with pytest.raises(Refused) as refusal:
        decode(found.value)
    assert {*found.faults} == {*faults_of(refusal.value, found.value)}


def test_what_lies_beside_the_data_has_its_faults_too():
    unmarked = sent("exercise.result_recorded", RESULT, classification="")
    above = sent("exercise.result_recorded", RESULT, classification="SECRET")
    elsewhere = sent("exercise.result_recorded", RESULT, releasable_to="Estonia")
    ahead = sent("exercise.result_recorded", RESULT, time="2100-01-01")

    assert [fault.pointer for fault in unmarked.faults] == ["/classification"]
    assert [fault.detail for fault in above.faults] == [
        "classification: you are cleared up to CONFIDENTIAL"
    ]
    assert [fault.pointer for fault in elsewhere.faults] == ["/releasableto"]
    assert [fault.reason for fault in ahead.faults] == ["from-the-future"]


def test_a_list_that_may_be_empty_need_not_be_filled_in():
    form = next(one for one in forms() if one.type == "commitment.made")
    data = as_typed(document(RECORDED["commitment.made"])["data"])
    del data["actors"]

    assert [one.is_required for one in form.fields if one.name == "actors"] == [False]
    assert sent("commitment.made", data, time="2024-01-01").event["data"]["actors"] == []


def test_one_form_is_one_event_however_often_it_is_sent_and_nobody_elses():
    first, again = (sent("exercise.result_recorded", RESULT) for _ in "ab")
    bens = sent("exercise.result_recorded", RESULT, by=Recorder("ben", 2))
    other = sent("exercise.result_recorded", RESULT, key="another-key-0123456789")

    assert first.value == again.value
    assert len({first.id, bens.id, other.id}) == 3
    assert (first.source, bens.source) == ("muster/record/ann", "muster/record/ben")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"type": "member.left", "data": {}, "now": "yesterday"}',
        b'{"type": "member.left", "data": [], "now": "2026-11-27T02:00:00Z"}',
        b'{"type": "member.left", "data": {}, "now": "2026-11-27T02:00:00Z", "source": "x"}',
        b'{"type": "a", "type": "b", "data": {}, "now": "2026-11-27T02:00:00Z"}',
        b"[" * 10_000,
        b'{"type": "\\u0000"}',
    ],
)
def test_what_no_form_sends_is_refused_in_one_sentence(body: bytes):
    with pytest.raises(BadForm, match="The form cannot be read"):
        read_form(body)


@pytest.mark.parametrize("type", ["note.added", "event.retracted", "nothing"])
def test_what_is_no_form_is_named(type: str):
    with pytest.raises(BadForm, match=type):
        sent(type, {})


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "ä" * 20, "0123456789abcde/"])
def test_a_key_is_long_enough_and_plain(key: str):
    with pytest.raises(BadForm, match="Idempotency-Key"):
        id_of(key, ANN)


def test_a_form_is_small_enough_to_come_with_a_page():
    assert len(msgspec.json.encode(forms())) < 64 * 1024
