"""How fast can an actor move in an area, as it reported itself?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from schemas.events import ResourceLevelReported
from schemas.method import Method
from tests.reference.reports import state_of
from tests.reference.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedNotice:
    """How fast an actor says it can move in an area."""

    actor: str
    area: str
    ntm_days: int
    ntm_band: int
    pillar: str
    reporter: str
    reported_at: datetime
    age_days: int
    expires_on: date
    ledger_seq: int
    state: str


def band(ntm_days: int, method: Method) -> int:
    """Give the band a notice to move falls into, 1 the fastest."""
    return 1 + sum(ntm_days > at_most for at_most in method.notice_to_move.at_most_days)


def reported(
    statements: Iterable[Statement], wanted: Collection[str] | None, on: date, method: Method
) -> list[ReportedNotice]:
    """Give the last notice of each actor and area, however old; a report may leave it unsaid."""
    found: dict[tuple[str, str], ReportedNotice] = {}
    for one in sorted(statements, key=lambda one: one.order):
        data = one.data
        if not isinstance(data, ResourceLevelReported) or data.ntm_days is None:
            continue
        if wanted is not None and data.actor not in wanted:
            continue
        found[data.actor, str(data.area)] = _reported(one, data, data.ntm_days, on, method)
    return [found[key] for key in sorted(found)]


def _reported(
    one: Statement, data: ResourceLevelReported, ntm_days: int, on: date, method: Method
) -> ReportedNotice:
    day = one.occurred_at.date()
    age_days = (on - day).days
    return ReportedNotice(
        actor=data.actor,
        area=data.area,
        ntm_days=ntm_days,
        ntm_band=band(ntm_days, method),
        pillar=data.pillar,
        reporter=data.reporter,
        reported_at=one.occurred_at,
        age_days=age_days,
        expires_on=day + timedelta(days=method.resource_report.validity_days),
        ledger_seq=one.seq,
        state=state_of(age_days, method),
    )
