"""What is one number made of? Every item behind it, with its weight and its share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from schemas.events import CapabilityAssessed, ResourceLevelReported
from schemas.method import Method
from schemas.vocabulary import Evaluator, Pillar
from streams.readiness.evidence import Item, item_of
from streams.readiness.interoperability import test_of
from streams.readiness.levels import REPORTED_PILLARS
from streams.readiness.registers import latest
from streams.readiness.statements import Statement

Series = tuple[str, ...]
EXPIRED, OLDER_VERSION = "expired", "older instrument version"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One item behind a number; an item of the prior comes from no event."""

    seq: int | None
    source: str | None
    event_id: str | None
    occurred_at: datetime | None
    age_days: int | None
    kind: str
    instrument: str | None
    instrument_version: str | None
    value: float
    weight: float | None
    share: float | None
    is_external: bool = False
    counts: bool = True
    why_not: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report of a pillar that is in force."""

    statement: Statement
    pct: float


def items_by_series(
    statements: Iterable[Statement], method: Method
) -> dict[Series, list[tuple[Item, str]]]:
    """Give the items of each series with their class: (actor, area) or (one, other, dimension)."""
    found: dict[Series, list[tuple[Item, str]]] = {}
    for statement in statements:
        entry = entry_of(statement, method)
        if entry is not None:
            series, item, kind = entry
            found.setdefault(series, []).append((item, kind))
    return found


def entry_of(statement: Statement, method: Method) -> tuple[Series, Item, str] | None:
    """Give the series, the item and its class of a piece of evidence, None for anything else."""
    rating = item_of(statement, method)
    if rating is not None:
        actor, area, item = rating
        return (actor, area), item, _class_of(statement)
    test = test_of(statement)
    if test is None:
        return None
    item = Item(
        instrument="interop_test",
        version="1",
        decay=method.decay.interop_test,
        points=test[3].success,
        full_weight=1.0,
        is_external=False,
        order=statement.order,
        seq=statement.seq,
    )
    return test[:3], item, "interop_test"


def _class_of(statement: Statement) -> str:
    if not isinstance(statement.data, CapabilityAssessed):
        return "exercise"
    is_external = statement.data.evaluator is Evaluator.EXTERNAL
    return "external_assessment" if is_external else "self_report"


def explained(
    items: Sequence[tuple[Item, str]], on: date, prior: Sequence[tuple[float, float]] = ()
) -> list[Evidence]:
    """Give every item, the newest first, then a prior: pairs of value and weight."""
    ordered = sorted(items, key=lambda entry: entry[0].order, reverse=True)
    in_use = versions_in_use([item for item, _ in items], on)
    rows = [_row(item, kind, on, _why_not(item, on, in_use)) for item, kind in ordered]
    counting = [row for row in rows if row.counts]
    if counting:
        rows += [_prior(value, weight) for value, weight in prior]
    total = sum(row.weight or 0.0 for row in rows if row.counts)
    return [replace(row, share=(row.weight or 0.0) / total if row.counts else 0.0) for row in rows]


def versions_in_use(items: Iterable[Item], on: date) -> Mapping[str, str]:
    """Give the version of each instrument that counts: that of its newest valid item."""
    valid = [item for item in items if item.is_valid(on)]
    return {item.instrument: item.version for item in sorted(valid, key=lambda item: item.order)}


def _why_not(item: Item, on: date, in_use: Mapping[str, str]) -> str | None:
    if not item.is_valid(on):
        return EXPIRED
    return None if in_use[item.instrument] == item.version else OLDER_VERSION


def _row(item: Item, kind: str, on: date, why_not: str | None) -> Evidence:
    return Evidence(
        seq=item.seq,
        source=item.order[2],
        event_id=item.order[3],
        occurred_at=item.order[0],
        age_days=item.age_days(on),
        kind=kind,
        instrument=item.instrument,
        instrument_version=item.version,
        value=item.points,
        weight=item.weight(on),
        share=0.0,
        is_external=item.is_external,
        counts=why_not is None,
        why_not=why_not,
    )


def _prior(value: float, weight: float) -> Evidence:
    return Evidence(
        seq=None,
        source=None,
        event_id=None,
        occurred_at=None,
        age_days=None,
        kind="prior",
        instrument=None,
        instrument_version=None,
        value=value,
        weight=weight,
        share=0.0,
    )


def reports(
    statements: Iterable[Statement], on: date, method: Method
) -> dict[Series, dict[Pillar, Report]]:
    """Give the reports of people, supplies and condition in force in each series."""
    oldest = method.resource_report.validity_days
    valid = [one for one in statements if (on - one.occurred_at.date()).days <= oldest]
    said = latest(valid, ResourceLevelReported, lambda data: (data.actor, data.area, data.pillar))
    found: dict[Series, dict[Pillar, Report]] = {}
    for (actor, area, pillar), (statement, data) in said.items():
        if pillar in REPORTED_PILLARS:
            report = Report(statement, round(data.pct * 1000) / 1000)
            found.setdefault((actor, area), {})[pillar] = report
    return found


def reported(in_force: Mapping[Pillar, Report], on: date) -> list[Evidence]:
    """Give one row for each report in force."""
    return [
        Evidence(
            seq=report.statement.seq,
            source=report.statement.order[2],
            event_id=report.statement.order[3],
            occurred_at=report.statement.occurred_at,
            age_days=(on - report.statement.occurred_at.date()).days,
            kind="resource_report",
            instrument=pillar,
            instrument_version=None,
            value=report.pct,
            weight=None,
            share=None,
        )
        for pillar, report in sorted(in_force.items())
    ]
