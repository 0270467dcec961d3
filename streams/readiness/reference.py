"""Every read function once more, in plain Python, from the history of events alone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from statistics import fmean

from schemas.events import ResourceLevelReported
from schemas.method import Method
from schemas.vocabulary import Pillar
from streams.readiness import (
    declared,
    evidence,
    guidance,
    levels,
    membership,
    rollup,
    standings,
)
from streams.readiness.evidence import Item
from streams.readiness.interoperability import Test, test_of, tested
from streams.readiness.levels import REPORTED_PILLARS, Report
from streams.readiness.membership import Member
from streams.readiness.rows import (
    AreaReading,
    BodyPoint,
    Compliance,
    InteroperabilityPoint,
    PairLevel,
    PairReading,
    Reading,
    Standing,
    TrendPoint,
)
from streams.readiness.statements import Statement, visible
from streams.recorded import Recorded

Series = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Reference:
    """A history of events, and what a viewer of these labels reads from it by this method."""

    history: Sequence[Recorded]
    label_ids: Collection[int]
    method: Method

    def members(self, body: str, as_of: datetime, known_at: datetime) -> list[Member]:
        """Give who belongs to a body, and since when."""
        return membership.members(self.visible(as_of, known_at), body, as_of.date())

    def readiness(self, body: str | None, as_of: datetime, known_at: datetime) -> list[Reading]:
        """Give one reading for each member and area of which anything was ever heard."""
        said = self.visible(as_of, known_at)
        statements = self.not_too_old(said, as_of)
        items, reports = self._evidence(statements), _reports(statements)
        wanted = self.actors(body, as_of, known_at)
        readings = [
            self._reading(series, items[series], reports[series], as_of.date())
            for series in sorted({*items, *reports})
            if wanted is None or series[0] in wanted
        ]
        return guidance.shown(readings, guidance.overrides(said, as_of.date(), self.method))

    def rollup(self, body: str, as_of: datetime, known_at: datetime) -> list[AreaReading]:
        """Give how much of a body is ready in each area."""
        members = len(self.members(body, as_of, known_at))
        return rollup.by_area(self.readiness(body, as_of, known_at), members, self.method)

    def trend(
        self, body: str | None, points: Iterable[datetime], known_at: datetime
    ) -> list[TrendPoint]:
        """Give the readings at each point, line by line."""
        found = [
            _trend_point(at, reading)
            for at in points
            for reading in self.readiness(body, at, known_at)
        ]
        return sorted(found, key=lambda point: (point.actor, point.area, point.at))

    def body_trend(
        self, body: str, points: Iterable[datetime], known_at: datetime
    ) -> list[BodyPoint]:
        """Give the roll-up at each point, line by line."""
        found = [
            _body_point(at, area) for at in points for area in self.rollup(body, at, known_at)
        ]
        return sorted(found, key=lambda point: (point.area, point.at))

    def interoperability(
        self, body: str | None, as_of: datetime, known_at: datetime
    ) -> list[PairReading]:
        """Give one reading for each pair of members and dimension with a valid test."""
        found: dict[tuple[str, str, str], list[Test]] = defaultdict(list)
        wanted = self.actors(body, as_of, known_at)
        statements = self.visible(as_of, known_at)
        for statement in statements:
            entry = test_of(statement)
            if entry is not None and (wanted is None or wanted.issuperset(entry[:2])):
                found[entry[:3]].append(entry[3])
        readings = (self._pair_reading(key, found[key], as_of.date()) for key in sorted(found))
        found_readings = [reading for reading in readings if reading is not None]
        return declared.capped(found_readings, declared.baselines(statements, wanted), self.method)

    def pair_levels(self, body: str, as_of: datetime, known_at: datetime) -> list[PairLevel]:
        """Give how far each pair can work together in its weakest dimension."""
        return rollup.by_pair(self.interoperability(body, as_of, known_at))

    def interoperability_trend(
        self, body: str, points: Iterable[datetime], known_at: datetime
    ) -> list[InteroperabilityPoint]:
        """Give the share of tested pairs at level 2 or better at each point, line by line."""
        found = [
            point
            for at in points
            for point in _interoperability_points(at, self.interoperability(body, at, known_at))
        ]
        return sorted(found, key=lambda point: (point.dimension, point.at))

    def commitments(self, body: str, as_of: datetime, known_at: datetime) -> list[Standing]:
        """Give where each actor stands on each commitment of a body."""
        statements = self.visible(as_of, known_at)
        return standings.of_body(body, statements, as_of.date(), self.method)

    def compliance(self, body: str, as_of: datetime, known_at: datetime) -> list[Compliance]:
        """Give how far each commitment of a body is kept."""
        return standings.compliance(self.commitments(body, as_of, known_at))

    def visible(self, as_of: datetime, known_at: datetime) -> list[Statement]:
        """Give the statements that hold and may be read."""
        return visible(self.history, as_of=as_of, known_at=known_at, label_ids=self.label_ids)

    def not_too_old(self, statements: Iterable[Statement], as_of: datetime) -> list[Statement]:
        """Give the statements that any read still looks at."""
        earliest = as_of - timedelta(days=self.method.readiness.horizon_days)
        return [one for one in statements if one.occurred_at >= earliest]

    def actors(self, body: str | None, as_of: datetime, known_at: datetime) -> set[str] | None:
        """Give the members of a body, None for everybody."""
        if body is None:
            return None
        return {member.actor for member in self.members(body, as_of, known_at)}

    def _evidence(self, statements: Iterable[Statement]) -> dict[Series, list[Item]]:
        found: dict[Series, list[Item]] = defaultdict(list)
        for statement in statements:
            entry = evidence.item_of(statement, self.method)
            if entry is not None:
                actor, area, item = entry
                found[actor, area].append(item)
        return found

    def _reading(
        self,
        series: Series,
        items: Sequence[Item],
        reports: Iterable[tuple[Pillar, Report]],
        on: date,
    ) -> Reading:
        shown = evidence.demonstrated(items, on, self.method)
        latest = self._latest(reports, on)
        pct = {pillar: latest[pillar].pct if pillar in latest else None for pillar in Pillar}
        level = {one: levels.level(one, pct[one], self.method) for one in REPORTED_PILLARS}
        t_level = levels.demonstrated_level(shown, self.method)
        present = [shown.points, *(pct[one] for one in REPORTED_PILLARS)]
        ages = [latest[one].age_days(on) for one in REPORTED_PILLARS if one in latest]
        newest = max(items, key=lambda item: item.order, default=None)
        return Reading(
            actor=series[0],
            area=series[1],
            level=levels.overall(t_level, level),
            computed_level=levels.overall(t_level, level),
            t=shown.points,
            t_level=t_level,
            conf=shown.conf(self.method),
            confidence=shown.confidence(self.method),
            total_weight=shown.total_weight,
            items=shown.items,
            external_items=shown.external_items,
            p=pct[Pillar.PERSONNEL],
            s=pct[Pillar.SUPPLIES],
            r=pct[Pillar.CONDITION],
            reported_t=pct[Pillar.TRAINING],
            p_level=level[Pillar.PERSONNEL],
            s_level=level[Pillar.SUPPLIES],
            r_level=level[Pillar.CONDITION],
            pillars=sum(one is not None for one in present),
            index=levels.index(*present),
            newest_at=newest.order[0] if newest else None,
            age_days=newest.age_days(on) if newest else None,
            newest_seq=newest.seq if newest else None,
            instrument_key=shown.instrument_key,
            report_age_days=max(ages, default=None),
            amber=max(ages, default=0) > self.method.resource_report.amber_days,
        )

    def _latest(self, reports: Iterable[tuple[Pillar, Report]], on: date) -> dict[Pillar, Report]:
        valid = [
            (pillar, report)
            for pillar, report in reports
            if report.age_days(on) <= self.method.resource_report.validity_days
        ]
        return dict(sorted(valid, key=lambda entry: entry[1].order))

    def _pair_reading(
        self, key: tuple[str, str, str], tests: Sequence[Test], on: date
    ) -> PairReading | None:
        result = tested(tests, on, self.method)
        if result is None:
            return None
        newest = max(tests, key=lambda test: test.order)
        return PairReading(
            actor_a=key[0],
            actor_b=key[1],
            dimension=key[2],
            level=result.level(self.method),
            lower_bound=result.lower_bound,
            mean=result.mean,
            n_eff=result.n_eff,
            tests=result.tests,
            newest_at=newest.order[0],
            age_days=newest.age_days(on),
            newest_seq=newest.seq,
        )


def _reports(statements: Iterable[Statement]) -> dict[Series, list[tuple[Pillar, Report]]]:
    found: dict[Series, list[tuple[Pillar, Report]]] = defaultdict(list)
    for one in statements:
        data = one.data
        if isinstance(data, ResourceLevelReported):
            report = Report(round(data.pct * 1000) / 1000, one.order)
            found[data.actor, data.area].append((data.pillar, report))
    return found


def _trend_point(at: datetime, reading: Reading) -> TrendPoint:
    present = {"P": reading.p, "S": reading.s, "R": reading.r, "T": reading.t}
    return TrendPoint(
        at=at,
        actor=reading.actor,
        area=reading.area,
        t=reading.t,
        index=reading.index,
        level=reading.level,
        conf=reading.conf,
        items=reading.items,
        pillars="".join(pillar for pillar, pct in present.items() if pct is not None),
        instrument_key=reading.instrument_key,
    )


def _body_point(at: datetime, area: AreaReading) -> BodyPoint:
    return BodyPoint(
        at=at,
        area=area.area,
        ready_ratio=area.ready_ratio,
        reporting=area.reporting,
        members=area.members,
        mean_index=area.mean_index,
    )


def _interoperability_points(
    at: datetime, readings: Iterable[PairReading]
) -> Iterator[InteroperabilityPoint]:
    ordered = sorted(readings, key=lambda reading: reading.dimension)
    for dimension, group in groupby(ordered, key=lambda reading: reading.dimension):
        found = list(group)
        yield InteroperabilityPoint(
            at=at,
            dimension=dimension,
            level_2_ratio=sum(reading.level >= 2 for reading in found) / len(found),
            pairs=len(found),
            mean_lower_bound=fmean(reading.lower_bound for reading in found),
        )
