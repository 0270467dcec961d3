"""How much of each pillar does an actor say it has, and how fast can it move?"""

from collections.abc import Iterable

from schemas.events import ResourceLevelReported
from schemas.vocabulary import Pillar
from streams.events.recorded import Fact
from streams.projections import series
from streams.projections.projection import Projection, SeriesRow


class ResourceLevelRow(SeriesRow, frozen=True, kw_only=True):
    """A report on one pillar, in thousandths of a percent, with the notice to move in days."""

    pillar: Pillar
    pct_milli: int
    ntm_days: int | None
    reporter: str


def of_report(fact: Fact) -> Iterable[ResourceLevelRow]:
    """Return the level as reported."""
    report = fact.data
    assert isinstance(report, ResourceLevelReported)
    return (
        ResourceLevelRow(
            series_id=series.readiness(report.actor, report.area),
            pillar=report.pillar,
            pct_milli=round(report.pct * 1000),
            ntm_days=report.ntm_days,
            reporter=report.reporter,
        ),
    )


RESOURCE_LEVEL = Projection(
    table="resource_level", row=ResourceLevelRow, rows_of={ResourceLevelReported: of_report}
)
