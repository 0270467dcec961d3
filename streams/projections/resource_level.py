"""How much of each pillar does an actor say it has, and how fast can it move?"""

from collections.abc import Iterable

from schemas.events import ResourceLevelReported
from streams.events.recorded import Fact
from streams.projections import series
from streams.projections.projection import Projection, Row


def of_report(fact: Fact) -> Iterable[Row]:
    """Return the level as reported."""
    report = fact.data
    assert isinstance(report, ResourceLevelReported)
    return (
        (
            series.readiness(report.actor, report.area),
            report.pillar,
            round(report.pct * 1000),
            report.ntm_days,
            report.reporter,
        ),
    )


RESOURCE_LEVEL = Projection(
    table="resource_level",
    columns=("series_id", "pillar", "pct_milli", "ntm_days", "reporter"),
    rows_of={ResourceLevelReported: of_report},
)
