"""One dead letter in words: what is known, what to run, what was done, and nothing that acts."""

from datetime import UTC, datetime

import pytest

from dashboard.pages.events import letter_words as words
from dashboard.pages.events.queries import Letter, LetterAction
from schemas.faults import Fault

AT = datetime(2026, 11, 23, 6, tzinfo=UTC)


def letter(**more: object) -> Letter:
    usual: dict[str, object] = {
        "topic": "t-exercise-results",
        "epoch": 2,
        "is_newest_epoch": True,
        "partition": 1,
        "offset": 1041,
        "recorded_at": AT,
        "reason": "invalid-data",
        "detail": "data.rating: no",
        "size_bytes": 3,
        "source": "field",
        "event_id": "7",
        "state": "open",
        "is_covered": True,
        "key": b"EST",
        "received": b"{\x1b}",
        "header_names": ["trace", "empty"],
        "header_values": [b"\xff", None],
    }
    return Letter(**(usual | more))  # type: ignore[arg-type]


def action(name: str, **more: object) -> LetterAction:
    usual: dict[str, object] = {
        "number": 1,
        "action": name,
        "acted_at": AT,
        "acted_by": "eva@host",
        "why": None,
        "is_corrected": False,
        "sent_topic": "t-exercise-results",
        "sent_epoch": 2,
        "sent_partition": 1,
        "sent_offset": 1050,
        "became": None,
        "became_seq": None,
        "became_reason": None,
    }
    return LetterAction(**(usual | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("is_newest", "name"),
    [(True, "exercise-results/1/1041"), (False, "exercise-results@2/1/1041")],
)
def test_it_is_named_as_commands_take_it(is_newest: bool, name: str):
    one = letter(is_newest_epoch=is_newest)

    assert words.name(one) == name
    assert words.address(one) == "t-exercise-results@2/1/1041"


@pytest.mark.parametrize(
    ("state", "commands"),
    [
        ("open", ["show", "redrive", "redrive --corrected", "discard"]),
        ("redriven", ["show", "redrive --again", "redrive --again --corrected"]),
        ("discarded", ["show", "restore"]),
    ],
)
def test_only_what_can_be_done_with_it_now_is_offered(state: str, commands: list[str]):
    offered = [command for command, _ in words.commands(letter(state=state))]

    assert all(one.startswith("muster dead-letters ") for one in offered)
    kinds = [
        one.removeprefix("muster dead-letters ")
        .replace(" exercise-results/1/1041", "")
        .replace(" event.json", "")
        .replace(' --why "…"', "")
        for one in offered
    ]
    assert kinds == commands


@pytest.mark.parametrize(
    ("became", "said"),
    [
        ("stored", "stored as event 7"),
        ("known before", "the ledger had it already, as event 7"),
        ("dead again", "dead again at exercise-results/1/1050: bad-time"),
        ("not read yet", "at exercise-results/1/1050, not read yet"),
        ("lost", "lost with its topic at exercise-results/1/1050"),
        ("missing", "missing at exercise-results/1/1050"),
    ],
)
def test_what_became_of_a_redrive_is_said(became: str, said: str):
    one = action("redriven", became=became, became_seq=7, became_reason="bad-time")

    assert "redriven by eva@host; " in words.done(one)
    assert said in words.done(one)


def test_who_put_it_away_and_why_is_said():
    said = words.done(action("discarded", why="a \u202etest", sent_topic=None))

    assert "discarded (a \\u202etest) by eva@host" in said


def test_nothing_in_it_does_anything_to_the_page():
    one = letter(source="field\u202e\x07")

    shown = [words.received(one), *words.headers(one), *(text for _, text in words.facts(one))]

    assert "{\\x1b}" in shown[0]
    assert shown[1:3] == ["trace: \\xff", "empty: "]
    assert not any(sign in "".join(shown) for sign in "\x1b\x07\u202e")


def test_a_long_one_is_cut_with_how_much_is_left():
    assert words.received(letter(received=b"a" * 20_001)).endswith("… 1 byte more")


@pytest.mark.parametrize(
    ("faults", "said"),
    [
        ((Fault("/data/rating", "invalid-data", "no"),), ["/data/rating: no (invalid-data)"]),
        ((), ["Nothing by itself: redrive sends it again."]),
        (None, ["It cannot be judged: only its beginning is kept."]),
    ],
)
def test_what_is_wrong_with_it_today_is_said(faults: tuple[Fault, ...] | None, said: list[str]):
    assert words.today(letter(), faults) == said


def test_who_is_not_cleared_for_everything_reads_nothing_of_what_it_says():
    content = dict.fromkeys(("detail", "source", "event_id", "key", "received"))
    one = letter(is_covered=False, header_names=None, header_values=None, **content)

    facts = dict(words.facts(one))

    assert facts["Detail"] == "shown to who is cleared for everything"
    assert facts["Source and id"] == "shown to who is cleared for everything"
    assert "Key" not in facts
    assert (words.today(one, None), words.headers(one), words.received(one)) == ([], [], "")
