"""Points over time cut into lines: where no data is, there is no line."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from dashboard.queries.readings import PairPoint


def runs(points: Sequence[PairPoint], step: timedelta) -> list[list[PairPoint]]:
    """Cut points where one is missing: a time without a test is no line."""
    if not points:
        return []
    cut = [[points[0]]]
    for before, after in pairwise(points):
        if after.at - before.at > step * 1.5:
            cut.append([])
        cut[-1].append(after)
    return cut
