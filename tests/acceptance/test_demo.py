"""`muster demo`, from nothing to a live dashboard and back to nothing."""

import signal
import socket
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from infra.local.host import free_port
from infra.settings import Settings
from tests.support.instance import MUSTER, Instance, wait_until
from tests.support.stack import environment


@contextmanager
def demo(settings: Settings, log: Path, *options: str) -> Generator[subprocess.Popen[str]]:
    """Run a demo; kill it at the end if it still runs."""
    with log.open("w") as errors:
        process = subprocess.Popen(
            [MUSTER, "demo", "--fast", *options],
            env=dict(environment(settings)),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            # A background job of a shell ignores Ctrl-C; a test runner may be one.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
        )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def address(process: subprocess.Popen[str], log: Path) -> str:
    """Give the address a demo prints once everything is there."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("Muster is at http://127.0.0.1:"), log.read_text()
    return line.removeprefix("Muster is at ").strip()


def end(process: subprocess.Popen[str], number: signal.Signals) -> int:
    """End the demo by a signal, and give its exit code once its parts are gone too."""
    parts = psutil.Process(process.pid).children(recursive=True)
    assert len(parts) >= 2
    process.send_signal(number)
    code = process.wait(30)
    _, alive = psutil.wait_procs(parts, timeout=20)
    assert alive == []
    return code


@pytest.fixture
def settings(instance: Instance) -> Settings:
    """Give the settings of a demo of one's own."""
    return replace(instance.settings, dashboard_port=free_port(), gateway_port=free_port())


def test_stopped_while_it_records_it_goes_on_where_it_was(
    instance: Instance, settings: Settings, tmp_path: Path
):
    log = tmp_path / "demo.log"
    with demo(settings, log, "--once") as process:
        wait_until(
            lambda: instance.one("select count(*) from ledger") > 2000,
            timeout_s=60,
            what="some of the history",
        )
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 130
    half = instance.one("select count(*) from ledger")
    assert instance.one("select ended_at is null from recording_clock")

    with demo(settings, log, "--once") as process:
        address(process, log)
        assert process.wait(30) == 0

    assert instance.one("select count(*) from ledger") > half + 2000
    assert instance.one("select count(*) from dead_letter") == 0
    assert instance.one("select ended_at is not null from recording_clock")
    instance.verify()


def test_the_demo_was_recorded_over_time_and_the_past_has_its_own_beliefs(instance: Instance):
    first, last = instance.ask("select min(recorded_at), max(recorded_at) from ledger")[0]
    recorded_days = instance.one("select count(distinct recorded_at::date) from ledger")
    ahead = instance.one(
        "select count(*) from ledger where occurred_at > recorded_at + interval '5 minutes'"
        " and type not similar to '%%(scheduled|postponed)'"
    )

    assert recorded_days > 300
    assert last - first > timedelta(days=360)
    assert ahead == 0
    assert instance.one("select readiness.first_recorded_at()") == first
    assert instance.ask("select * from readiness.recording_clock()") == [(first, last)]

    as_of = last - timedelta(days=120)
    then, now = (as_of, as_of + timedelta(days=28)), (as_of, last)
    readings = "select actor, area, level, t from readiness.readiness('NATO', %s, %s)"
    assert len(instance.ask(readings, *then)) > 200
    assert set(instance.ask(readings, *then)) != set(instance.ask(readings, *now))
    # What is explained is what was heard between the two: some of it corrected since.
    causes = instance.ask(
        "select l.recorded_at, l.occurred_at, l.type"
        " from readiness.difference('NATO', %s, %s, %s, %s) d join ledger l on l.seq = d.seq",
        *then,
        *now,
    )
    heard_since = [row for row in causes if then[1] < row[0] <= last and row[1] <= as_of]
    assert len(heard_since) >= 5
    assert instance.one("select count(*) from readiness.members('NATO', %s, %s)", *then) == 32
    # Before the first day nothing was known.
    assert instance.ask(readings, as_of, first - timedelta(days=1)) == []


def test_the_demo_fills_the_dashboard_lives_and_leaves_nothing_behind(
    instance: Instance, settings: Settings, tmp_path: Path
):
    log = tmp_path / "demo.log"
    with demo(settings, log) as process:
        page = address(process, log)
        stored = instance.one("select count(*) from ledger")
        assert stored > 8000
        assert urlopen(page, timeout=10).status == 200  # noqa: S310 - our own page
        recorded_at = instance.one("select recorded_at from head")
        wait_until(
            lambda: instance.one("select count(*) from ledger") >= stored + 3,
            timeout_s=20,
            what="live events",
        )
        # What lives is recorded by the database's clock, and the other is put away.
        assert instance.one("select max(recorded_at) > %s from ledger", recorded_at)
        assert instance.one("select clock_timestamp() - recorded_at < '1 minute' from head")

        assert end(process, signal.SIGINT) == 0

    assert instance.one("select count(*) from dead_letter") == 0
    assert instance.one("select count(*) from readiness.members('NATO', now(), now())") == 32

    with demo(settings, log) as process:
        address(process, log)
        assert end(process, signal.SIGKILL) == -signal.SIGKILL
    with demo(settings, log, "--once") as process:
        address(process, log)
        assert process.wait(30) == 0

    not_live = "select count(*) from ledger where event_id not like '%%LIVE-%%'"
    assert instance.one(not_live) == stored


def test_a_port_in_use_is_one_line(settings: Settings, tmp_path: Path):
    log = tmp_path / "demo.log"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", settings.dashboard_port))
        taken.listen()
        with demo(settings, log) as process:
            assert process.wait(20) == 2

    lines = log.read_text().strip().splitlines()
    assert len(lines) == 1
    assert f"port {settings.dashboard_port} on 127.0.0.1 is in use" in lines[0]


def test_stopped_while_it_loads_it_leaves_nothing_behind(settings: Settings, tmp_path: Path):
    log = tmp_path / "demo.log"
    with demo(settings, log) as process:
        deadline = time.monotonic() + 60
        while "worker, dashboard, gateway and alerts: starting" not in log.read_text():
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)

        assert end(process, signal.SIGTERM) == 130
