"""Attributes as headers, data as the value."""

import json

import msgspec
import pytest
from hypothesis import given, settings

from schemas.decoded import content_hash
from schemas.envelope import decode
from schemas.errors import Reason, Refused
from schemas.events import ExerciseResultRecorded
from tests.support.builders import RECEIVED_AT, document, event
from tests.support.strategies import any_event

Headers = list[tuple[str, bytes | None]]
JSON = [("content-type", b"application/json")]


def in_binary_mode(raw: bytes) -> tuple[bytes, Headers]:
    written = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    body = bytes(written.pop("data"))
    written.pop("datacontenttype", None)
    plain = {name: str(json.loads(bytes(value))) for name, value in written.items()}
    return body, [*JSON, *((f"ce_{name}", text.encode()) for name, text in plain.items())]


BODY, HEADERS = in_binary_mode(event(ExerciseResultRecorded))


def refused(body: bytes | None, headers: Headers) -> Reason:
    with pytest.raises(Refused) as caught:
        decode(body, headers, received_at=RECEIVED_AT)
    return caught.value.reason


def without(name: str) -> Headers:
    return [header for header in HEADERS if header[0] != name]


@settings(deadline=None, max_examples=50)
@given(any_event(kinds=(ExerciseResultRecorded,)))
def test_an_event_says_the_same_in_both_modes(raw: bytes) -> None:
    body, headers = in_binary_mode(raw)

    binary = decode(body, headers, received_at=RECEIVED_AT)

    structured = decode(raw, received_at=RECEIVED_AT)
    assert binary.envelope == structured.envelope
    assert content_hash(binary) == content_hash(structured)
    assert decode(binary.text.encode(), received_at=RECEIVED_AT).data == structured.data


def test_other_headers_do_not_matter() -> None:
    headers: Headers = [*HEADERS, ("trace", b"\xff"), ("nothing", None)]

    assert decode(BODY, headers, received_at=RECEIVED_AT).envelope.subject == "EST"


def test_a_structured_event_may_come_with_headers_of_its_own() -> None:
    headers: Headers = [("content-type", b"application/cloudevents+json"), ("trace", b"1")]

    assert decode(event(ExerciseResultRecorded), headers, received_at=RECEIVED_AT)


def test_a_missing_header_is_a_missing_attribute() -> None:
    assert refused(BODY, without("ce_id")) is Reason.MISSING_ATTRIBUTE
    assert refused(BODY, without("ce_classification")) is Reason.MISSING_LABEL


def test_a_header_twice_is_refused() -> None:
    assert refused(BODY, [*HEADERS, ("ce_policy", b"PUBLIC")]) is Reason.DUPLICATE_KEY


def test_an_unknown_header_is_an_unknown_attribute() -> None:
    assert refused(BODY, [*HEADERS, ("ce_releasabelto", b"EST")]) is Reason.UNKNOWN_ATTRIBUTE


def test_both_modes_at_once_are_refused() -> None:
    structured: Headers = [("content-type", b"application/cloudevents+json; charset=utf-8")]

    assert refused(event(ExerciseResultRecorded), HEADERS) is Reason.MIXED_MODES
    assert refused(BODY, without("content-type") + structured) is Reason.MIXED_MODES
    assert refused(BODY, [*HEADERS, ("ce_data", b"{}")]) is Reason.MIXED_MODES


def test_a_value_cannot_smuggle_attributes_into_the_envelope() -> None:
    smuggled = BODY + b',"policy":"PUBLIC"'

    assert refused(smuggled, without("ce_policy")) is Reason.NOT_JSON


def test_bad_values_keep_their_reasons() -> None:
    repeated = BODY.replace(b'{"', b'{"actor":"FIN","', 1)

    assert refused(None, HEADERS) is Reason.EMPTY
    assert refused(b" " * 2_000_000, HEADERS) is Reason.TOO_LARGE
    assert refused(repeated, HEADERS) is Reason.DUPLICATE_KEY
    assert refused(b"[]", HEADERS) is Reason.NOT_AN_OBJECT
    assert refused(b"[" * 5000, HEADERS) is Reason.TOO_DEEP


def test_bad_headers_are_refused() -> None:
    assert refused(BODY, [*without("ce_id"), ("ce_id", b"\xff")]) is Reason.NOT_JSON
    assert refused(BODY, [*without("ce_id"), ("ce_id", b"a\0b")]) is Reason.NULL_CHARACTER
    assert refused(BODY, [*without("ce_id"), ("ce_id", None)]) is Reason.INVALID_ATTRIBUTE
    xml: Headers = [*without("content-type"), ("content-type", b"text/xml")]
    assert refused(BODY, xml) is Reason.INVALID_ATTRIBUTE


def test_the_text_kept_is_the_event_in_structured_mode() -> None:
    text = decode(BODY, HEADERS, received_at=RECEIVED_AT).text

    expected = document(ExerciseResultRecorded) | {"datacontenttype": "application/json"}
    assert json.loads(text) == expected
