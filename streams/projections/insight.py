"""Who shares insight with whom, about what?"""

from collections.abc import Iterable

from schemas.events import InsightShared
from streams.events.recorded import Fact
from streams.projections.projection import Projection, Row


def of_insight(fact: Fact) -> Iterable[Row]:
    """Return one row per actor that received it."""
    shared = fact.data
    assert isinstance(shared, InsightShared)
    about = (shared.topic, shared.area, shared.product_ref)
    return ((shared.from_actor, to_actor, *about) for to_actor in shared.to_actors)


INSIGHT = Projection(
    table="insight",
    columns=("from_actor", "to_actor", "topic", "area", "product_ref"),
    rows_of={InsightShared: of_insight},
)
