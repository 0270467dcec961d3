"""Every read function once more, in plain Python, from the history of events alone."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

from schemas.method import Method
from schemas.vocabulary import Pillar
from streams.events.recorded import Recorded
from tests.reference import (
    actors,
    declared,
    evidence,
    guidance,
    interoperability,
    levels,
    membership,
    rollup,
    standings,
)
from tests.reference.evidence import Demonstrated, Item
from tests.reference.interoperability import Test, test_of
from tests.reference.membership import Member
from tests.reference.reports import (
    CURRENT,
    LAPSED,
    LATE,
    NO_REPORTS,
    REPORTED_PILLARS,
    Reports,
    reports_by_series,
)
from tests.reference.rows import (
    AreaReading,
    BodyPoint,
    BodyReading,
    Compliance,
    InteroperabilityCount,
    InteroperabilityPoint,
    PairLevel,
    PairPoint,
    PairReading,
    Reading,
    ReportedProgress,
    ReportingState,
    Standing,
    TrendPoint,
)
from tests.reference.statements import Statement, visible

Series = tuple[str, str]
LAST_MOMENT = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reference:
    """A history of events, and what a viewer of these labels reads from it by this method."""

    history: Sequence[Recorded]
    label_ids: Collection[int]
    method: Method

    def members(self, body: str, as_of: datetime, known_at: datetime) -> list[Member]:
        """Give who belongs to a body, and since when."""
        return membership.members(self.visible(as_of, known_at), body, as_of.date())

    def readiness(
        self,
        body: str | None,
        as_of: datetime,
        known_at: datetime,
        only_actor: str | None = None,
        only_area: str | None = None,
    ) -> list[Reading]:
        """Give one reading for each member and area of which anything was ever heard."""
        statements = self.visible(as_of, known_at)
        items, reports = self._evidence(statements), reports_by_series(statements)
        wanted = self._wanted(body, as_of, known_at)
        readings = [
            self._reading(series, items[series], reports.get(series, NO_REPORTS), as_of.date())
            for series in sorted({*items, *reports})
            if wanted(series[0])
            and only_actor in (None, series[0])
            and only_area in (None, series[1])
        ]
        return guidance.shown(readings, guidance.overrides(statements, as_of.date(), self.method))

    def readiness_in_body(
        self, body: str, as_of: datetime, known_at: datetime
    ) -> list[BodyReading]:
        """Give the readings of a body, each beside what its area adds up to."""
        readings = self.readiness(body, as_of, known_at)
        areas = {one.area: asdict(one) for one in self.rollup(body, as_of, known_at)}
        names = BodyReading.__dataclass_fields__
        both = ({**areas[one.area], **asdict(one)} for one in readings)
        return [BodyReading(**{name: row[name] for name in names}) for row in both]

    def reporting_states(
        self, body: str | None, as_of: datetime, known_at: datetime
    ) -> list[ReportingState]:
        """Give whether each member still reports in each area that any was ever heard of in."""
        readings = self.readiness(body, as_of, known_at)
        wanted = self._wanted(body, as_of, known_at)
        said = reports_by_series(self.visible(as_of, known_at))
        reports = {series: said[series] for series in said if wanted(series[0])}
        members = self.actors(body, as_of, known_at)
        found = {one.actor for one in readings} if members is None else members
        return [
            self._reporting_state(actor, area, reports.get((actor, area)), as_of.date())
            for actor in sorted(found)
            for area in sorted({one.area for one in readings})
        ]

    def rollup(self, body: str, as_of: datetime, known_at: datetime) -> list[AreaReading]:
        """Give how much of a body is ready in each area."""
        members = len(self.members(body, as_of, known_at))
        return rollup.by_area(self.readiness(body, as_of, known_at), members, self.method)

    def trend(
        self,
        body: str | None,
        points: Iterable[datetime],
        known_at: datetime,
        only_actor: str | None = None,
        only_area: str | None = None,
    ) -> list[TrendPoint]:
        """Give the readings at each point, line by line."""
        found = [
            _trend_point(at, reading)
            for at in points
            for reading in self.readiness(body, at, known_at, only_actor, only_area)
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
        self,
        body: str | None,
        as_of: datetime,
        known_at: datetime,
        only_dimension: str | None = None,
    ) -> list[PairReading]:
        """Give one reading for each pair of members and dimension that was ever tested."""
        found: dict[interoperability.Key, list[Test]] = defaultdict(list)
        wanted = self._wanted(body, as_of, known_at)
        statements = self.visible(as_of, known_at)
        for statement in statements:
            entry = test_of(statement)
            if entry is not None and wanted(entry[0]) and wanted(entry[1]):
                found[entry[:3]].append(entry[3])
        held = declared.baselines(statements, self.actors(body, as_of, known_at))
        users = interoperability.newest_users(held)
        readings = [
            interoperability.pair_reading(key, found[key], users, as_of.date(), self.method)
            for key in sorted(found)
            if only_dimension in (None, key[2])
        ]
        return interoperability.with_weakest(readings)

    def interoperability_counts(
        self, body: str, as_of: datetime, known_at: datetime
    ) -> list[InteroperabilityCount]:
        """Give into what all pairs of a body fall in each dimension."""
        members = len(self.members(body, as_of, known_at))
        readings = self.interoperability(body, as_of, known_at)
        return rollup.interoperability_counts(readings, members)

    def pair_levels(self, body: str, as_of: datetime, known_at: datetime) -> list[PairLevel]:
        """Give how far each pair can work together in its weakest dimension."""
        return rollup.by_pair(self.interoperability(body, as_of, known_at))

    def pair_trend(
        self,
        body: str | None,
        actor_a: str,
        actor_b: str,
        points: Iterable[datetime],
        known_at: datetime,
    ) -> list[PairPoint]:
        """Give how far one pair could work together at each point, line by line."""
        found = [
            _pair_point(at, reading)
            for at in points
            for reading in self.interoperability(body, at, known_at)
            if {reading.actor_a, reading.actor_b} == {actor_a, actor_b}
        ]
        return sorted(found, key=lambda point: (point.dimension, point.at))

    def interoperability_trend(
        self, body: str, points: Iterable[datetime], known_at: datetime
    ) -> list[InteroperabilityPoint]:
        """Give the share of all pairs at level 2 or better at each point, line by line."""
        found = [
            point
            for at in points
            for point in rollup.at_point(
                at,
                self.interoperability(body, at, known_at),
                len(self.members(body, at, known_at)),
            )
        ]
        return sorted(found, key=lambda point: (point.dimension, point.at))

    def commitments(self, body: str, as_of: datetime, known_at: datetime) -> list[Standing]:
        """Give where each actor stands on each commitment of a body."""
        statements = self.visible(as_of, known_at)
        return standings.of_body(body, statements, as_of.date(), self.method)

    def compliance(self, body: str, as_of: datetime, known_at: datetime) -> list[Compliance]:
        """Give how far each commitment of a body is kept."""
        return standings.compliance(self.commitments(body, as_of, known_at))

    def progress(
        self, commitment_id: str, as_of: datetime, known_at: datetime
    ) -> list[ReportedProgress]:
        """Give which values were reported on a commitment."""
        statements = self.visible(as_of, known_at)
        return standings.progress(commitment_id, statements, as_of.date())

    def visible(self, as_of: datetime, known_at: datetime) -> list[Statement]:
        """Give the statements that hold and may be read."""
        return visible(self.history, as_of=as_of, known_at=known_at, label_ids=self.label_ids)

    def actors(self, body: str | None, as_of: datetime, known_at: datetime) -> set[str] | None:
        """Give the members of a body, None for everybody."""
        if body is None:
            return None
        return {member.actor for member in self.members(body, as_of, known_at)}

    def _wanted(
        self, body: str | None, as_of: datetime, known_at: datetime
    ) -> Callable[[str], bool]:
        """Give who is read: members of the body as far as they are known actors."""
        members = self.actors(body, as_of, known_at)
        # A partner is known from the moment that we hear of it, for all days.
        partners = actors.partners(self.visible(LAST_MOMENT, known_at))

        def is_wanted(actor: str) -> bool:
            return (members is None or actor in members) and actors.is_known(actor, partners)

        return is_wanted

    def _evidence(self, statements: Iterable[Statement]) -> dict[Series, list[Item]]:
        found: dict[Series, list[Item]] = defaultdict(list)
        for statement in statements:
            entry = evidence.item_of(statement, self.method)
            if entry is not None:
                actor, area, item = entry
                found[actor, area].append(item)
        return found

    def _reading(
        self, series: Series, items: Sequence[Item], reports: Reports, on: date
    ) -> Reading:
        shown = evidence.demonstrated(items, on, self.method)
        state = {one: reports.state(one, on, self.method) for one in REPORTED_PILLARS}
        pct = {one: reports.pct(one) for one in Pillar}
        level = {one: levels.level(one, pct[one], self.method) for one in REPORTED_PILLARS}
        last_level, last_index = self._last_known(shown, reports)
        is_known = shown.points is not None and LAPSED not in state.values()
        computed = last_level if is_known else levels.NOT_DEMONSTRATED
        oldest = reports.oldest()
        newest = max(items, key=lambda item: item.order, default=None)
        in_use = [state[one] in (CURRENT, LATE) for one in REPORTED_PILLARS]
        last_t_level = levels.last_demonstrated_level(shown, self.method)
        return Reading(
            actor=series[0],
            area=series[1],
            level=computed,
            t=shown.points,
            t_level=None if shown.points is None else last_t_level,
            conf=shown.conf(self.method),
            confidence=shown.confidence(self.method),
            total_weight=shown.total_weight,
            items=shown.items,
            external_items=shown.external_items,
            p=pct[Pillar.PERSONNEL],
            s=pct[Pillar.SUPPLIES],
            r=pct[Pillar.CONDITION],
            reported_t=pct[Pillar.TRAINING],
            p_state=state[Pillar.PERSONNEL],
            s_state=state[Pillar.SUPPLIES],
            r_state=state[Pillar.CONDITION],
            p_level=level[Pillar.PERSONNEL],
            s_level=level[Pillar.SUPPLIES],
            r_level=level[Pillar.CONDITION],
            reporting=reports.reporting(on, self.method),
            pillars=sum([*in_use, shown.points is not None]),
            index=last_index if is_known else None,
            last_t=shown.last_points,
            last_level=last_level,
            last_index=last_index,
            newest_at=newest.order[0] if newest else None,
            age_days=newest.age_days(on) if newest else None,
            newest_seq=newest.seq if newest else None,
            instrument_key=shown.instrument_key,
            report_age_days=oldest and oldest[1].age_days(on),
            computed_level=computed,
        )

    def _last_known(self, shown: Demonstrated, reports: Reports) -> tuple[str, float | None]:
        """Give level and index as if no report and no item had lapsed."""
        pct = [reports.pct(one) for one in REPORTED_PILLARS]
        earned = [
            levels.level(one, value, self.method)
            for one, value in zip(REPORTED_PILLARS, pct, strict=True)
        ]
        t_level = levels.last_demonstrated_level(shown, self.method)
        level = levels.overall(t_level, [one for one in earned if one is not None], self.method)
        return level, None if t_level is None else levels.index(shown.last_points, *pct)

    def _reporting_state(
        self, actor: str, area: str, reports: Reports | None, on: date
    ) -> ReportingState:
        said = reports or NO_REPORTS
        oldest = said.oldest()
        return ReportingState(
            actor=actor,
            area=area,
            reporting=said.reporting(on, self.method),
            report_age_days=oldest and oldest[1].age_days(on),
            oldest_pillar=oldest and oldest[0],
            oldest_at=oldest and oldest[1].at,
        )


def _trend_point(at: datetime, reading: Reading) -> TrendPoint:
    present = {
        "P": reading.p_state in (CURRENT, LATE),
        "S": reading.s_state in (CURRENT, LATE),
        "R": reading.r_state in (CURRENT, LATE),
        "T": reading.t is not None,
    }
    return TrendPoint(
        at=at,
        actor=reading.actor,
        area=reading.area,
        t=reading.t,
        index=reading.index,
        level=reading.level,
        conf=reading.conf,
        items=reading.items,
        pillars="".join(pillar for pillar, is_present in present.items() if is_present),
        instrument_key=reading.instrument_key,
        reporting=reading.reporting,
        last_level=reading.last_level,
        last_index=reading.last_index,
    )


def _body_point(at: datetime, area: AreaReading) -> BodyPoint:
    return BodyPoint(
        at=at,
        area=area.area,
        ready_ratio=area.ready_ratio,
        ready=area.ready,
        members=area.members,
        current=area.current,
        late=area.late,
        lapsed=area.lapsed,
        never=area.never,
        nd=area.nd,
        mean_index=area.mean_index,
        indices=area.indices,
        lapsed_indices=area.lapsed_indices,
    )


def _pair_point(at: datetime, reading: PairReading) -> PairPoint:
    return PairPoint(
        at=at,
        dimension=reading.dimension,
        level=reading.level,
        is_lapsed=reading.is_lapsed,
        lower_bound=reading.lower_bound,
        mean=reading.mean,
        is_capped=reading.is_capped,
    )
