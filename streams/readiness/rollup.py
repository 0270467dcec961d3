"""What do the readings of many add up to for a body?"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from statistics import fmean

from schemas.method import Method
from streams.readiness.levels import NOT_DEMONSTRATED
from streams.readiness.rows import AreaReading, PairLevel, PairReading, Reading


def by_area(readings: Iterable[Reading], members: int, method: Method) -> list[AreaReading]:
    """Give one row per area that was ever heard of; what is not demonstrated is not ready."""
    ordered = sorted(readings, key=lambda reading: reading.area)
    return [
        _area(area, list(group), members, method)
        for area, group in groupby(ordered, key=lambda reading: reading.area)
    ]


def _area(area: str, readings: Sequence[Reading], members: int, method: Method) -> AreaReading:
    levels = [one.level for one in readings if one.level != NOT_DEMONSTRATED]
    ready = sum(int(level) <= method.readiness.ready_level for level in levels)
    indices = [one.index for one in readings if one.index is not None]
    return AreaReading(
        area=area,
        members=members,
        reporting=len(readings),
        ready=ready,
        ready_ratio=ready / len(readings),
        weakest_level=max(levels, default=None),
        nd=len(readings) - len(levels),
        mean_index=fmean(indices) if indices else None,
        oldest_age_days=max(
            (one.age_days for one in readings if one.age_days is not None), default=None
        ),
    )


def by_pair(readings: Iterable[PairReading]) -> list[PairLevel]:
    """Give one row per pair: the level of its weakest dimension that was tested."""

    def pair(reading: PairReading) -> tuple[str, str]:
        return reading.actor_a, reading.actor_b

    ordered = sorted(readings, key=pair)
    return [_pair(list(group)) for _, group in groupby(ordered, key=pair)]


def _pair(readings: Sequence[PairReading]) -> PairLevel:
    weakest = min(readings, key=lambda one: (one.level, one.lower_bound, one.dimension))
    newest = max(readings, key=lambda one: one.newest_at)
    return PairLevel(
        actor_a=weakest.actor_a,
        actor_b=weakest.actor_b,
        level=weakest.level,
        weakest_dimension=weakest.dimension,
        dimensions=len(readings),
        tests=sum(one.tests for one in readings),
        newest_at=newest.newest_at,
        age_days=newest.age_days,
    )
