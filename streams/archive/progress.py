"""How far an archive is, and how long the rest will take."""

import time
from collections.abc import Callable

from streams.client.progress import ProgressBar

Report = Callable[[int], None]  # takes how much has been done since it was last told


class Remaining:
    """Counts what is done and says how long the rest takes, if it goes on like this."""

    def __init__(self, bar: ProgressBar, total: int, what: str) -> None:
        self._bar = bar
        self._total = total
        self._what = what
        self._done = 0
        self._began_s = time.monotonic()

    def __call__(self, amount: int) -> None:
        """Count so much more as done."""
        self._done += amount
        left = time_left(self._done, self._total, time.monotonic() - self._began_s)
        self._bar.show(self._done, f"{self._done:,} of {self._total:,} {self._what}{left}")


def time_left(done: int, total: int, taken_s: float) -> str:
    """Return how long the rest takes, for the end of a sentence; nothing before it can be told."""
    if not 0 < done < total or taken_s <= 0:
        return ""
    left_s = round((total - done) * taken_s / done)
    minutes, seconds = divmod(left_s, 60)
    return f", about {f'{minutes} min ' if minutes else ''}{seconds} s left"
