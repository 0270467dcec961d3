"""How one pair of actors stood over time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.queries import ReadModel


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPoint:
    """How well a pair worked together in one dimension at one moment."""

    at: datetime
    dimension: str
    level: int
    lower_bound: float
    mean: float
    is_capped: bool


async def pair_trend(
    model: ReadModel,
    body: str,
    pair: tuple[str, str],
    *,
    from_at: datetime,
    to_at: datetime,
    step: timedelta,
    known_at: datetime,
) -> list[PairPoint]:
    """Give how one pair stood in each dimension over time; no point where there was no test."""
    return await model.ask(
        PairPoint,
        "pair_trend",
        body=body,
        actor_a=pair[0],
        actor_b=pair[1],
        from_at=from_at,
        to_at=to_at,
        step=step,
        known_at=known_at,
    )
