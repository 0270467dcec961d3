"""What people write: checked like any input from outside, labelled so that nothing leaks."""

from datetime import UTC, datetime

import msgspec
import pytest

from dashboard.errors import BadNote
from dashboard.notes import (
    LONGEST_TEXT,
    Draft,
    event_id,
    read_draft,
    says_the_same,
    write,
    writer,
)
from schemas.envelope import decode

NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
KEY = "0123456789abcdef"
OPERATOR = writer("operator", None, "RESTRICTED")


def sent(key: str = KEY, **fields: object) -> Draft:
    document = {"kind": "note", "about": "/trends#trend", "text": "Rebuilt.", **fields}
    return read_draft(msgspec.json.encode(document), key)


@pytest.mark.parametrize(
    ("kind", "event_type"),
    [
        ("note", "org.muster.note.added"),
        ("acknowledgement", "org.muster.alert.acknowledged"),
        ("review", "org.muster.review.named"),
    ],
)
def test_what_is_written_becomes_a_valid_event_of_its_kind(kind: str, event_type: str):
    written = write(sent(kind=kind), OPERATOR, NOW)

    event = decode(written.value, received_at=NOW)
    assert event.envelope.type == event_type
    assert event.envelope.source == "muster/dashboard"
    assert event.envelope.subject == "/trends#trend"
    assert msgspec.structs.asdict(event.data) == {
        "about": "/trends#trend",
        "text": "Rebuilt.",
        "author": "operator",
    }
    assert written.topic == "summit-decisions"


def test_an_acknowledgement_needs_no_words_but_a_note_does():
    assert sent(kind="acknowledgement", text="").text is None
    with pytest.raises(BadNote, match="something"):
        sent(kind="note", text=" \n ")


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "order"},
        {"kind": ["note"]},
        {"kind": None},
        {"about": None},
        {"about": 7},
        {"text": 7},
        {"text": "x" * (LONGEST_TEXT + 1)},
        {"text": "bell \u0007"},
        {"text": "escape \u001b[31m"},
        {"text": "next\u0085line"},
        {"text": "null \u0000"},
        {"text": "turned \u202egnp.exe"},
        {"author": "somebody else"},
    ],
)
def test_bad_input_is_refused_with_a_reason(fields: dict[str, object]):
    with pytest.raises(BadNote) as refused:
        sent(**fields)

    assert len(str(refused.value)) > 5


@pytest.mark.parametrize("about", ["", "two words", "é", "x" * 256, "line\nbreak"])
def test_what_a_note_is_about_must_be_printable(about: str):
    with pytest.raises(BadNote, match="about"):
        write(sent(about=about), OPERATOR, NOW)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 5000, b'{"a":1,"a":2}']
)
def test_what_is_no_message_is_refused(body: bytes):
    with pytest.raises(BadNote):
        read_draft(body, KEY)


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "0123456789abcde;", "0123456789abcde\n"])
def test_a_key_must_be_long_enough_to_be_new(key: str):
    with pytest.raises(BadNote, match="Idempotency-Key"):
        sent(key)


def test_a_retry_has_the_same_id_and_another_text_or_writer_does_not_share_it():
    assert event_id(sent(), "operator") == event_id(sent(text="Other"), "operator")
    assert event_id(sent(), "operator") != event_id(sent(), "watch")
    assert event_id(sent(), "operator") != event_id(sent("f" * 16), "operator")
    value = write(sent(), OPERATOR, NOW).value
    assert says_the_same(sent(), value)
    assert not says_the_same(sent(text="Other"), value)
    assert not says_the_same(sent(about="/"), value)


@pytest.mark.parametrize(
    ("nation", "highest", "classification", "releasable_to"),
    [
        (None, None, "UNCLASSIFIED", ()),
        (None, "UNCLASSIFIED", "UNCLASSIFIED", ()),
        (None, "SECRET", "SECRET", ()),
        ("EST", "RESTRICTED", "RESTRICTED", ("EST",)),
    ],
)
def test_a_text_is_marked_as_the_screen_it_was_written_on(
    nation: str | None, highest: str | None, classification: str, releasable_to: tuple[str, ...]
):
    label = write(sent(), writer("x", nation, highest), NOW)

    envelope = decode(label.value, received_at=NOW).envelope
    assert (envelope.classification, envelope.releasable_to) == (classification, releasable_to)
    assert envelope.policy == "MUSTER"
