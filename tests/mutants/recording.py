"""Which tests go through which line of Python."""

import json
import time
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import coverage
import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("schemas", "streams", "dashboard")
SECONDS = "seconds.json"


class Recording:
    """What was recorded when all tests ran once and nothing was wrong."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def seconds(self) -> dict[str, float]:
        """Return how long each test took."""
        return json.loads((self._folder / SECONDS).read_bytes())

    @cached_property
    def _lines(self) -> coverage.CoverageData:
        data = coverage.CoverageData(str(self._folder / "lines"))
        data.read()
        return data

    def is_there(self) -> bool:
        """Tell whether anything was recorded."""
        return (self._folder / SECONDS).exists()

    def of_lines(self, path: Path, first: int, last: int) -> set[str]:
        """Return the tests that go through one of these lines of a file."""
        by_line = self._lines.contexts_by_lineno(str(ROOT / path))
        found = {test for line in range(first, last + 1) for test in by_line.get(line, ())}
        return found & self.seconds.keys()


def record(session: pytest.Session, items: Sequence[pytest.Item], folder: Path) -> None:
    """Run tests, and keep which lines each goes through."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = coverage.Coverage(
        data_file=str(folder / "lines"),
        source=[str(ROOT / one) for one in PACKAGES],
        config_file=False,
    )
    lines.erase()
    seconds: dict[str, float] = {}
    with lines.collect():
        for item, after in zip(items, [*items[1:], None], strict=True):
            lines.switch_context(item.nodeid)
            began = time.perf_counter()
            session.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            seconds[item.nodeid] = round(time.perf_counter() - began, 4)
    lines.save()
    (folder / SECONDS).write_text(json.dumps(seconds))
