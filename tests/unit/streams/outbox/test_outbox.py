"""Events in line on a producer's own disk, and what a gateway's answers mean for them."""

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from infra.errors import UsageError
from schemas.envelope import decode
from schemas.events import ExerciseResultRecorded, ResourceLevelReported
from streams.client.errors import GatewayAway, KeyRefused, NoOutbox, OutboxFailed
from streams.client.message import Message
from streams.client.outbox.commands import outbox
from streams.client.outbox.gateway import Fault, Gateway, Later, Refused, Taken
from streams.client.outbox.store import Outbox, Settled, State
from tests.support.builders import event

AT = datetime(2026, 6, 1, tzinfo=UTC)
NOW = lambda: AT  # noqa: E731


def message(**overrides: object) -> Message:
    text = event(ExerciseResultRecorded, **overrides)
    return Message(text, decode(text))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "north.sqlite"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(outbox, [str(one) for one in arguments], standalone_mode=False)


def test_what_is_put_in_line_is_there_in_its_order_when_the_file_is_opened_again(file: Path):
    with Outbox(file, is_made=True) as own:
        done = own.put([message(id="one"), message(id="two")], AT)
    with Outbox(file) as own:
        line = own.next_in_line(10)

    assert (done.added, done.known, done.contradicting) == (2, 0, [])
    assert [(one.id, one.content) for one in line] == [
        ("one", message(id="one").text),
        ("two", message(id="two").text),
    ]


def test_the_same_event_waits_once_and_one_that_contradicts_it_is_told(file: Path):
    spaced = json.dumps(json.loads(message(id="one").text), indent=1).encode()
    with Outbox(file, is_made=True) as own:
        own.put([message(id="one")], AT)
        done = own.put([Message(spaced, decode(spaced)), message(id="one", rating="U")], AT)

        assert (done.added, done.known) == (0, 1)
        assert [one.event.envelope.id for one in done.contradicting] == ["one"]
        assert [one.content for one in own.next_in_line(10)] == [message(id="one").text]


def test_what_is_settled_leaves_the_line_and_keeps_what_was_said(file: Path):
    with Outbox(file, is_made=True) as own:
        own.put([message(id="one"), message(id="two"), message(id="three")], AT)
        own.settle([Settled(1, State.TAKEN, "ok"), Settled(2, State.REFUSED, "no")], AT)
        own.settle([Settled(1, State.REFUSED, "too late")], AT)

        assert [one.id for one in own.next_in_line(10)] == ["three"]
        assert own.counts() == {State.WAITING: 1, State.TAKEN: 1, State.REFUSED: 1}
        assert [(one.id, one.said) for one in own.listed(State.REFUSED, 9)] == [("two", "no")]


def test_nothing_of_a_part_is_in_line_when_its_source_fails_in_the_middle(file: Path):
    def failing():
        yield message(id="one")
        raise UsageError("the file ends here")

    with Outbox(file, is_made=True) as own:
        with pytest.raises(UsageError):
            own.put(failing(), AT)

        assert own.next_in_line(10) == []
        assert own.put([message(id="one")], AT).added == 1


def test_a_commit_waits_for_the_disk(file: Path):
    with Outbox(file, is_made=True) as own:
        [[mode]], [[how]] = (
            own._database.execute(f"pragma {name}").fetchall()
            for name in ("journal_mode", "synchronous")
        )

    assert (mode, how) == ("wal", 2)


def test_what_is_no_outbox_is_told_in_one_line(tmp_path: Path, file: Path):
    with pytest.raises(NoOutbox, match="there is no outbox; `muster outbox put` makes one"):
        Outbox(file)
    other = tmp_path / "text"
    other.write_text("nothing of the kind, and long enough to be read as a page" * 40)
    with pytest.raises(OutboxFailed, match="text: file is not a database"):
        Outbox(other)
    sqlite3.connect(file).executescript("pragma user_version = 9").close()
    with pytest.raises(OutboxFailed, match="made by another version of Muster"):
        Outbox(file)


def test_put_says_which_lines_are_no_events_and_keeps_the_others(tmp_path: Path, file: Path):
    events = tmp_path / "events.jsonl"
    level = event(ResourceLevelReported, id="level")
    events.write_bytes(
        b"\n".join([message(id="one").text, b"{}", level, message(id="one", rating="U").text])
    )

    said = run("put", events, "-f", file)
    again = run("put", events, "-f", file)

    assert said.return_value == 65
    assert said.stdout == "2 put in line, 0 were there, 2 refused\n"
    assert f"{events}:2: missing-attribute" in said.stderr
    assert "test one: another event of this identity is in line" in said.stderr
    assert again.stdout == "0 put in line, 2 were there, 2 refused\n"


def test_refused_events_are_put_back_or_dropped_by_their_numbers(file: Path):
    with Outbox(file, is_made=True) as own:
        own.put([message(id=id) for id in ("one", "two", "three")], AT)
        own.settle([Settled(n, State.REFUSED, "no") for n in (1, 2)], AT)
        own.settle([Settled(3, State.TAKEN, "ok")], AT)

    assert run("list", "-f", file).stdout.splitlines() == [
        "1  test one: no", "2  test two: no", "0 waiting, 1 taken, 2 refused",
    ]  # fmt: skip
    assert run("again", 1, "-f", file).stdout == "1 back in line\n"
    assert run("drop", 2, "--taken", "-f", file).stdout == "1 dropped\n1 dropped\n"
    with pytest.raises(UsageError, match="no refused event has the number 1"):
        CliRunner().invoke(
            outbox, ["drop", "1", "-f", str(file)], standalone_mode=False, catch_exceptions=False
        )
    assert run("list", "--state", "waiting", "-f", file).stdout.splitlines()[-1] == (
        "1 waiting, 0 taken, 0 refused"
    )


GATEWAY = Gateway("http://127.0.0.1:8060", "key")
PROBLEM = json.dumps(
    {
        "title": "No event",
        "faults": [
            {"pointer": "/1/data/pct", "reason": "invalid-data", "detail": "above 100"},
            {"pointer": "/1/time", "reason": "bad-time", "detail": "no zone"},
        ],
    }
).encode()


def test_what_is_wrong_with_an_event_is_told_by_its_place():
    reply = GATEWAY.judged(422, {}, PROBLEM)

    assert isinstance(reply, Refused)
    assert reply.by_place() == {1: "invalid-data: data.pct: above 100; bad-time: time: no zone"}
    assert Refused("x", [Fault("", "not-json", "nothing")]).by_place() == {}


@pytest.mark.parametrize(
    ("status", "said", "after_s"), [(429, "7", 7.0), (503, None, None), (500, "soon", None)]
)
def test_not_now_is_told_from_never(status: int, said: str | None, after_s: float | None):
    headers = {"Retry-After": said} if said else {}

    assert GATEWAY.judged(status, headers, b"") == Later(f"status {status}", after_s)


def test_a_receipt_is_told_in_one_phrase():
    receipts = [
        {"status": "accepted", "topic": "exercise-results", "partition": 2, "offset": 9},
        {"status": "duplicate", "topic": "exercise-results", "seq": 31},
    ]
    reply = GATEWAY.judged(202, {}, json.dumps({"receipts": receipts}).encode())

    assert isinstance(reply, Taken)
    assert [str(one) for one in reply.receipts] == [
        "accepted, exercise-results/2 at 9",
        "duplicate, number 31 in the ledger",
    ]


def test_what_is_no_gateway_and_a_key_that_is_none_are_told():
    with pytest.raises(GatewayAway, match="answers 404: is that a gateway"):
        GATEWAY.judged(404, {}, b"")
    with pytest.raises(GatewayAway, match="no gateway of Muster"):
        GATEWAY.judged(200, {}, b"<html>")
    with pytest.raises(KeyRefused, match="does not take this key"):
        GATEWAY.judged(401, {}, b"")
    with pytest.raises(UsageError, match="expected an address"):
        Gateway("localhost:8060", "key")
