"""All tests are collected once; each fault is then tried in a process that is split off.

There the fault is put into what is already loaded: so a trial costs what its tests cost.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

SURVIVED, CAUGHT, NOT_JUDGED, OUT_OF_TIME = 0, 3, 4, 5  # exit codes of what is split off
TOO_LONG = "Timeout (>"
NOT_HERE = (
    # What looks at files as they lie there, and what starts programs that know of no fault.
    "tests/unit/mutants",
    "tests/integration/database/test_migrate.py",
)


class NotJudged(Exception):
    """Something went wrong beside a test, which says nothing of the fault."""


class OutOfTime(Exception):
    """No test has failed yet, and not all have been asked."""


class Trial:
    """A plugin of pytest that hands over what was collected, instead of running it."""

    def __init__(self, work: Callable[["Trial"], None]) -> None:
        self._work = work
        self.failed: list[str] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do the work with all tests at hand."""
        self.session = session
        self.items = {item.nodeid: item for item in session.items}
        self._work(self)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep which tests failed; who had to wait too long for services says nothing."""
        if report.failed and report.when != "call" and TOO_LONG in report.longreprtext:
            raise NotJudged(f"{report.nodeid}: {report.longreprtext[-200:]}")
        if report.failed:
            self.failed.append(report.nodeid)

    def run(self, tests: Sequence[str], longest_s: float) -> str | None:
        """Run tests until one fails, and return which; raise OutOfTime where that takes longer."""
        items = [self.items[one] for one in tests]
        ends = time.monotonic() + longest_s
        for item, after in zip(items, [*items[1:], None], strict=True):
            if time.monotonic() > ends:
                raise OutOfTime
            self.session.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if self.failed:
                return self.failed[0]
        return None


def collected(folders: Iterable[str], work: Callable[[Trial], None]) -> int:
    """Collect tests, and do this work with them."""
    # A failure is not made small here: that it fails is enough.
    settings.register_profile(
        "mutants",
        phases=(Phase.explicit, Phase.generate),
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("mutants")
    options = ["-q", "--no-header", "--no-summary", "-p", "no:cacheprovider", "-p", "no:xdist"]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning", "-o", "timeout=180"]
    options += [f"--ignore={one}" for one in NOT_HERE]
    return pytest.main([*options, *folders], plugins=[Trial(work)])


def split_off(
    work: Callable[[Callable[[str], Any]], int],
    longest_s: float,
    after: Callable[[int], object] = lambda _: None,
) -> tuple[int, str]:
    """Do work in a process of its own; return its exit code, and what it told.

    What is done after it is given the number that the process had.

    Who takes too long is ended, with all that it started, and something in it is wrong.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _become(work, writing)
    os.close(writing)
    ends = time.monotonic() + longest_s
    try:
        while time.monotonic() < ends:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status), os.read(reading, 60_000).decode()
            time.sleep(0.01)
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return CAUGHT, f"took longer than {longest_s:.0f} s"
    finally:
        os.close(reading)
        after(child)


def _become(work: Callable[[Callable[[str], Any]], int], writing: int) -> None:
    code = NOT_JUDGED
    try:
        os.setpgid(0, 0)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        code = work(lambda said: os.write(writing, said.encode()[:60_000]))
    except BaseException as error:
        os.write(writing, f"{type(error).__name__}: {error}".encode()[:60_000])
    finally:
        sys.stdout.flush()
        os._exit(code)
