"""Which readings changed between two moments, once more in plain Python."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from schemas.vocabulary import Pillar
from streams.readiness import change, why
from streams.readiness.change import Cause, End, Mean, Pillars
from streams.readiness.evidence import Item
from streams.readiness.levels import NOT_DEMONSTRATED
from streams.readiness.reasons import ReasonReference
from streams.readiness.rows import PairReading, Reading
from streams.readiness.statements import Statement, visible
from streams.readiness.why import Report, Series

LAST_MOMENT = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One cause by which the readiness of an actor in an area changed."""

    actor: str
    area: str
    measure: str
    from_value: float | None
    to_value: float | None
    from_level: str
    to_level: str
    change: float | None
    is_clear: bool | None
    cause: str
    pillar: str
    seq: int | None
    source: str | None
    event_id: str | None
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairChanged:
    """One cause by which the interoperability of a pair in a dimension changed."""

    actor_a: str
    actor_b: str
    dimension: str
    from_value: float | None
    to_value: float | None
    from_level: str
    to_level: str
    change: float | None
    is_clear: bool | None
    cause: str
    seq: int | None
    source: str | None
    event_id: str | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Side:
    """Everything one end of a difference is told from."""

    end: End
    items: Mapping[Series, Sequence[tuple[Item, str]]]
    reports: Mapping[Series, Mapping[Pillar, Report]]
    readings: Mapping[Series, Reading]
    pairs: Mapping[Series, PairReading]
    actors: set[str] | None

    def mean(self, series: Series, prior: Sequence[tuple[float, float]] = ()) -> Mean:
        """Give what the items of a series add up to."""
        items = self.items.get(series, [])
        rows = why.explained(items, self.end.day, prior)
        return change.mean_of(rows, {item.seq: item for item, _ in items})

    def pillars(self, series: Series) -> Pillars:
        """Give the pillars of a series."""
        return change.pillars_of(self.mean(series).value, self.reports.get(series, {}))

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
    ) -> list[Changed]:
        """Give which readings changed, with the causes of each."""
        start = self._side(body, from_as_of, from_known_at)
        end = self._side(body, to_as_of, to_known_at)
        every = {*start.items, *end.items, *start.reports, *end.reports}
        found = [
            row
            for series in every
            if len(series) == len(("actor", "area")) and _is_wanted(series[:1], start, end)
            for row in self._changed(series, start, end)
        ]
        return sorted(found, key=_order)

    def interoperability_difference(
        self,
        body: str | None,
        from_as_of: datetime,
        from_known_at: datetime,
        to_as_of: datetime,
        to_known_at: datetime,
    ) -> list[PairChanged]:
        """Give which pairs changed, with the causes of each."""
        start = self._side(body, from_as_of, from_known_at)
        end = self._side(body, to_as_of, to_known_at)
        found = [
            row
            for series in {*start.items, *end.items}
            if len(series) == len(("one", "other", "dimension"))
            and _is_wanted(series[:2], start, end)
            for row in self._pair_changed(series, start, end)
        ]
        return sorted(found, key=_pair_order)

    def _side(self, body: str | None, as_of: datetime, known_at: datetime) -> Side:
        statements = self.visible(as_of, known_at)
        return Side(
            end=End(as_of, self._recorded(known_at), self._in_force(known_at)),
            items=why.items_by_series(statements, self.method),
            reports=why.reports(statements, as_of.date(), self.method),
            readings={(one.actor, one.area): one for one in self.readiness(None, as_of, known_at)},
            pairs={
                (one.actor_a, one.actor_b, one.dimension): one
                for one in self.interoperability(body, as_of, known_at)
            },
            actors=self.actors(body, as_of, known_at),
        )

    def _recorded(self, known_at: datetime) -> frozenset[tuple[str, str]]:
        return frozenset(one.key for one in self.history if one.recorded_at <= known_at)

    def _in_force(self, known_at: datetime) -> dict[tuple[str, str], Statement]:
        said = visible(
            self.history, as_of=LAST_MOMENT, known_at=known_at, label_ids=self.label_ids
        )
        evidence = [one for one in said if why.entry_of(one, self.method) is not None]
        return {one.order[2:]: one for one in evidence}

    def _changed(self, series: Series, start: Side, end: Side) -> Iterator[Changed]:
        before, after = start.mean(series), end.mean(series)
        causes = change.causes(before, after, start.end, end.end, 0.0)
        levels = tuple(_t_level(side.readings.get(series)) for side in (start, end))
        yield from self._rows(series, "T", (before.value, after.value), levels, causes)
        pillars = start.pillars(series), end.pillars(series)
        levels = tuple(_level(side.readings.get(series)) for side in (start, end))
        indices = tuple(one.index for one in pillars)
        yield from self._rows(series, "index", indices, levels, change.index_causes(*pillars))

    def _rows(
        self,
        series: Series,
        measure: str,
        values: tuple[float | None, ...],
        levels: tuple[str, ...],
        causes: Iterable[Cause],
    ) -> Iterator[Changed]:
        (was, now), (was_level, now_level) = values, levels
        if not change.is_changed(was, now, was_level, now_level):
            return
        by = None if was is None or now is None else now - was
        for one in causes:
            yield Changed(
                actor=series[0],
                area=series[1],
                measure=measure,
                from_value=was,
                to_value=now,
                from_level=was_level,
                to_level=now_level,
                change=by,
                is_clear=self._is_clear(by),
                cause=one.cause,
                pillar=one.pillar,
                seq=one.seq,
                source=one.source,
                event_id=one.event_id,
                share=one.share,
            )

    def _pair_changed(self, series: Series, start: Side, end: Side) -> Iterator[PairChanged]:
        prior = self.prior()
        before, after = start.mean(series, prior), end.mean(series, prior)
        prior_mean = prior[0][1] / sum(weight for _, weight in prior)
        was_level, now_level = _pair_level(series, before, start), _pair_level(series, after, end)
        if not change.is_changed(before.value, after.value, was_level, now_level):
            return
        both = None if before.value is None or after.value is None else (before.value, after.value)
        by = both and both[1] - both[0]
        for one in change.causes(before, after, start.end, end.end, prior_mean):
            yield PairChanged(
                actor_a=series[0],
                actor_b=series[1],
                dimension=series[2],
                from_value=before.value,
                to_value=after.value,
                from_level=was_level,
                to_level=now_level,
                change=by,
                is_clear=self._is_clear(None if by is None else by * 100),
                cause=one.cause,
                seq=one.seq,
                source=one.source,
                event_id=one.event_id,
                share=one.share,
            )

    def _is_clear(self, points: float | None) -> bool | None:
        if points is None:
            return None
        return abs(points) >= self.method.trend.noise_band_points - change.ROUNDING


def _is_wanted(actors: Sequence[str], start: Side, end: Side) -> bool:
    return start.has(actors) or end.has(actors)


def _t_level(reading: Reading | None) -> str:
    if reading is None or reading.t_level is None:
        return NOT_DEMONSTRATED
    return str(reading.t_level)


def _level(reading: Reading | None) -> str:
    return reading.computed_level if reading else NOT_DEMONSTRATED


def _pair_level(series: Series, mean: Mean, side: Side) -> str:
    if mean.value is None:
        return "no data"
    return str(side.pairs[series].level) if series in side.pairs else "not members"


def _order(row: Changed) -> tuple[str, str, str, str, str, float]:
    return row.actor, row.area, row.measure, row.pillar, row.cause, _last_if_none(row.seq)


def _pair_order(row: PairChanged) -> tuple[str, str, str, str, float]:
    return row.actor_a, row.actor_b, row.dimension, row.cause, _last_if_none(row.seq)


def _last_if_none(seq: int | None) -> float:
    return math.inf if seq is None else seq
