"""Which readings changed between two moments, once more in plain Python."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from schemas.events import LevelOverridden, ResourceLevelReported
from schemas.vocabulary import Pillar
from tests.reference import change, deciding, guidance, pillars, why
from tests.reference.change import Cause, End, Mean
from tests.reference.changed import Changed, LevelChanged, PairChanged
from tests.reference.deciding import Order, Standing
from tests.reference.evidence import Item, mix_of
from tests.reference.pillars import Training
from tests.reference.reasons import ReasonReference
from tests.reference.registers import latest
from tests.reference.reports import LAPSED, REPORTED_PILLARS
from tests.reference.rows import PairReading, Reading
from tests.reference.statements import Statement, visible
from tests.reference.why import Report, Series

LAST_MOMENT = datetime.max.replace(tzinfo=UTC)
PAIR = len(("one", "other", "dimension"))
Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class Side:
    """Everything one end of a difference is told from."""

    end: End
    items: Mapping[Series, Sequence[tuple[Item, str]]]
    reports: Mapping[Series, Mapping[Pillar, Report]]
    readings: Mapping[Series, Reading]
    pairs: Mapping[Series, PairReading]
    orders: Mapping[Series, Order]
    actors: set[str] | None

    def mean(self, series: Series, prior: Sequence[tuple[float, float]] = ()) -> Mean:
        """Give what the items of a series add up to."""
        items = self.items.get(series, [])
        rows = why.explained(items, self.end.day, prior)
        mix = mix_of([item for item, _ in items])
        counting = [row for row in rows if row.counts]
        value = sum(row.value * (row.share or 0.0) for row in counting)
        return Mean(
            mix=mix,
            shares={row.seq: row.share or 0.0 for row in counting if row.seq is not None},
            prior_share=sum(row.share or 0.0 for row in counting if row.seq is None),
            value=value if mix.unexpired(self.end.day) else None,
        )

    def standing(self, series: Series) -> Standing:
        """Give what decides the level of a series."""
        return Standing(self.readings.get(series), self.orders.get(series))

    def index_parts(self, series: Series) -> dict[str, float]:
        """Give the pillars that the index is the mean of."""
        reading = self.readings.get(series)
        if reading is None:
            return {}
        parts = {"T": reading.t, "P": reading.p, "S": reading.s, "R": reading.r}
        return {pillar: value for pillar, value in parts.items() if value is not None}

    def has(self, actors: Iterable[str]) -> bool:
        """Tell whether all of them belong to the body."""
        return self.actors is None or self.actors.issuperset(actors)


@dataclass(frozen=True, slots=True)
class WholeReference(ReasonReference):
    """A history of events, and everything that can be asked of it."""

    def difference(
        self,
        body: str | None,
        from_as_of: datetime,
        from_known_at: datetime,
        to_as_of: datetime,
        to_known_at: datetime,
        *only: str | None,
    ) -> list[Changed]:
        """Give which readings changed: only of an actor, an area, and by a kind of cause.

        Where that kind has a part in a change, all of its causes are given.
        """
        only_actor, only_area, only_cause = _three(only)
        start = self._side(body, from_as_of, from_known_at)
        end = self._side(body, to_as_of, to_known_at)
        found: list[Changed] = []
        for series in {*start.readings, *end.readings}:
            is_asked = only_actor in (None, series[0]) and only_area in (None, series[1])
            if is_asked and (start.has(series[:1]) or end.has(series[:1])):
                rows = list(self._changed(series, start, end))
                if only_cause is None or any(row.cause == only_cause for row in rows):
                    found += rows
        return sorted(found, key=_order)

    def level_causes(
        self,
        body: str | None,
        from_as_of: datetime,
        from_known_at: datetime,
        to_as_of: datetime,
        to_known_at: datetime,
        *only: str | None,
    ) -> list[LevelChanged]:
        """Give what moved each level that moved: only of an actor, and an area."""
        names = LevelChanged.__dataclass_fields__
        ends = (from_as_of, from_known_at, to_as_of, to_known_at)
        return [
            LevelChanged(**{name: getattr(row, name) for name in names})
            for row in self.difference(body, *ends, *only)
            if row.measure == "level"
        ]

    def interoperability_difference(
        self,
        body: str | None,
        from_as_of: datetime,
        from_known_at: datetime,
        to_as_of: datetime,
        to_known_at: datetime,
        *only: str | None,
    ) -> list[PairChanged]:
        """Give which pairs changed: only of an actor, a dimension, and by a kind of cause.

        Where that kind has a part in a change, all of its causes are given.
        """
        only_actor, only_dimension, only_cause = _three(only)
        start = self._side(body, from_as_of, from_known_at)
        end = self._side(body, to_as_of, to_known_at)
        found: list[PairChanged] = []
        for series in {*start.items, *end.items}:
            is_asked = only_actor in (None, *series[:2]) and only_dimension in (None, series[-1])
            is_wanted = start.has(series[:2]) or end.has(series[:2])
            if len(series) == PAIR and is_asked and is_wanted:
                rows = list(self._pair_changed(series, start, end))
                if only_cause is None or any(row.cause == only_cause for row in rows):
                    found += rows
        return sorted(found, key=_pair_order)

    def _side(self, body: str | None, as_of: datetime, known_at: datetime) -> Side:
        statements = self.visible(as_of, known_at)
        is_known = self._wanted(None, as_of, known_at)
        readings = self.readiness(None, as_of, known_at)
        return Side(
            end=self._end(as_of, known_at),
            items=_of_known(why.items_by_series(statements, self.method), is_known),
            reports=_of_known(why.latest_reports(statements), is_known),
            readings={(one.actor, one.area): one for one in readings},
            pairs={
                (one.actor_a, one.actor_b, one.dimension): one
                for one in self.interoperability(body, as_of, known_at)
            },
            orders=self._orders(statements, as_of),
            actors=self.actors(body, as_of, known_at),
        )

    def _orders(self, statements: Sequence[Statement], as_of: datetime) -> dict[Series, Order]:
        said = latest(statements, LevelOverridden, lambda data: (data.actor, data.area))
        held = guidance.overrides(statements, as_of.date(), self.method)
        by_series = {(str(actor), str(area)): one for (actor, area), (one, _) in said.items()}
        return {(one.actor, one.area): Order(one, by_series[one.actor, one.area]) for one in held}

    def _end(self, as_of: datetime, known_at: datetime) -> End:
        said = visible(
            self.history, as_of=LAST_MOMENT, known_at=known_at, label_ids=self.label_ids
        )
        return End(
            as_of=as_of,
            recorded=frozenset(one.key for one in self.history if one.recorded_at <= known_at),
            holding=frozenset(one.order[-2:] for one in said),
            in_force={one.order[-2:]: one for one in said if self._is_evidence(one)},
        )

    def _is_evidence(self, one: Statement) -> bool:
        is_report = isinstance(one.data, ResourceLevelReported)
        return is_report or why.entry_of(one, self.method) is not None

    def _changed(self, series: Series, start: Side, end: Side) -> Iterator[Changed]:
        ends = start.end, end.end
        trained = self._training(series, start), self._training(series, end)
        causes = self._pillar_causes(series, start, end, trained)
        standings = start.standing(series), end.standing(series)
        best_of_some = self.method.readiness.incomplete_level
        level = deciding.level_cause(*standings, causes, ends, best_of_some)
        was, now = start.readings.get(series), end.readings.get(series)
        parts = start.index_parts(series), end.index_parts(series)
        ts = was and was.t, now and now.t
        indices = was and was.index, now and now.index
        row = self._reading_columns(series, was, now)
        if level is not None:
            yield _row(row, "level", None, level)
        if change.is_changed(*ts) or trained[0].level != trained[1].level:
            for one in causes["T"]:
                yield _row(row, "T", _change(*ts), one)
        if change.is_changed(*indices):
            of_index = {
                pillar: some[0] for pillar, some in causes.items() if pillar != "T" and some
            }
            if change.is_changed(*ts):
                of_index["T"] = Cause(pillars.TRAINING)
            for one in pillars.index_causes(*parts, indices, of_index):
                yield _row(row, "index", _change(*indices), one)

    def _training(self, series: Series, side: Side) -> Training:
        return pillars.training_of(side.mean(series), side.end.day, self.method)

    def _pillar_causes(
        self, series: Series, start: Side, end: Side, trained: tuple[Training, Training]
    ) -> dict[str, list[Cause]]:
        ends = start.end, end.end
        found = {"T": pillars.training_causes(*trained, ends, self.method)}
        for pillar in REPORTED_PILLARS:
            before, after = (side.reports.get(series, {}).get(pillar) for side in (start, end))
            cause = pillars.report_cause(pillar, before, after, ends, self.method)
            found[pillar.value] = [cause] if cause else []
        return found

    def _reading_columns(
        self, series: Series, was: Reading | None, now: Reading | None
    ) -> Changed:
        """Give the columns that all rows of one reading repeat."""
        values = _values(was), _values(now)
        return Changed(
            actor=series[0],
            area=series[1],
            from_level=values[0][0],
            to_level=values[1][0],
            from_t=values[0][1],
            to_t=values[1][1],
            from_t_level=was and was.t_level,
            to_t_level=now and now.t_level,
            from_index=values[0][2],
            to_index=values[1][2],
            is_clear=values[0][0] != values[1][0]
            or any(
                self._is_clear(a, b, 1) for a, b in zip(values[0][1:], values[1][1:], strict=True)
            ),
            measure="",
            change=None,
            cause="",
            pillar=None,
            seq=None,
            source=None,
            event_id=None,
            at=None,
            share=None,
        )

    def _pair_changed(self, series: Series, start: Side, end: Side) -> Iterator[PairChanged]:
        prior, ends = self.prior(), (start.end, end.end)
        prior_mean = prior[0][1] / sum(weight for _, weight in prior)
        before, after = start.mean(series, prior), end.mean(series, prior)
        causes = change.mean_causes(before, after, ends, prior_mean)
        readings = start.pairs.get(series), end.pairs.get(series)
        levels = (
            deciding.pair_level(readings[0], was_tested=bool(before.mix.items)),
            deciding.pair_level(readings[1], was_tested=bool(after.mix.items)),
        )
        lapse = change.lapse(before, after, *ends, LAPSED)
        level = deciding.pair_level_cause(readings, levels, causes, lapse)
        row = self._pair_columns(series, levels, (before, after), readings)
        if level is not None:
            yield _pair_row(row, "level", None, level)
        if change.is_changed(before.value, after.value):
            for one in causes:
                yield _pair_row(row, "mean", _change(before.value, after.value), one)

    def _pair_columns(
        self,
        series: Series,
        levels: tuple[str, str],
        means: tuple[Mean, Mean],
        readings: tuple[PairReading | None, PairReading | None],
    ) -> PairChanged:
        was, now = (mean.value for mean in means)
        return PairChanged(
            actor_a=series[0],
            actor_b=series[1],
            dimension=series[2],
            from_level=levels[0],
            to_level=levels[1],
            from_mean=was,
            to_mean=now,
            from_lower_bound=readings[0] and readings[0].lower_bound,
            to_lower_bound=readings[1] and readings[1].lower_bound,
            is_clear=levels[0] != levels[1] or self._is_clear(was, now, 100),
            measure="",
            change=None,
            cause="",
            seq=None,
            source=None,
            event_id=None,
            at=None,
            share=None,
        )

    def _is_clear(self, was: float | None, now: float | None, points: int) -> bool:
        """Tell whether a number moved by more than noise; what came or went, did."""
        if was is None or now is None:
            return was is not now
        by = abs(now - was) * points
        return by >= self.method.trend.noise_band_points - change.ROUNDING


def _three(only: tuple[str | None, ...]) -> tuple[str | None, ...]:
    return (*only, None, None, None)[:3]


def _of_known(found: Mapping[Series, Said], is_known: Callable[[str], bool]) -> dict[Series, Said]:
    """Leave out the series of actors that nobody knows; the last name of a pair is a dimension."""
    return {
        series: said
        for series, said in found.items()
        if all(is_known(actor) for actor in series[:-1])
    }


def _values(reading: Reading | None) -> tuple[str, float | None, float | None]:
    if reading is None:
        return deciding.NOT_DEMONSTRATED, None, None
    return reading.level, reading.t, reading.index


def _change(was: float | None, now: float | None) -> float | None:
    return None if was is None or now is None else now - was


def _row(row: Changed, measure: str, by: float | None, one: Cause) -> Changed:
    return replace(
        row,
        measure=measure,
        change=by,
        cause=one.cause,
        pillar=one.pillar,
        seq=one.seq,
        source=one.source,
        event_id=one.event_id,
        at=one.at,
        share=None if measure == "level" else one.share,
    )


def _pair_row(row: PairChanged, measure: str, by: float | None, one: Cause) -> PairChanged:
    return replace(
        row,
        measure=measure,
        change=by,
        cause=one.cause,
        seq=one.seq,
        source=one.source,
        event_id=one.event_id,
        at=one.at,
        share=None if measure == "level" else one.share,
    )


def _order(row: Changed) -> tuple[str, str, str, str, str, float]:
    return row.actor, row.area, row.measure, row.pillar or "", row.cause, _last_if_none(row.seq)


def _pair_order(row: PairChanged) -> tuple[str, str, str, str, str, float]:
    return (
        row.actor_a,
        row.actor_b,
        row.dimension,
        row.measure,
        row.cause,
        _last_if_none(row.seq),
    )


def _last_if_none(seq: int | None) -> float:
    return math.inf if seq is None else seq
