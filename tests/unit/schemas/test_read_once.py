"""The common event is read once; what is read so is what a closer look would have read."""

import json
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import read_once
from schemas.decoded import Decoded
from schemas.envelope import decode_closely
from schemas.errors import Refused
from schemas.events import (
    EventCorrected,
    ExerciseConducted,
    ExerciseResultRecorded,
    InteropTestRecorded,
    ResourceLevelReported,
)
from tests.bench.load import load
from tests.support.builders import correction_of, document, event
from tests.support.strategies import any_event

RESULT = ExerciseResultRecorded


def looked_at_closely(raw: bytes) -> Decoded | None:
    try:
        return decode_closely(raw)
    except Refused:
        return None


def content(event: Decoded | None) -> object:
    return event and (event.envelope, event.data, event.text, event.label, event.content_sha256)


@pytest.mark.parametrize("kind", [RESULT, InteropTestRecorded, ResourceLevelReported])
def test_the_events_that_come_most_are_read_once(kind):
    raw = event(kind)

    assert content(read_once.event(raw)) == content(decode_closely(raw))


def test_all_the_benchmark_sends_is_read_once():
    assert all(read_once.event(message.value) for message in load(seed=7, events=200))


@settings(deadline=None, max_examples=300)
@given(any_event())
def test_whatever_is_read_once_is_what_a_closer_look_reads(raw):
    read = read_once.event(raw)

    assert read is None or content(read) == content(decode_closely(raw))


@settings(deadline=None, max_examples=300)
@given(any_event())
def test_what_was_accepted_is_read_again_as_a_closer_look_reads_it(raw):
    read = read_once.accepted(raw.decode())
    close = looked_at_closely(raw)

    assert read is None or close is None or content(read) == content(close)


@settings(deadline=None, max_examples=300)
@given(any_event())
def test_what_an_accepted_event_states_is_read_alone_as_with_its_envelope(raw):
    close = looked_at_closely(raw)
    if close is None:
        return
    read = read_once.data_of_accepted(raw.decode(), close.envelope.type, close.envelope.version)

    assert read is None or read == close.data


def test_all_the_benchmark_sends_is_read_again_without_a_closer_look():
    texts = [message.value.decode() for message in load(seed=7, events=200)]

    for text in texts:
        assert content(read_once.accepted(text)) == content(decode_closely(text.encode()))


JUNK = ['"', "\\", ":", " :", '":', "{", "}", ",", "\n", "\0", "\x7f", "é", "\u202e", "null", "7"]


@settings(deadline=None, max_examples=600)
@given(any_event(), st.data())
def test_nothing_is_read_once_that_a_closer_look_refuses(raw, data):
    text = raw.decode()
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 4)))
        text = text[:start] + data.draw(st.sampled_from([*JUNK, text[start:end] * 2])) + text[end:]
    raw = text.encode("utf-8", "surrogatepass")
    read = read_once.event(raw)

    assert read is None or content(read) == content(looked_at_closely(raw))


def with_key_again(raw: bytes, key: str, value: str, *, inside: bool) -> bytes:
    mark = '"data":{' if inside else "{"
    return raw.decode().replace(mark, f'{mark}"{key}":{value},', 1).encode()


@settings(deadline=None, max_examples=300)
@given(any_event(), st.data())
def test_a_key_that_comes_twice_is_never_read(raw, data):
    whole = json.loads(raw)
    inside = data.draw(st.booleans())
    part = whole["data"] if inside else whole
    key = data.draw(st.sampled_from(sorted(part)))
    value = data.draw(st.sampled_from([json.dumps(part[key]), "null", '":"', '"x"']))

    assert read_once.event(with_key_again(raw, key, value, inside=inside)) is None


CHANGES: dict[str, Callable[[dict[str, object]], None]] = {
    "a null written out": lambda it: it.update(correlationid=None),
    "a default written out": lambda it: it.update(sequence=0),
    "a tracing attribute": lambda it: it.update(traceparent="00-aa"),
    "a source that begins with a colon": lambda it: it.update(source=":here"),
    "a time in milliseconds": lambda it: it.update(time="2026-05-12T12:00:00.000Z"),
    "a day": lambda it: it.update(time="2026-05-12T00:00:00Z", dateprecision="day"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_other_spellings_are_read_once_too(change):
    written = document(RESULT)
    change(written)
    raw = msgspec.json.encode(written)

    assert content(read_once.event(raw)) == content(decode_closely(raw)) is not None


@pytest.mark.parametrize(
    "raw",
    [
        event(RESULT, time="2026-05-12T12:00:00+00:00"),
        event(RESULT, time="2026-05-12T12:00:00.1234567Z"),
        json.dumps(document(RESULT)).replace('":', '" :').encode(),
        event(RESULT).replace(b"exercise_id", rb"exercise\u005fid"),
        event(ExerciseConducted).replace(b'"2026', b'"0026', 1),
        correction_of(event(RESULT), rating="M"),
        b"",
        None,
    ],
)
def test_what_is_odd_is_left_to_a_closer_look(raw):
    assert read_once.event(raw) is None


def test_an_amendment_is_never_read_once():
    assert read_once.event(event(EventCorrected)) is None
