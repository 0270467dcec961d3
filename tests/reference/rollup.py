"""What do the readings of many add up to for a body?"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from statistics import fmean

from schemas.method import Method
from tests.reference import interoperability
from tests.reference.levels import NOT_DEMONSTRATED
from tests.reference.reports import CURRENT, LAPSED, LATE
from tests.reference.rows import (
    AreaReading,
    InteroperabilityCount,
    InteroperabilityPoint,
    PairLevel,
    PairReading,
    Reading,
)

COMPATIBLE = 2


def by_area(readings: Iterable[Reading], members: int, method: Method) -> list[AreaReading]:
    """Give one row per area that any member was ever heard of in; all members count."""
    ordered = sorted(readings, key=lambda reading: reading.area)
    return [
        _area(area, list(group), members, method)
        for area, group in groupby(ordered, key=lambda reading: reading.area)
    ]


def _area(area: str, readings: Sequence[Reading], members: int, method: Method) -> AreaReading:
    levels = [one.level for one in readings if one.level != NOT_DEMONSTRATED]
    ready = sum(int(level) <= method.readiness.ready_level for level in levels)
    states = [one.reporting for one in readings]
    heard = {state: states.count(state) for state in (CURRENT, LATE, LAPSED)}
    indices = [_index(one) for one in readings]
    known_indices = [one for one in indices if one is not None]
    return AreaReading(
        area=area,
        members=members,
        current=heard[CURRENT],
        late=heard[LATE],
        lapsed=heard[LAPSED],
        never=members - sum(heard.values()),
        reporting_members=heard[CURRENT] + heard[LATE],
        ready=ready,
        ready_ratio=ready / members,
        weakest_level=max(levels) if len(levels) == members else NOT_DEMONSTRATED,
        weakest_known_level=max(_known_levels(readings), default=None),
        nd=members - len(levels),
        mean_index=fmean(known_indices) if known_indices else None,
        indices=len(known_indices),
        lapsed_indices=sum(one.index is None and one.last_index is not None for one in readings),
        oldest_age_days=max(
            (one.age_days for one in readings if one.age_days is not None), default=None
        ),
    )


def _index(reading: Reading) -> float | None:
    """Give the index, or the last one known of who lapsed."""
    return reading.last_index if reading.index is None else reading.index


def _known_levels(readings: Iterable[Reading]) -> list[str]:
    """Give the levels shown, of what is not demonstrated the last one known."""
    levels = [one.last_level if one.level == NOT_DEMONSTRATED else one.level for one in readings]
    return [level for level in levels if level != NOT_DEMONSTRATED]


def by_pair(readings: Iterable[PairReading]) -> list[PairLevel]:
    """Give one row per pair: the level of its weakest dimension that was ever tested."""

    def pair(reading: PairReading) -> tuple[str, str]:
        return reading.actor_a, reading.actor_b

    ordered = sorted(readings, key=pair)
    return [_pair(list(group)) for _, group in groupby(ordered, key=pair)]


def _pair(readings: Sequence[PairReading]) -> PairLevel:
    weakest = min(readings, key=interoperability.weakness)
    newest = max(readings, key=lambda one: one.newest_at)
    return PairLevel(
        actor_a=weakest.actor_a,
        actor_b=weakest.actor_b,
        level=weakest.level,
        is_lapsed=weakest.is_lapsed,
        last_level=min(_last_level(one) for one in readings),
        weakest_dimension=weakest.dimension,
        dimensions=sum(not one.is_lapsed for one in readings),
        tested_dimensions=len(readings),
        tests=sum(one.tests for one in readings),
        newest_at=newest.newest_at,
        age_days=newest.age_days,
    )


def _last_level(reading: PairReading) -> int:
    return reading.last_level if reading.level is None else reading.level


def pairs_among(members: int) -> int:
    """Give how many pairs so many members make."""
    return members * (members - 1) // 2


def interoperability_counts(
    readings: Iterable[PairReading], members: int
) -> list[InteroperabilityCount]:
    """Give for each dimension ever tested into what all pairs fall: levels, lapsed and never."""
    ordered = sorted(readings, key=lambda reading: reading.dimension)
    return [
        _count(dimension, list(group), pairs_among(members))
        for dimension, group in groupby(ordered, key=lambda reading: reading.dimension)
    ]


def _count(
    dimension: str, readings: Sequence[PairReading], possible: int
) -> InteroperabilityCount:
    levels = [one.level for one in readings]
    return InteroperabilityCount(
        dimension=dimension,
        possible=possible,
        level_0=levels.count(0),
        level_1=levels.count(1),
        level_2=levels.count(2),
        level_3=levels.count(3),
        lapsed=levels.count(None),
        never=possible - len(readings),
    )


def at_point(
    at: datetime, readings: Iterable[PairReading], members: int
) -> list[InteroperabilityPoint]:
    """Give one point for each dimension in which any pair was ever tested."""
    ordered = sorted(readings, key=lambda reading: reading.dimension)
    return [
        _point(at, dimension, list(group), pairs_among(members))
        for dimension, group in groupby(ordered, key=lambda reading: reading.dimension)
    ]


def _point(
    at: datetime, dimension: str, readings: Sequence[PairReading], possible: int
) -> InteroperabilityPoint:
    levels = [one.level for one in readings if one.level is not None]
    bounds = [one.lower_bound for one in readings if one.lower_bound is not None]
    compatible = sum(level >= COMPATIBLE for level in levels)
    return InteroperabilityPoint(
        at=at,
        dimension=dimension,
        level_2_ratio=compatible / possible,
        compatible=compatible,
        pairs=len(levels),
        lapsed=len(readings) - len(levels),
        never=possible - len(readings),
        possible=possible,
        mean_lower_bound=sum(bounds) / possible,
    )
