"""How far the clock of this host is from the database's, by which everything is recorded.

Nothing is judged by a host's clock: two workers would disagree. But whoever runs a host wants to
know that its clock is wrong, so the worker says so once, and again when it is right.
"""

from datetime import datetime

import structlog

TOLERANCE_S = 2.0

log = structlog.get_logger()


class HostClock:
    """What the host's clock said around moments of the database's."""

    def __init__(self) -> None:
        self.ahead_s: float | None = None
        self._differs = False

    def compare(self, before: datetime, database: datetime, after: datetime) -> None:
        """Take what the host's clock said before and after the database told its own."""
        halfway = before + (after - before) / 2
        self.ahead_s = (halfway - database).total_seconds()
        # An answer that took long says little.
        off_s = abs(self.ahead_s) - (after - before).total_seconds() / 2
        if (off_s > TOLERANCE_S) != self._differs:
            self._differs = not self._differs
            self._say()

    def _say(self) -> None:
        ahead_s = round(self.ahead_s or 0.0, 3)
        if self._differs:
            why = "events are judged and recorded by the database's clock; set this host's"
            log.warning("host-clock-differs", ahead_s=ahead_s, why=why)
        else:
            log.info("host-clock-agrees", ahead_s=ahead_s)
