"""Run `muster` on a host whose clock is wrong: `… -m tests.support.shifted_clock S COMMAND`."""

import sys
from datetime import datetime, timedelta

from infra import clock


def main() -> None:
    """Shift what the only place that reads the clock gives, then be `muster`."""
    shift, right = timedelta(seconds=float(sys.argv.pop(1))), clock.utc_now

    def wrong() -> datetime:
        return right() + shift

    clock.utc_now = wrong
    # Only now: what has been imported before keeps the right clock.
    from infra.cli import main as muster

    muster()


if __name__ == "__main__":
    main()
