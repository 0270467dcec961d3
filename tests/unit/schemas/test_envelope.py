"""Events survive being written and read, and nothing but a refusal ever comes out."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.decoded import content_hash
from schemas.envelope import decode, encode, envelope_for
from schemas.errors import Reason, Refused
from schemas.events import (
    EVENT_TYPES,
    EventCorrected,
    EventData,
    EventRetracted,
    ExerciseResultRecorded,
    InteropTestRecorded,
    subject_of,
)
from schemas.labels import Label
from schemas.vocabulary import Classification
from tests.support.builders import (
    RECEIVED_AT,
    correction_of,
    decoded,
    document,
    event,
    retraction_of,
)
from tests.support.strategies import any_event

RESULT = ExerciseResultRecorded


def read(raw: bytes) -> Any:
    return decode(raw, received_at=RECEIVED_AT)


def refusal_or_none(raw: bytes) -> Refused | None:
    try:
        read(raw)
    except Refused as refused:
        return refused
    return None


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_every_type_round_trips(kind: type[EventData]) -> None:
    first = decoded(kind)

    assert read(encode(first.envelope, first.as_sent)).envelope == first.envelope
    assert content_hash(read(encode(first.envelope, first.as_sent))) == content_hash(first)


@settings(deadline=None, max_examples=150)
@given(any_event())
def test_any_event_round_trips(raw: bytes) -> None:
    first = read(raw)

    again = read(encode(first.envelope, first.as_sent))

    assert encode(first.envelope, first.as_sent) == raw
    assert (again.envelope, again.data, again.label) == (first.envelope, first.data, first.label)
    assert again.replacement == first.replacement


@settings(deadline=None, max_examples=100)
@given(any_event(), st.randoms(use_true_random=False), st.sampled_from([None, 1, "\t"]))
def test_the_order_of_keys_and_white_space_do_not_change_the_content(
    raw: bytes, random: Any, indent: int | str | None
) -> None:
    def shuffled(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        items = list(value.items())
        random.shuffle(items)
        return {key: shuffled(item) for key, item in items}

    other = json.dumps(
        shuffled(json.loads(raw)), indent=indent, separators=(" , ", " : ")
    ).encode()

    assert content_hash(read(other)) == content_hash(read(raw))


@settings(deadline=None, max_examples=300)
@given(any_event(), st.data())
def test_damaged_bytes_are_read_or_refused_and_nothing_else(
    raw: bytes, data: st.DataObject
) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(raw)))
        end = data.draw(st.integers(start, min(len(raw), start + 8)))
        patch = data.draw(
            st.binary(max_size=4)
            | st.sampled_from([b'"', b"\\", b"{", b"]", b"NaN", b"\\u0000", b"1e999", b"null"])
        )
        raw = raw[:start] + patch + raw[end:]

    refused = refusal_or_none(raw)
    assert refused is None or refused.reason in Reason


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused(raw: bytes) -> None:
    with pytest.raises(Refused):
        read(raw)


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from(EVENT_TYPES),
    st.data(),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=5,
    ),
)
def test_any_value_in_any_place_is_read_or_refused(
    kind: type[EventData], data: st.DataObject, value: object
) -> None:
    written = document(kind)
    place = data.draw(st.sampled_from([written, written["data"]]))
    place[data.draw(st.sampled_from(sorted(place)))] = value

    refused = refusal_or_none(json.dumps(written).encode())
    assert refused is None or refused.detail


def test_a_time_in_another_zone_becomes_utc_to_the_microsecond() -> None:
    envelope = decoded(RESULT, time="2026-05-12T14:00:00.1234561+02:00").envelope

    assert envelope.time == datetime(2026, 5, 12, 12, 0, 0, 123456, tzinfo=UTC)
    assert envelope.time.tzinfo is UTC


def test_the_text_is_kept_exactly_as_it_came() -> None:
    raw = b"\n" + event(RESULT, comment="caf\u00e9").replace(b": ", b" :  ")

    assert read(raw).text == raw.decode()


def test_tracing_attributes_are_tolerated_and_no_content() -> None:
    plain = decoded(RESULT, id="one")
    traced = decoded(RESULT, id="one", traceparent="00-1-2-01", partitionkey="EST")

    assert content_hash(plain) == content_hash(traced)


def test_other_content_has_another_hash() -> None:
    one = decoded(RESULT, id="one")

    for change in ({"rating": "U"}, {"classification": "SECRET"}, {"sequence": 1}):
        assert content_hash(decoded(RESULT, id="one", **change)) != content_hash(one)


def test_a_sequence_may_be_written_as_text() -> None:
    assert decoded(RESULT, sequence="17").envelope.sequence == 17


def test_releasability_is_sorted_and_names_each_code_once() -> None:
    event_seen = decoded(RESULT, releasableto="NATO, EST,NATO")

    assert event_seen.envelope.releasable_to == ("EST", "NATO")
    assert event_seen.label == Label("MUSTER", Classification.UNCLASSIFIED, ("EST", "NATO"))


def test_a_correction_carries_its_replacement_ready_to_use() -> None:
    root = event(RESULT, rating="S")

    correction = read(correction_of(root, rating="U", time="2026-05-11T00:00:00+02:00"))

    assert isinstance(correction.data, EventCorrected)
    assert correction.replacement.data == decoded(RESULT, rating="U").data
    assert correction.replacement.time == datetime(2026, 5, 10, 22, tzinfo=UTC)
    assert (correction.data.root.source, correction.data.root.id) == (
        "test",
        read(root).envelope.id,
    )


def test_a_correction_is_about_what_its_replacement_is_about() -> None:
    correction = read(correction_of(event(RESULT), actor="FIN"))

    assert correction.envelope.subject == "FIN"
    assert subject_of(correction.data) == "FIN"


def test_a_retraction_takes_the_subject_it_is_given() -> None:
    retraction = read(retraction_of(event(InteropTestRecorded)))

    assert retraction.envelope.subject == "EST+FIN"
    assert isinstance(retraction.data, EventRetracted)


def test_the_subject_of_a_pair_does_not_depend_on_who_comes_first() -> None:
    turned = decoded(InteropTestRecorded, actor_a="FIN", actor_b="EST")

    assert turned.envelope.subject == "EST+FIN"


def test_an_envelope_made_for_some_data_is_accepted() -> None:
    data = decoded(RESULT).data
    label = Label("NATO", Classification.TOP_SECRET)
    made = envelope_for(data, source="me", id="1", time=RECEIVED_AT, label=label)

    assert read(encode(made, data)).envelope == made


def test_an_envelope_for_a_retraction_needs_the_subject_of_its_root() -> None:
    data = decoded(EventRetracted).data
    label = Label("MUSTER", Classification.UNCLASSIFIED)

    with pytest.raises(ValueError, match="subject of the root"):
        envelope_for(data, source="me", id="1", time=RECEIVED_AT, label=label)
