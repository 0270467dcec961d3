"""Where do studies place an actor by its votes elsewhere?"""

from collections.abc import Iterable

from schemas.events import PositionEstimated
from streams.events.recorded import Fact
from streams.projections.projection import Projection, Row


def of_estimate(fact: Fact) -> Iterable[Row]:
    """Return the point with its bounds, as it was estimated."""
    said = fact.data
    assert isinstance(said, PositionEstimated)
    where = (said.scale, said.scale_version, said.occasion)
    return ((said.actor, *where, said.point, said.low, said.high, said.votes),)


POSITION = Projection(
    table="position",
    columns=("actor", "scale", "scale_version", "occasion", "point", "low", "high", "votes"),
    rows_of={PositionEstimated: of_estimate},
)
