"""`muster demo`, from nothing to a live dashboard and back to nothing."""

import signal
import socket
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
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
    return replace(instance.settings, dashboard_port=free_port())


def test_the_demo_fills_the_dashboard_lives_and_leaves_nothing_behind(
    instance: Instance, settings: Settings, tmp_path: Path
):
    log = tmp_path / "demo.log"
    with demo(settings, log) as process:
        page = address(process, log)
        stored = instance.one("select count(*) from ledger")
        assert stored > 8000
        assert urlopen(page, timeout=10).status == 200  # noqa: S310 - our own page
        wait_until(
            lambda: instance.one("select count(*) from ledger") >= stored + 3,
            timeout_s=20,
            what="live events",
        )

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
        while "worker and dashboard: starting" not in log.read_text():
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)

        assert end(process, signal.SIGTERM) == 130
