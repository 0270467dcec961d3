"""Dead letters in words: their names, what to do, what was done and what became of it."""

from datetime import UTC, datetime

import pytest

from infra.errors import UsageError
from schemas.errors import Reason
from schemas.events import ExerciseResultRecorded
from schemas.faults import faults_today
from schemas.identity import Claimed
from schemas.remedies import REMEDIES, remedy
from streams.dead_letters import place, shown
from streams.dead_letters.letters import Action, Letter, State
from streams.dead_letters.place import Place
from streams.decode.batch import DirectRecord
from streams.decode.dead_letter import DeadLetter, OwnReason
from tests.support.builders import event

AT = datetime(2026, 11, 23, 6, tzinfo=UTC)
PLACE = Place("t-exercise-results", 2, 1, 41)


def letter(value: bytes, **more: object) -> Letter:
    usual: dict[str, object] = {
        "place": PLACE,
        "is_newest_epoch": True,
        "recorded_at": AT,
        "reason": "invalid-data",
        "detail": "data.rating: no",
        "source": None,
        "event_id": None,
        "size_bytes": len(value),
        "sha256": b"\x01" * 32,
        "key": None,
        "value": value,
        "headers": (),
        "are_headers_whole": True,
        "number": 0,
        "state": State.OPEN,
        "begun": None,
    }
    return Letter(**(usual | more))  # type: ignore[arg-type]


def action(name: str, **more: object) -> Action:
    usual = dict.fromkeys(Action._fields, None)
    own = {"number": 1, "action": name, "acted_at": AT, "acted_by": "eva", "is_corrected": False}
    return Action(**(usual | own | more))  # type: ignore[arg-type]


def test_there_is_something_to_do_about_every_reason_and_no_other():
    assert REMEDIES.keys() == {*Reason, *OwnReason}
    assert "today's version" in remedy("a-reason-of-long-ago")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("exercise-results/1/41", Place("t-exercise-results", None, 1, 41)),
        ("exercise-results@2/1/41", PLACE),
    ],
)
def test_a_name_is_read_as_it_is_written(text: str, found: Place):
    assert place.read(text, "t-") == found
    assert place.written(found, "t-", is_newest_epoch=found.epoch is None) == text


@pytest.mark.parametrize("text", ["", "a/1", "a/1/2/3", "a/-1/2", "a b/1/2", "a/1/x", "a@/1/2"])
def test_what_names_no_dead_letter_is_refused_with_how_it_is_named(text: str):
    with pytest.raises(UsageError, match="TOPIC/PARTITION/OFFSET"):
        place.read(text, "")


@pytest.mark.parametrize(
    ("became", "words"),
    [
        ("stored", "stored as 7, from exercise-results/1/50"),
        ("known before", "the ledger had it already, as 7"),
        ("dead again", "dead again at exercise-results/1/50: bad-time"),
        ("not read yet", "at exercise-results/1/50, not read yet"),
        ("lost", "lost with the topic before it was read"),
        ("missing", "missing at exercise-results/1/50"),
    ],
)
def test_what_became_of_a_redrive_is_said(became: str, words: str):
    sent = {
        "sent_topic": "t-exercise-results",
        "sent_epoch": 2,
        "sent_partition": 1,
        "sent_offset": 50,
        "became": became,
        "became_seq": 7,
        "became_reason": "bad-time",
    }

    said = shown.done(action("redriven", **sent), "t-")

    assert said.startswith("2026-11-23 06:00:00 redriven by eva; ")
    assert words in said


def test_nothing_in_a_dead_letter_reaches_the_terminal():
    odd = letter(b"\x1b[2J\x07\xff", source="\x1b]0;x", headers=(("h\x07", b"\x9b1m"),))
    why = action("discarded", why="\x1b[1m")

    said = shown.in_full(odd, [why], "t-")

    assert not any(sign in said for sign in "\x1b\x07\x9b")
    assert "\\x1b[2J\\x07\\xff" in said


def test_one_of_which_only_the_beginning_is_kept_is_not_judged():
    said = shown.in_full(letter(b"{", size_bytes=2_000_000), [], "t-")

    assert "cannot be judged: only its beginning is kept" in said


def test_today_the_topic_counts_as_well():
    value = event(ExerciseResultRecorded)

    assert faults_today(value, (), "exercise-results") == ()
    assert faults_today(value, (), None) == ()
    (fault,) = faults_today(value, (), "summit-decisions")
    assert fault.reason == "wrong-topic"


@pytest.mark.parametrize(
    ("headers", "is_whole"),
    [([("a", b"1"), ("b", None)], True), ([("a", b"1" * 70_000)], False), ([("a\0", b"")], False)],
)
def test_headers_that_are_not_kept_as_they_came_are_noted(
    headers: list[tuple[str, bytes | None]], is_whole: bool
):
    record = DirectRecord(0, b"{", headers, b"key")

    dead = DeadLetter(record, "not-json", "no", Claimed(None, None))

    assert dead.are_headers_whole is is_whole
