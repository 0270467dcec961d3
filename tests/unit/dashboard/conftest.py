"""These tests read pages in one year, whichever year it is when they run."""

import pytest

from dashboard.wording import numbers


@pytest.fixture(autouse=True)
def _in_2026():  # pyright: ignore[reportUnusedFunction]
    numbers.read_in(2026)
