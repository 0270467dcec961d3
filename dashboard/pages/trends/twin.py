"""The table twin of the trends: every value that is drawn, and every event below the axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dashboard import constants
from dashboard.components.grid import Column, at_instant, hidden, why
from dashboard.components.table import Kind
from dashboard.components.why import reference
from dashboard.pages.trends.figures import event_when
from dashboard.pages.trends.words import reporting_members
from dashboard.queries.ledger import EventLine
from dashboard.queries.readings import BodyPoint, InteropPoint, PairPoint, TrendPoint
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import day, in_decimals, in_percent, percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One row of the table: a value of whatever is drawn, or an event."""

    at: datetime
    area: str | None = None
    area_words: str | None = None
    who: str | None = None
    value: float | None = None
    value_words: str | None = None
    level: str | None = None
    coverage: int | None = None
    coverage_words: str | None = None
    basis: str | None = None
    event: str | None = None
    seq: int | None = None
    why: str | None = None
    point: BodyPoint | TrendPoint | None = None


def _body(one: Shown) -> BodyPoint | None:
    return one.point if isinstance(one.point, BodyPoint) else None


def _actor(one: Shown) -> TrendPoint | None:
    return one.point if isinstance(one.point, TrendPoint) else None


COLUMNS: tuple[Column[Shown], ...] = (
    at_instant("at", 100, lambda one: one.at, words=lambda one: day(one.at)),
    Column("area", 140, lambda one: one.area, Kind.CODE, words=lambda one: one.area_words),
    Column(
        "who",
        120,
        lambda one: one.who,
        Kind.CODE,
        words=lambda one: one.who and names.actor(one.who),
    ),
    Column("value", 90, lambda one: one.value, Kind.NUMBER, words=lambda one: one.value_words),
    Column("level", 70, lambda one: one.level),
    Column(
        "coverage", 110, lambda one: one.coverage, Kind.COUNT, words=lambda one: one.coverage_words
    ),
    Column("basis", 160, lambda one: one.basis),
    Column("event", 240, lambda one: one.event),
    why(lambda one: one.why),
    hidden("members", lambda one: (own := _body(one)) and own.members, Kind.COUNT),
    hidden("ready", lambda one: (own := _body(one)) and own.ready, Kind.COUNT),
    hidden("late", lambda one: (own := _body(one)) and own.late, Kind.COUNT),
    hidden("lapsed", lambda one: (own := _body(one)) and own.lapsed, Kind.COUNT),
    hidden("never", lambda one: (own := _body(one)) and own.never, Kind.COUNT),
    hidden("mean_index", lambda one: (own := _body(one)) and own.mean_index, Kind.NUMBER),
    hidden("indices", lambda one: (own := _body(one)) and own.indices, Kind.COUNT),
    hidden("lapsed_indices", lambda one: (own := _body(one)) and own.lapsed_indices, Kind.COUNT),
    hidden("last_level", lambda one: (own := _actor(one)) and own.last_level),
    hidden("last_index", lambda one: (own := _actor(one)) and own.last_index, Kind.NUMBER),
    hidden("seq", lambda one: one.seq, Kind.COUNT),
)


def merged(rows: Sequence[Shown], events: Sequence[EventLine]) -> list[Shown]:
    """Give values and events together, newest first."""
    happened = [
        Shown(
            at=event.occurred_at,
            event=f"{event_when(event)}: {names.plain(event.summary)}",
            seq=event.seq,
        )
        for event in events
    ]
    return sorted([*rows, *happened], key=lambda row: row.at, reverse=True)


def body_row(point: BodyPoint, is_last: bool) -> Shown:
    """Give one point of a body; only the last is a reading of now that can be explained."""
    return Shown(
        at=point.at,
        area=point.area,
        area_words=names.area(point.area),
        value=_in_percent(point.ready_ratio),
        value_words=percent(point.ready_ratio),
        coverage=reporting_members(point),
        coverage_words=f"{reporting_members(point)} of {point.members}",
        why=reference("rollup", point.area) if is_last else "",
        point=point,
    )


def actor_row(point: TrendPoint, is_last: bool) -> Shown:
    """Give one point of an actor."""
    return Shown(
        at=point.at,
        area=point.area,
        area_words=names.area(point.area),
        who=point.actor,
        value=point.index,
        coverage=point.items,
        coverage_words=say("trends.items", n=point.items),
        level=point.level,
        basis=" ".join(part for part in (point.pillars, point.instrument_key) if part),
        why=reference("readiness", point.actor, point.area) if is_last else "",
        point=point,
    )


def dimension_row(point: InteropPoint) -> Shown:
    """Give one point of a dimension."""
    bound = point.mean_lower_bound
    return Shown(
        at=point.at,
        area=point.dimension,
        area_words=names.DIMENSIONS[point.dimension],
        value=_in_percent(point.level_2_ratio),
        value_words=percent(point.level_2_ratio),
        coverage=point.pairs,
        basis=""
        if bound is None
        else say("trends.dimensions.bound", bound=in_decimals(bound, digits=2)),
    )


def pair_row(point: PairPoint, pair: str, is_last: bool) -> Shown:
    """Give one point of a pair."""
    return Shown(
        at=point.at,
        area=point.dimension,
        area_words=names.DIMENSIONS[point.dimension],
        value=_in_percent(point.lower_bound),
        value_words=percent(point.lower_bound, constants.pair_steps()),
        level=str(point.level),
        why=reference("interop", pair, point.dimension) if is_last else "",
    )


def _in_percent(ratio: float | None) -> float | None:
    return None if ratio is None else in_percent(ratio)
