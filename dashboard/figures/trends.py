"""Trend rows as panels: where the lines break, what the hover says, which events lie below."""

from collections.abc import Iterable, Sequence

from dashboard import names
from dashboard.figures.lines import Break, Panel, Point, Tick
from dashboard.queries.rows import BodyPoint, EventLine, TrendPoint
from dashboard.view import AREAS
from dashboard.wording.numbers import change_points, day, occurred, one_decimal, percent
from dashboard.wording.trends import first_compared


def body_panels(
    points: Sequence[BodyPoint], events: Sequence[EventLine], area: str | None
) -> list[Panel]:
    """Give one panel per area: the share of members that are ready, and how many reported."""
    return [
        _body_panel(code, [point for point in points if point.area == code], events)
        for code in ([area] if area else AREAS)
    ]


def actor_panels(
    points: Sequence[TrendPoint], events: Sequence[EventLine], area: str | None
) -> list[Panel]:
    """Give one panel per area: an actor's index, broken where values do not compare."""
    return [
        _actor_panel(code, [point for point in points if point.area == code], events)
        for code in ([area] if area else AREAS)
    ]


def pieces(points: Sequence[TrendPoint]) -> list[list[TrendPoint]]:
    """Cut a trend where its instruments or pillars change, and where there is no value."""
    cut: list[list[TrendPoint]] = []
    before: TrendPoint | None = None
    for point in points:
        if point.index is None:
            before = None
            continue
        if before is None or _basis(before) != _basis(point):
            cut.append([])
        cut[-1].append(point)
        before = point
    return cut


def breaks(points: Sequence[TrendPoint]) -> list[Break]:
    """Give the moments between two pieces at which the method changed."""
    found: list[Break] = []
    for left, right in zip(pieces(points), pieces(points)[1:], strict=False):
        before, after = left[-1], right[0]
        if _basis(before) != _basis(after):
            middle = before.at + (after.at - before.at) / 2
            found.append(Break(middle, _why(before, after)))
    return found


def _basis(point: TrendPoint) -> tuple[str | None, str]:
    return point.instrument_key, point.pillars


def _why(before: TrendPoint, after: TrendPoint) -> str:
    if before.instrument_key != after.instrument_key:
        old, new = before.instrument_key or "none", after.instrument_key or "none"
        return f"Instruments change from {old} to {new}:<br>values do not compare"
    return (
        f"Pillars change from {before.pillars or 'none'} to {after.pillars or 'none'}:"
        "<br>values do not compare"
    )


def _body_panel(area: str, points: Sequence[BodyPoint], events: Sequence[EventLine]) -> Panel:
    drawn = [point for point in points if point.ready_ratio is not None]
    runs: list[list[Point]] = []
    for index, point in enumerate(points):
        if point.ready_ratio is None:
            continue
        if not runs or points[index - 1].ready_ratio is None:
            runs.append([])
        runs[-1].append(Point(point.at, point.ready_ratio * 100, _body_words(point)))
    return Panel(
        title=names.area(area),
        note=_body_note(drawn),
        pieces=runs,
        coverage=[
            Point(point.at, point.reporting / point.members * 100, _body_words(point))
            for point in points
            if point.members
        ],
        ticks=ticks(events),
    )


def _body_note(drawn: Sequence[BodyPoint]) -> str:
    if not drawn:
        return "no data"
    last = drawn[-1]
    ready = round((last.ready_ratio or 0.0) * last.reporting)
    first = first_compared(drawn) or last
    change = change_points((last.ready_ratio or 0) * 100, (first.ready_ratio or 0) * 100)
    return f"{ready} of {last.reporting} ready, {change}"


def _body_words(point: BodyPoint) -> str:
    return (
        f"{names.area(point.area)}, {day(point.at)}<br>"
        f"{percent(point.ready_ratio)} of {point.reporting} reporting members ready<br>"
        f"{point.reporting} of {point.members} members reporting"
    )


def _actor_panel(area: str, points: Sequence[TrendPoint], events: Sequence[EventLine]) -> Panel:
    drawn = [point for point in points if point.index is not None]
    return Panel(
        title=names.area(area),
        note=f"{one_decimal(drawn[-1].index)}, level {drawn[-1].level}" if drawn else "no data",
        pieces=[
            [Point(p.at, p.index, _actor_words(p)) for p in piece] for piece in pieces(points)
        ],
        breaks=breaks(points),
        ticks=ticks(events),
    )


def _actor_words(point: TrendPoint) -> str:
    return (
        f"{names.area(point.area)}, {day(point.at)}<br>"
        f"index {one_decimal(point.index)}, level {point.level}<br>"
        f"pillars {point.pillars or 'none'}, {point.items} items of training evidence"
        + (f"<br>{point.instrument_key}" if point.instrument_key else "")
    )


def ticks(events: Iterable[EventLine]) -> list[Tick]:
    """Give the events that lie under the axis."""
    return [
        Tick(
            event.occurred_at,
            f"{occurred(event.occurred_at, event.date_precision)} · "
            f"{names.event_kind(event.type)}<br>{names.plain(event.summary)}",
        )
        for event in events
    ]
