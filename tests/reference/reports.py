"""What did an actor report of a pillar, and does it still report?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from schemas.events import ResourceLevelReported
from schemas.method import Method
from schemas.vocabulary import Pillar
from tests.reference.registers import latest
from tests.reference.statements import Order, Statement

CURRENT, LATE, LAPSED, NEVER = "current", "late", "lapsed", "never"
REPORTED_PILLARS = (Pillar.PERSONNEL, Pillar.SUPPLIES, Pillar.CONDITION)

Series = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Report:
    """What an actor reported of a pillar in one area."""

    pct: float
    order: Order

    @property
    def at(self) -> datetime:
        """Give the moment it tells of."""
        return self.order[0]

    def age_days(self, on: date) -> int:
        """Give its age in whole UTC days."""
        return (on - self.at.date()).days

    def state(self, on: date, method: Method) -> str:
        """Give whether it still holds; a report that lapsed stays expected."""
        return state_of(self.age_days(on), method)


def state_of(age_days: int | None, method: Method) -> str:
    """Tell whether a report of this age still holds; without any it never did."""
    if age_days is None:
        return NEVER
    if age_days > method.resource_report.validity_days:
        return LAPSED
    return LATE if age_days > method.resource_report.amber_days else CURRENT


@dataclass(frozen=True, slots=True)
class Reports:
    """The latest report on each pillar of one series, however long ago."""

    by_pillar: Mapping[Pillar, Report]

    def pct(self, pillar: Pillar) -> float | None:
        """Give what was reported last; None if never."""
        report = self.by_pillar.get(pillar)
        return report and report.pct

    def state(self, pillar: Pillar, on: date, method: Method) -> str:
        """Give whether a pillar is still reported on."""
        report = self.by_pillar.get(pillar)
        return report.state(on, method) if report else NEVER

    def reporting(self, on: date, method: Method) -> str:
        """Give the worst state of the pillars ever reported on; never if none was."""
        found = {report.state(on, method) for report in self._expected().values()}
        return next((state for state in (LAPSED, LATE, CURRENT) if state in found), NEVER)

    def oldest(self) -> tuple[Pillar, Report] | None:
        """Give the pillar whose latest report is the oldest; of several the first of P, S, R."""
        return min(self._expected().items(), key=lambda entry: entry[1].at, default=None)

    def _expected(self) -> dict[Pillar, Report]:
        """Give the reports on the pillars that stay expected; a reported T does not."""
        return {one: self.by_pillar[one] for one in REPORTED_PILLARS if one in self.by_pillar}


NO_REPORTS = Reports({})


def reports_by_series(statements: Iterable[Statement]) -> dict[Series, Reports]:
    """Give the latest reports of each actor in each area."""
    said = latest(
        statements, ResourceLevelReported, lambda data: (data.actor, data.area, data.pillar)
    )
    found: dict[Series, dict[Pillar, Report]] = {}
    for (actor, area, pillar), (statement, data) in said.items():
        report = Report(round(data.pct * 1000) / 1000, statement.order)
        found.setdefault((actor, area), {})[pillar] = report
    return {series: Reports(by_pillar) for series, by_pillar in found.items()}
