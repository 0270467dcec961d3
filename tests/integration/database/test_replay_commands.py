"""`muster replay`: a command does what it says, or says in one line why not and does nothing."""

import signal
import subprocess
import time
from collections.abc import Generator
from datetime import UTC, datetime, timedelta

import pytest

from infra.viewers.kept import put_viewer
from schemas.events import ResourceLevelReported
from streams.store import pipeline
from streams.store.tables import recording_clock
from streams.store.tables.session import open_session
from tests.support.builders import event
from tests.support.instance import MUSTER, Instance
from tests.support.stack import environment

PERIOD = ("--from", "2026-05-01", "--to", "2026-05-20")
HEARD = datetime(2026, 5, 2, 18, tzinfo=UTC)


@pytest.fixture
def own(instance: Instance) -> Generator[Instance]:
    with open_session(instance.settings.database("muster_owner")) as owner:
        if recording_clock.state(owner).is_open:
            with recording_clock.simulated(owner, HEARD):
                pipeline.store_events(
                    owner, [event(ResourceLevelReported, time="2026-05-02T12:00:00Z")]
                )
        put_viewer(owner, "analyst", "RESTRICTED", None)
    yield instance
    instance.ask("delete from muster.replay_clock returning name")


def did(own: Instance, *arguments: str) -> str:
    code, said = own.muster("replay", *arguments)
    assert code == 0, said
    return said


def refused(own: Instance, *arguments: str) -> str:
    """Give the one line that a command says; it must end with 2 and change nothing."""
    query = "select c::text from muster.replay_clock c"
    before = own.ask(query)
    code, said = own.muster("replay", *arguments)
    assert (code, said.count("\n")) == (2, 1), said
    assert own.ask(query) == before
    return said.strip()


def test_a_replay_from_its_start_to_its_end(own: Instance):
    started = did(own, "start", "amber", *PERIOD, "--speed", "3600x", "--paused")
    assert "amber  stands at 2026-05-01 00:00:00Z, 3600x" in started
    assert f"http://127.0.0.1:{own.settings.dashboard_port}/?clock=amber" in started
    assert "as then known; held by operator" in did(own, "list")
    assert "plays at" in did(own, "play", "amber")
    assert "stands at" in did(own, "pause", "amber")
    assert "at 2026-05-10 06:00:00Z" in did(own, "seek", "amber", "2026-05-10T06:00Z")
    assert "at 2026-05-09 06:00:00Z" in did(own, "step", "amber", "--by", "-1d")
    assert "at 2026-05-10 06:00:00Z" in did(own, "step", "amber")
    assert ", 60x;" in did(own, "speed", "amber", "60x")
    assert "held by analyst" in did(own, "hand-over", "amber", "analyst")
    assert "has ended at 2026-05-20" in did(
        own, "seek", "amber", "2026-05-20", "--viewer", "analyst"
    )
    assert did(own, "stop", "amber", "--viewer", "analyst") == "amber is stopped\n"
    assert "no replays" in did(own, "list")


def test_known_now_is_pinned_to_the_newest_event(own: Instance):
    did(own, "start", "amber", *PERIOD, "--known", "now")

    pinned, newest = own.ask(
        "select c.known_at, h.recorded_at from muster.replay_clock c, muster.head h"
    )[0]
    assert pinned == newest
    assert "as known at 2026-05-02 18:00Z" in did(own, "show", "amber")


def test_what_cannot_be_replayed_is_refused_in_one_line(own: Instance):
    def start(*how: str) -> str:
        return refused(own, "start", *how)

    ahead = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d}"
    assert "cannot name a replay" in start("Amber", *PERIOD)
    assert "the speed is '0x'" in start("amber", *PERIOD, "--speed", "0x")
    assert "does not lie before" in start("amber", "--from", "2026-05-02", "--to", "2026-05-01")
    assert "is still to come" in start("amber", "--from", "2026-05-02", "--to", ahead)
    assert "write 2026-05-12" in start("amber", "--from", "soon", "--to", "2026-05-20")
    assert "--known now" in start("amber", "--from", "2020-05-01", "--to", "2021-05-01")
    assert "there is no viewer 'nobody'" in start("amber", *PERIOD, "--viewer", "nobody")


def test_a_name_that_is_taken_is_refused_with_who_holds_it(own: Instance):
    did(own, "start", "amber", *PERIOD, "--paused")

    said = refused(own, "start", "amber", *PERIOD, "--viewer", "analyst")
    assert "is there already, and operator holds it" in said


@pytest.mark.parametrize(
    "command",
    [["show"], ["play"], ["pause"], ["seek", "2026-05-02"], ["step"], ["speed", "1x"], ["stop"]],
    ids=lambda command: command[0],
)
def test_a_replay_that_is_not_there_is_named(own: Instance, command: list[str]):
    name, *rest = command

    assert "there is no replay 'amber'; `muster replay list`" in refused(own, name, "amber", *rest)


def test_only_its_holder_moves_it_or_hands_it_over(own: Instance):
    did(own, "start", "amber", *PERIOD, "--paused")
    low = ("--viewer", "analyst")

    for command in (["play"], ["seek", "2026-05-02"], ["speed", "1x"], ["stop"]):
        name, *rest = command
        assert "operator holds 'amber', and you are analyst" in refused(
            own, name, "amber", *rest, *low
        )
    assert "operator holds" in refused(own, "hand-over", "amber", "analyst", *low)
    assert "there is no viewer 'nobody'" in refused(own, "hand-over", "amber", "nobody")
    assert "seek a moment of that" in refused(own, "seek", "amber", "2026-04-01")
    did(own, "seek", "amber", "2026-05-20")
    assert "has ended; move it back first" in refused(own, "play", "amber")


def test_a_command_that_is_killed_has_done_all_or_nothing(own: Instance):
    did(own, "start", "amber", *PERIOD, "--paused")
    allowed = {datetime(2026, 5, day, tzinfo=UTC) for day in (1, 15)}

    for after_ms in range(0, 900, 100):
        process = subprocess.Popen(
            [MUSTER, "replay", "seek", "amber", "2026-05-15"],
            env=dict(environment(own.settings)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(after_ms / 1000)
        process.send_signal(signal.SIGKILL)
        process.wait(10)

        position, is_playing = own.ask("select position_at, is_playing from muster.replay_clock")[
            0
        ]
        assert position in allowed
        assert not is_playing
    assert "at 2026-05-15" in did(own, "seek", "amber", "2026-05-15")
