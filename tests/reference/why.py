"""What is one number made of? Every item behind it, with its weight and its share."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from schemas.events import CapabilityAssessed, ResourceLevelReported
from schemas.method import Method
from schemas.vocabulary import Evaluator, Pillar
from tests.reference import reports
from tests.reference.evidence import Item, Mix, item_of, mix_of
from tests.reference.interoperability import test_of
from tests.reference.registers import latest
from tests.reference.reports import REPORTED_PILLARS
from tests.reference.statements import Statement

Series = tuple[str, ...]
OUT_OF_DATE, OLDER_VERSION = "past its validity at the newest item", "older instrument version"
RUN_OUT = "run out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One item behind a number; an item of the prior comes from no event.

    Weight is that of t*, remaining what is left of it. An item of the mix that has run out still
    holds the number but makes nobody surer of it.
    """

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
    remaining: float | None
    is_external: bool = False
    counts: bool = True
    why_not: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The latest report of a pillar, however long ago."""

    statement: Statement
    pct: float

    def state(self, on: date, method: Method) -> str:
        """Give whether it still holds."""
        return reports.Report(self.pct, self.statement.order).state(on, method)


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
    """Give every item, the newest first, then a prior: pairs of value and weight.

    Beside a prior, which never fades, items weigh what is left of them while any is valid.
    """
    mix = mix_of([item for item, _ in items])
    fading = left_of(mix, on) if prior else 1.0
    total = sum(mix.weight_of(item) for item in mix.items) * fading
    total += sum(weight for _, weight in prior)
    ordered = sorted(items, key=lambda entry: entry[0].order, reverse=True)
    rows = [_row(item, kind, on, mix, fading / total) for item, kind in ordered]
    return rows + [_prior(value, weight, total) for value, weight in prior if items]


def left_of(mix: Mix, on: date) -> float:
    """Give what is left of the weights of t* of one class; of a mix that lapsed, the last."""
    if not mix.unexpired(on):
        return 1.0
    return math.pow(2, -(on - mix.day).days / mix.items[0].decay.half_life_days)


def _row(item: Item, kind: str, on: date, mix: Mix, share_of_weight: float) -> Evidence:
    counts = item in mix.items
    weight = mix.weight_of(item)
    return Evidence(
        seq=item.seq,
        source=item.order[-2],
        event_id=item.order[-1],
        occurred_at=item.order[0],
        age_days=item.age_days(on),
        kind=kind,
        instrument=item.instrument,
        instrument_version=item.version,
        value=item.points,
        weight=weight,
        share=weight * share_of_weight if counts else 0.0,
        remaining=item.weight(on) if counts else 0.0,
        is_external=item.is_external,
        counts=counts,
        why_not=None if counts else _why_not(item, mix),
        state=RUN_OUT if counts and not item.is_valid(on) else None,
    )


def _why_not(item: Item, mix: Mix) -> str:
    return OLDER_VERSION if item.is_valid(mix.day) else OUT_OF_DATE


def _prior(value: float, weight: float, total: float) -> Evidence:
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
        share=weight / total,
        remaining=weight,
    )


def latest_reports(statements: Iterable[Statement]) -> dict[Series, dict[Pillar, Report]]:
    """Give the latest report of people, supplies and condition in each series."""
    said = latest(
        statements, ResourceLevelReported, lambda data: (data.actor, data.area, data.pillar)
    )
    found: dict[Series, dict[Pillar, Report]] = {}
    for (actor, area, pillar), (statement, data) in said.items():
        if pillar in REPORTED_PILLARS:
            report = Report(statement, round(data.pct * 1000) / 1000)
            found.setdefault((actor, area), {})[pillar] = report
    return found


def reported(last: Mapping[Pillar, Report], on: date, method: Method) -> list[Evidence]:
    """Give one row for each pillar that was ever reported on."""
    return [
        Evidence(
            seq=report.statement.seq,
            source=report.statement.order[-2],
            event_id=report.statement.order[-1],
            occurred_at=report.statement.occurred_at,
            age_days=(on - report.statement.occurred_at.date()).days,
            kind="resource_report",
            instrument=pillar,
            instrument_version=None,
            value=report.pct,
            weight=None,
            share=None,
            remaining=None,
            state=report.state(on, method),
        )
        for pillar, report in sorted(last.items())
    ]
