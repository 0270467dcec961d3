"""Where do studies place an actor by its votes elsewhere?"""

from collections.abc import Iterable

from schemas.events import PositionEstimated
from streams.events.recorded import Fact
from streams.projections.projection import Projection, Row


class PositionRow(Row, frozen=True, kw_only=True):
    """A point on a scale with its bounds, and from how many votes."""

    actor: str
    scale: str
    scale_version: str
    occasion: str
    point: float
    low: float
    high: float
    votes: int | None


def of_estimate(fact: Fact) -> Iterable[PositionRow]:
    """Return the point with its bounds, as it was estimated."""
    said = fact.data
    assert isinstance(said, PositionEstimated)
    return (
        PositionRow(
            actor=said.actor,
            scale=said.scale,
            scale_version=said.scale_version,
            occasion=said.occasion,
            point=said.point,
            low=said.low,
            high=said.high,
            votes=said.votes,
        ),
    )


POSITION = Projection(table="position", row=PositionRow, rows_of={PositionEstimated: of_estimate})
