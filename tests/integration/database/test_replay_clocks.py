"""Replay clocks in the database: who moves them, what they tell of, and that they are no news."""

import hashlib
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from infra.postgres import Connection
from infra.viewers.kept import put_viewer
from schemas.events import DecisionProposed, ResourceLevelReported
from streams.store import pipeline
from streams.store.tables import recording_clock
from streams.store.tables.session import open_session
from tests.support.builders import event
from tests.support.postgres import Database

TOKEN = "of the low one"
START = datetime(2026, 5, 1, tzinfo=UTC)
END = datetime(2026, 6, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
TURN = "select muster.turn_my_replay_clock('amber', %s, %s, %s, %s, %s)"
MIDNIGHTS = [START + timedelta(days=n) for n in range(1, 5)]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-05-{text}+00:00")


@pytest.fixture(scope="module")
def told(database: Database) -> Database:
    with open_session(database.conninfo()) as owner:
        for heard, *events in (
            ("02T18:00", report("a", "02T12:00")),
            ("03T18:00", report("secret", "03T10:00", classification="SECRET")),
            ("04T18:00", report("late", "01T15:00"), proposed()),
        ):
            with recording_clock.simulated(owner, at(heard)):
                pipeline.store_events(owner, events)
        put_viewer(owner, "low", "UNCLASSIFIED", None)
        owner.execute(
            "insert into muster.session (token_sha256, viewer, expires_at)"
            " values (%s, 'low', now() + interval '1 hour')",
            [hashlib.sha256(TOKEN.encode()).digest()],
        )
    return database


def report(id: str, day: str, **how: Any) -> bytes:
    return event(ResourceLevelReported, id=id, time=f"2026-05-{day}:00Z", **how)


def proposed() -> bytes:
    deadline = "2026-05-04T20:00:00Z"
    return event(
        DecisionProposed, id="p", time="2026-05-04T09:00:00Z", silence_deadline_at=deadline
    )


@pytest.fixture
def owner(told: Database) -> Generator[Connection]:
    with told.connect() as owner:
        owner.execute(
            "insert into muster.replay_clock"
            " (name, holder, from_at, to_at, position_at, rate, is_playing, version)"
            " values ('amber', 'operator', %s, %s, %s, 3600, false, 1)",
            [START, END, START],
        )
        yield owner
        owner.execute("delete from muster.replay_clock")


@pytest.fixture
def reader(told: Database) -> Generator[Connection]:
    with told.connect("muster_reader") as reader:
        reader.execute("set timezone = 'UTC'")
        reader.execute("set default_transaction_read_only = off")
        yield reader


def turn(reader: Connection, act: str, *how: Any) -> str:
    given = [*how, *[None] * (4 - len(how))]
    return reader.execute(TURN, [act, *given]).fetchall()[0][0]


def clock(reader: Connection) -> Any:
    return reader.execute(
        "select position_at, rate, is_playing, holder, is_mine, version"
        " from readiness.replay_clock('amber')"
    ).fetchone()


def changes(reader: Connection, *, then: bool, known: str = "30T00:00") -> list[datetime]:
    asked = [START, MIDNIGHTS[-1], at(known), then, timedelta(minutes=1)]
    query = "select * from readiness.replay_changes(%s, %s, %s, %s, %s)"
    return [row[0] for row in reader.execute(query, asked)]


def as_low(reader: Connection) -> None:
    reader.execute("select set_config('muster.session', %s, false)", [TOKEN])


def test_who_holds_it_moves_it(owner: Connection, reader: Connection):
    assert turn(reader, "seek", at("10T00:00")) == "done"
    assert turn(reader, "step", None, None, -HOUR) == "done"
    assert turn(reader, "speed", None, 60) == "done"
    assert turn(reader, "play") == "done"
    position, rate, is_playing, holder, is_mine, version = clock(reader)
    assert (position, rate, is_playing) == (at("09T23:00"), 60, True)
    assert (holder, is_mine) == ("operator", True)
    assert version > 1_700_000_000_000
    assert turn(reader, "pause") == "done"
    assert clock(reader)[0] > position


def test_a_step_stays_within_the_period_and_a_seek_must(owner: Connection, reader: Connection):
    assert turn(reader, "step", None, None, timedelta(days=-5)) == "done"
    assert clock(reader)[0] == START
    assert turn(reader, "seek", END + HOUR) == "outside"
    assert turn(reader, "step", None, None, timedelta(days=90)) == "done"
    assert clock(reader)[0] == END
    assert turn(reader, "play") == "ended"


def test_who_does_not_hold_it_moves_nothing(owner: Connection, reader: Connection):
    as_low(reader)
    before = clock(reader)

    assert before[3:5] == ("operator", False)
    for act in ("play", "pause", "stop", "hand-over"):
        assert turn(reader, act, None, None, None, "low") == "held"
    assert clock(reader) == before


def test_it_is_handed_over_to_a_viewer_there_is(owner: Connection, reader: Connection):
    assert turn(reader, "hand-over", None, None, None, "nobody") == "nobody"
    assert turn(reader, "hand-over", None, None, None, "low") == "done"
    assert turn(reader, "play") == "held"
    as_low(reader)
    assert turn(reader, "play") == "done"


def test_who_is_no_viewer_sees_none_and_moves_none(owner: Connection, reader: Connection):
    reader.execute("select set_config('muster.session', 'nobody', false)")

    assert clock(reader) is None
    assert turn(reader, "stop") == "held"


@pytest.mark.parametrize(
    "statement",
    [
        "update muster.replay_clock set rate = 1",
        "select * from muster.replay_clock",
        "select muster.turn_replay_clock('amber', 'operator', 'stop', null, null, null, null)",
        "insert into muster.replay_clock (name) values ('mine')",
    ],
)
def test_a_reader_reaches_it_by_nothing_else(
    owner: Connection, reader: Connection, statement: str
):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader.execute(statement)


def test_a_change_rings_its_own_bell_which_says_nothing(owner: Connection, reader: Connection):
    reader.execute("listen muster")
    reader.execute("listen muster_clock")
    head = owner.execute("select * from muster.head").fetchall()

    for act in ("play", "pause", "stop"):
        assert turn(reader, act) == "done"
    rung = [(one.channel, one.payload) for one in reader.notifies(timeout=1)]
    assert rung == [("muster_clock", "")] * 3
    assert owner.execute("select * from muster.head").fetchall() == head


def test_a_name_that_was_used_before_begins_with_a_later_version(
    owner: Connection, reader: Connection
):
    turn(reader, "play")
    before = clock(reader)[5]
    turn(reader, "pause")

    assert clock(reader)[5] > before


def test_as_then_known_it_changes_when_something_happens_and_when_it_is_heard_of(
    owner: Connection, reader: Connection
):
    found = changes(reader, then=True)

    own = ["01T15:00", "02T12:00", "02T18:00", "03T10:00", "03T18:00"]
    later = ["04T09:00", "04T18:00", "04T20:00"]
    assert found == sorted([*map(at, [*own, *later]), *MIDNIGHTS])


def test_as_now_known_it_changes_when_something_happens(owner: Connection, reader: Connection):
    own = ["01T15:00", "02T12:00", "03T10:00", "04T09:00", "04T20:00"]

    assert changes(reader, then=False) == sorted([*map(at, own), *MIDNIGHTS])
    earlier = changes(reader, then=False, known="03T12:00")
    assert earlier == sorted([at("02T12:00"), *MIDNIGHTS])


def test_no_moment_tells_of_what_may_not_be_seen(owner: Connection, reader: Connection):
    everything = changes(reader, then=True)
    as_low(reader)

    assert {*everything} - {*changes(reader, then=True)} == {at("03T10:00"), at("03T18:00")}


def test_of_each_step_the_last_moment_is_given(owner: Connection, reader: Connection):
    query = "select * from readiness.replay_changes(%s, %s, %s, true, '12 hours')"
    found = [row[0] for row in reader.execute(query, [START, MIDNIGHTS[1], MIDNIGHTS[1]])]

    assert found == [MIDNIGHTS[0], at("02T12:00"), MIDNIGHTS[1]]


def test_a_stretch_that_is_too_long_is_refused(owner: Connection, reader: Connection):
    query = "select * from readiness.replay_changes(%s, %s, now(), true, '1 s')"

    with pytest.raises(psycopg.errors.InvalidParameterValue, match="at most 10000 steps"):
        reader.execute(query, [START, END])


def test_a_viewer_who_is_gone_holds_nothing(owner: Connection, reader: Connection):
    put_viewer(owner, "guest", "UNCLASSIFIED", None)
    turn(reader, "hand-over", None, None, None, "guest")
    owner.execute("delete from muster.viewer where name = 'guest'")

    assert clock(reader) is None
