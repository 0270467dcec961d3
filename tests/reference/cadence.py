"""How regularly does a body meet?"""

import statistics
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

GAPS = 5


def gaps_days(held_on: Sequence[date]) -> list[int]:
    """Give the days between the last meetings, oldest first, at most five."""
    return [(later - earlier).days for earlier, later in pairwise(sorted(held_on))][-GAPS:]


def expected_interval_days(gaps: Sequence[int]) -> float | None:
    """Give the interval after which the next meeting is expected."""
    return float(statistics.median(gaps)) if gaps else None


def regularity(gaps: Sequence[int]) -> float | None:
    """Give 1 for a body that meets like a clock, 0 when its gaps vary as much as they last."""
    if not gaps:
        return None
    return max(0.0, 1 - statistics.pstdev(gaps) / statistics.fmean(gaps))
