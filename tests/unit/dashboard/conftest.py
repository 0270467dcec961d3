"""These tests read pages in one year, whichever it is when they run, and far from Greenwich."""

import os
import time
from collections.abc import Generator

import pytest

from dashboard.wording import numbers

# Half a day ahead of UTC: what takes the host's clock for the one of the pages says another day.
ELSEWHERE = "NZST-12"


@pytest.fixture(autouse=True)
def _in_2026():  # pyright: ignore[reportUnusedFunction]
    numbers.read_in(2026)


@pytest.fixture(autouse=True, scope="module")
def _elsewhere() -> Generator[None]:  # pyright: ignore[reportUnusedFunction]
    before = os.environ.get("TZ")
    os.environ["TZ"] = ELSEWHERE
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()
