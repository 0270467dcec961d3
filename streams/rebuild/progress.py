"""How far a rebuild is, and how long the part it is at will take."""

import time

from streams.archive.progress import time_left
from streams.client.progress import ProgressBar


class Remaining:
    """Shows what is done and says how long the rest takes, if it goes on like this."""

    def __init__(self, bar: ProgressBar, total: int, what: str) -> None:
        """Begin with whatever is told first: what was done before does not count."""
        self._bar = bar
        self._total = total
        self._what = what
        self._first: int | None = None
        self._began_s = time.monotonic()

    def __call__(self, done: int) -> None:
        """Show so much of the total as done."""
        if self._first is None:
            self._first = done
        taken_s = time.monotonic() - self._began_s
        left = time_left(done - self._first, self._total - self._first, taken_s)
        self._bar.show(done, f"{done:,} of {self._total:,} {self._what}{left}")
