"""Who shares insight with whom, about what?"""

from collections.abc import Iterable

from schemas.events import InsightShared
from schemas.vocabulary import Area
from streams.events.recorded import Fact
from streams.projections.projection import Projection, Row


class InsightRow(Row, frozen=True, kw_only=True):
    """One actor that shared with one other."""

    from_actor: str
    to_actor: str
    topic: str
    area: Area
    product_ref: str


def of_insight(fact: Fact) -> Iterable[InsightRow]:
    """Return one row per actor that received it."""
    shared = fact.data
    assert isinstance(shared, InsightShared)
    return (
        InsightRow(
            from_actor=shared.from_actor,
            to_actor=to_actor,
            topic=shared.topic,
            area=shared.area,
            product_ref=shared.product_ref,
        )
        for to_actor in shared.to_actors
    )


INSIGHT = Projection(table="insight", row=InsightRow, rows_of={InsightShared: of_insight})
