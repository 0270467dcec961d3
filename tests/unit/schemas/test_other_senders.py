"""What the kits of other languages put on the wire is taken where it says one thing only."""

import base64
import json

import pytest

from schemas.envelope import decode
from schemas.errors import Reason, Refused
from schemas.events import ExerciseResultRecorded
from tests.support.builders import RECEIVED_AT, document, event

WHOLE = document(ExerciseResultRecorded, id="x")
BODY = json.dumps(WHOLE["data"]).encode()
HEADERS = [
    *((f"ce_{name}", str(value).encode()) for name, value in WHOLE.items() if name != "data"),
]


def in_base64(body: bytes = BODY, **changes: object) -> bytes:
    rest = {name: value for name, value in WHOLE.items() if name != "data"}
    return json.dumps(rest | {"data_base64": base64.b64encode(body).decode()} | changes).encode()


def without_content_type(*more: tuple[str, bytes]) -> list[tuple[str, bytes]]:
    return [one for one in HEADERS if one[0] != "ce_datacontenttype"] + list(more)


def refusal(raw: bytes, headers: list[tuple[str, bytes]] | None = None) -> tuple[Reason, str]:
    with pytest.raises(Refused) as raised:
        decode(raw, headers or (), received_at=RECEIVED_AT)
    return raised.value.reason, raised.value.detail


def test_data_in_base_64_says_the_same_as_data():
    plain = decode(event(ExerciseResultRecorded, id="x"), received_at=RECEIVED_AT)
    other = decode(in_base64(), received_at=RECEIVED_AT)

    assert other.content_sha256 == plain.content_sha256
    assert json.loads(other.text)["data"] == WHOLE["data"]


def test_a_word_that_only_looks_like_it_changes_nothing():
    raw = event(ExerciseResultRecorded, id="data_base64")

    assert decode(raw, received_at=RECEIVED_AT).text == raw.decode()


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (in_base64(data={"a": 1}), Reason.MIXED_MODES),
        (in_base64(data_base64="%%%"), Reason.INVALID_ATTRIBUTE),
        (in_base64(data_base64=7), Reason.NOT_JSON),
        (in_base64(b"not json"), Reason.NOT_JSON),
        (in_base64(b'{"a": 1}, "source": "forged"'), Reason.NOT_JSON),
        (in_base64(event(ExerciseResultRecorded)), Reason.MIXED_MODES),
    ],
)
def test_data_in_base_64_smuggles_nothing_in(raw: bytes, reason: Reason):
    assert refusal(raw)[0] in (reason, Reason.EMPTY)


@pytest.mark.parametrize(
    "content_type",
    [b"application/json", b"Application/JSON; charset=utf-8", b"application/vnd.muster.x+json"],
)
def test_media_types_compare_without_case_and_plus_json_is_json(content_type: bytes):
    headers = without_content_type(("content-type", content_type))

    assert decode(BODY, headers, received_at=RECEIVED_AT).envelope.id == "x"


def test_text_json_is_not_promised():
    headers = without_content_type(("content-type", b"text/json"))

    assert refusal(BODY, headers)[0] is Reason.INVALID_ATTRIBUTE


def test_a_content_type_said_twice_passes_when_it_is_the_same_and_not_otherwise():
    same = without_content_type(
        ("content-type", b"application/json"), ("ce_datacontenttype", b"application/json")
    )
    other = without_content_type(
        ("content-type", b"application/json"), ("ce_datacontenttype", b"text/plain")
    )

    assert decode(BODY, same, received_at=RECEIVED_AT).envelope.id == "x"
    assert refusal(BODY, other)[0] is Reason.MIXED_MODES


def test_headers_named_as_over_http_have_a_sentence_of_their_own():
    headers = [(name.replace("ce_", "ce-"), value) for name, value in HEADERS]

    reason, detail = refusal(BODY, headers)

    assert reason is Reason.UNKNOWN_ATTRIBUTE
    assert "over Kafka they begin with ce_" in detail
