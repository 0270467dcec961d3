"""Trend rows as panels: where the lines break, what the hover says, which events lie below."""

from collections.abc import Iterable, Sequence

from dashboard import constants
from dashboard.figures.shapes import Break, Line, Panel, Point, Tick
from dashboard.pages.trends.words import first_compared, reporting_members
from dashboard.queries.ledger import EventLine
from dashboard.queries.readings import BodyPoint, TrendPoint
from dashboard.view import AREAS
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import clear_change, day, occurred, one_decimal, percent


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
    none = say("trends.break.none")
    if before.instrument_key != after.instrument_key:
        return say(
            "trends.break.instruments",
            before=before.instrument_key or none,
            after=after.instrument_key or none,
        )
    return say("trends.break.pillars", before=before.pillars or none, after=after.pillars or none)


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
            Point(point.at, reporting_members(point) / point.members * 100, _body_words(point))
            for point in points
            if point.members
        ],
        ticks=ticks(events),
    )


def _body_note(drawn: Sequence[BodyPoint]) -> str:
    if not drawn:
        return say("trends.no_data")
    last = drawn[-1]
    first = first_compared(drawn) or last
    return say(
        "trends.body.note",
        ready=last.ready,
        members=last.members,
        change=clear_change((last.ready_ratio or 0) * 100, (first.ready_ratio or 0) * 100),
    )


def _body_words(point: BodyPoint) -> str:
    return say(
        "trends.body.words",
        area=names.area(point.area),
        day=day(point.at),
        ratio=percent(point.ready_ratio),
        ready=point.ready,
        reporting=reporting_members(point),
        late=point.late,
        lapsed=point.lapsed,
        never=point.never,
        members=point.members,
    )


def _actor_panel(area: str, points: Sequence[TrendPoint], events: Sequence[EventLine]) -> Panel:
    return Panel(
        title=names.area(area),
        note=_actor_note(points),
        pieces=actor_pieces(points),
        breaks=breaks(points),
        ticks=ticks(events),
    )


def actor_pieces(points: Sequence[TrendPoint], name: str = "") -> list[list[Point]]:
    """Give one actor's line in one area, cut where values do not compare."""
    return [
        [Point(p.at, p.index, _actor_words(p, name), is_weak=is_weak(p)) for p in piece]
        for piece in pieces(points)
    ]


def is_weak(point: TrendPoint) -> bool:
    """Say whether there is training evidence, but so little that confidence is low."""
    return (
        point.conf is not None and 0 < point.conf < constants.method().confidence.moderate_at_least
    )


def _actor_note(points: Sequence[TrendPoint]) -> str:
    cut = pieces(points)
    if not cut:
        return say("trends.no_data")
    last = cut[-1][-1]
    newest = points[-1]
    if newest.index is None and newest.last_index is not None:
        return say(
            "trends.actor.note_lapsed",
            index=one_decimal(newest.last_index),
            level=newest.last_level,
            day=day(last.at),
        )
    return say(
        "trends.actor.note",
        index=one_decimal(last.index),
        level=last.level,
        # Only values of the last piece compare with the last value.
        change=clear_change(last.index, cut[-1][0].index),
    )


def _actor_words(point: TrendPoint, name: str) -> str:
    more = say("trends.actor.confidence") if is_weak(point) else ""
    if point.instrument_key:
        more += f"<br>{point.instrument_key}"
    words = say(
        "trends.actor.words",
        area=names.area(point.area),
        day=day(point.at),
        index=one_decimal(point.index),
        level=point.level,
        pillars=point.pillars or say("trends.actor.no_pillars"),
        items=say("trends.items", n=point.items),
        more=more,
    )
    return say("trends.compared.words", actor=name, words=words) if name else words


def compared_panel(actors: Sequence[str], points: Sequence[TrendPoint], area: str) -> Panel:
    """Give one panel with a line per actor, each named at its end."""
    own = {actor: [p for p in points if (p.actor, p.area) == (actor, area)] for actor in actors}
    return Panel(
        title=names.area(area),
        note="",
        pieces=(),
        breaks=sorted(
            (
                Break(
                    one.at, say("trends.compared.words", actor=names.actor(actor), words=one.words)
                )
                for actor, line in own.items()
                for one in breaks(line)
            ),
            key=lambda one: one.at,
        ),
        compared=[
            Line(_end_name(actor, line), actor_pieces(line, names.actor(actor)))
            for actor, line in own.items()
        ],
    )


def _end_name(actor: str, points: Sequence[TrendPoint]) -> str:
    drawn = [point for point in points if point.index is not None]
    return f"{names.actor(actor)} {one_decimal(drawn[-1].index)}" if drawn else names.actor(actor)


def ticks(events: Iterable[EventLine]) -> list[Tick]:
    """Give the events that lie under the axis."""
    return [
        Tick(event.occurred_at, f"{event_when(event)}<br>{names.plain(event.summary)}")
        for event in events
    ]


def event_when(event: EventLine) -> str:
    """Give when and what kind of event, as the hover and the table say it."""
    return f"{occurred(event.occurred_at, event.date_precision)} · {names.event_kind(event.type)}"
