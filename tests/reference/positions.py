"""How far apart do actors stand by their votes elsewhere? Context, and part of no reading."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations
from statistics import fmean, median

from schemas.events import PositionEstimated
from schemas.method import Method
from tests.reference.statements import Statement

Estimate = tuple[Statement, PositionEstimated]


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where an actor stands on a scale, beside the middle of those placed with it."""

    scale: str
    scale_version: str
    occasion: str
    actor: str
    point: float
    low: float
    high: float
    votes: int | None
    observed_at: datetime
    age_days: int
    is_current: bool
    placed: int
    median: float
    mean: float
    from_median: float
    from_median_low: float
    from_median_high: float
    from_mean: float
    from_mean_low: float
    from_mean_high: float
    ledger_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """How far apart two actors stand on a scale."""

    scale: str
    scale_version: str
    occasion: str
    actor_a: str
    actor_b: str
    distance: float
    distance_low: float
    distance_high: float
    age_days: int
    is_current: bool


def positions(
    statements: Iterable[Statement], wanted: Collection[str] | None, on: date, method: Method
) -> list[Position]:
    """Give where each actor was placed on the newest occasion at which any of them was."""
    by_scale: dict[str, list[Estimate]] = defaultdict(list)
    for one in sorted(statements, key=lambda one: one.order):
        data = one.data
        if isinstance(data, PositionEstimated) and (wanted is None or data.actor in wanted):
            by_scale[data.scale].append((one, data))
    return [
        position
        for scale in sorted(by_scale)
        for position in _on_the_newest_occasion(by_scale[scale], on, method)
    ]


def _on_the_newest_occasion(
    estimates: Sequence[Estimate], on: date, method: Method
) -> list[Position]:
    newest = _occasion(estimates[-1][1])
    placed = {data.actor: (one, data) for one, data in estimates if _occasion(data) == newest}
    points = [data.point for _, data in placed.values()]
    return [_position(*placed[actor], points, on, method) for actor in sorted(placed)]


def _occasion(data: PositionEstimated) -> tuple[str, str]:
    return data.scale_version, data.occasion


def _position(
    one: Statement, data: PositionEstimated, points: Sequence[float], on: date, method: Method
) -> Position:
    middle, mean = median(points), fmean(points)
    age_days = (on - one.occurred_at.date()).days
    return Position(
        scale=data.scale,
        scale_version=data.scale_version,
        occasion=data.occasion,
        actor=data.actor,
        point=data.point,
        low=data.low,
        high=data.high,
        votes=data.votes,
        observed_at=one.occurred_at,
        age_days=age_days,
        is_current=age_days <= method.position.validity_days,
        placed=len(points),
        median=middle,
        mean=mean,
        from_median=abs(data.point - middle),
        from_median_low=max(0.0, data.low - middle, middle - data.high),
        from_median_high=max(data.high - middle, middle - data.low),
        from_mean=abs(data.point - mean),
        from_mean_low=max(0.0, data.low - mean, mean - data.high),
        from_mean_high=max(data.high - mean, mean - data.low),
        ledger_seq=one.seq,
    )


def distances(placed: Iterable[Position], only_actor: str | None) -> list[Distance]:
    """Give the distance of every pair placed on the same occasion."""
    return [
        _distance(a, b)
        for a, b in combinations(placed, 2)
        if a.scale == b.scale and (only_actor is None or only_actor in (a.actor, b.actor))
    ]


def _distance(a: Position, b: Position) -> Distance:
    return Distance(
        scale=a.scale,
        scale_version=a.scale_version,
        occasion=a.occasion,
        actor_a=a.actor,
        actor_b=b.actor,
        distance=abs(a.point - b.point),
        distance_low=max(0.0, a.low - b.high, b.low - a.high),
        distance_high=max(a.high - b.low, b.high - a.low),
        age_days=max(a.age_days, b.age_days),
        is_current=a.is_current and b.is_current,
    )
