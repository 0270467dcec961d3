"""How long the rest takes is told as soon as it can be known."""

import pytest

from streams.archive.progress import time_left


@pytest.mark.parametrize(
    ("done", "total", "taken_s", "said"),
    [
        (0, 100, 1.0, ""),
        (100, 100, 1.0, ""),
        (10, 100, 0.0, ""),
        (50, 100, 5.0, ", about 5 s left"),
        (1, 100, 1.0, ", about 1 min 39 s left"),
        (10, 100, 100.0, ", about 15 min 0 s left"),
    ],
)
def test_the_time_left_follows_from_what_is_done(done: int, total: int, taken_s: float, said: str):
    assert time_left(done, total, taken_s) == said
