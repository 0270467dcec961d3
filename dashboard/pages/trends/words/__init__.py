"""Trends in words: what moved most, and where values stop being comparable."""

from collections.abc import Sequence
from datetime import datetime

from dashboard import constants
from dashboard.queries.readings import BodyPoint, TrendPoint
from dashboard.view import AREAS
from dashboard.wording import names, reporting
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import day, noise, one_decimal, percent


def reporting_members(point: BodyPoint) -> int:
    """Give how many report, in time or late."""
    return point.current + point.late


def first_compared(points: Sequence[BodyPoint]) -> BodyPoint | None:
    """Give the first point of an area with at least half as many reporting as at its end.

    What fewer members said before is not a start that a change could be measured from.
    """
    drawn = [point for point in points if point.ready_ratio is not None]
    return next(
        (p for p in drawn if reporting_members(p) * 2 >= reporting_members(drawn[-1])), None
    )


def body_title(points: Sequence[BodyPoint]) -> str:
    """Say which area of a body moved most."""
    moves = _moves(points)
    if not moves:
        return say("trends.body.title")
    fallen = [area for area, change in moves.items() if change <= -noise()]
    most = _moved_most(moves)
    if abs(moves[most]) < noise():
        return say("trends.body.still")
    area, by = names.area(most), one_decimal(abs(moves[most]))
    if moves[most] > 0:
        text = say("trends.body.rose", area=area, points=by)
    else:
        text = say("trends.body.fell", area=area, points=by)
    return say("trends.body.also_fell", text=text, n=len(fallen)) if len(fallen) > 1 else text


def body_sentence(
    points: Sequence[BodyPoint], from_at: datetime, to_at: datetime | None = None
) -> str:
    """Say where a body stands now, best and worst area, and from when changes are counted."""
    latest = {point.area: point for point in points if point.ready_ratio is not None}
    if not latest:
        return say("trends.body.none")
    best = max(latest.values(), key=lambda point: point.ready_ratio or 0.0)
    worst = min(latest.values(), key=lambda point: point.ready_ratio or 0.0)
    since = _compared(points) or say("trends.body.shown_since", day=day(from_at))
    if now := [point for point in points if point.at == to_at]:
        since += " " + reporting.in_words(reporting.counts_of_points(now)) + "."
    if len(latest) == 1:
        return say(
            "trends.body.one_area",
            area=names.area(best.area),
            ratio=percent(best.ready_ratio),
            reporting=reporting_members(best),
            members=best.members,
            since=since,
        )
    return say(
        "trends.body.areas",
        best=names.area_inside(best.area),
        best_ratio=percent(best.ready_ratio),
        best_n=best.members,
        worst=names.area_inside(worst.area),
        worst_ratio=percent(worst.ready_ratio),
        worst_n=worst.members,
        since=since,
    )


def _compared(points: Sequence[BodyPoint]) -> str:
    moves = _moves(points)
    if not moves:
        return ""
    area = _moved_most(moves)
    first = first_compared([point for point in points if point.area == area])
    if first is None:
        return ""
    return say(
        "trends.body.compared",
        area=names.area_inside(area),
        ratio=percent(first.ready_ratio),
        members=first.members,
        day=day(first.at),
    )


def _moved_most(moves: dict[str, float]) -> str:
    return max(moves, key=lambda area: abs(moves[area]))


def _moves(points: Sequence[BodyPoint]) -> dict[str, float]:
    moves: dict[str, float] = {}
    for area in AREAS:
        own = [p for p in points if p.area == area and p.ready_ratio is not None]
        first = first_compared(own)
        if first is not None and first is not own[-1]:
            moves[area] = ((own[-1].ready_ratio or 0.0) - (first.ready_ratio or 0.0)) * 100
    return moves


def actor_title(actor: str, points: Sequence[TrendPoint], to_at: datetime) -> str:
    """Say where an actor stands, or stood when it was last heard of."""
    name = names.actor(actor)
    latest = {point.area: point for point in points if point.last_index is not None}
    if not latest:
        return say("trends.actor.nothing", actor=name)
    if len(latest) == 1:
        [only] = latest.values()
        return say(
            "trends.actor.one_area",
            actor=name,
            area=names.area_inside(only.area),
            standing=_standing(only, to_at),
        )
    ready = sum(constants.is_ready(point.level) for point in latest.values())
    return say("trends.actor.ready", actor=name, ready=ready, n=len(latest))


def _standing(point: TrendPoint, to_at: datetime) -> str:
    index = one_decimal(point.last_index if point.index is None else point.index)
    if point.level == "ND" and point.last_level != "ND":
        state = say("trends.actor.lapsed", level=point.last_level)
    elif point.level == "ND":
        state = say("trends.actor.not_demonstrated")
    else:
        state = say("trends.actor.level", level=point.level)
    if point.at < to_at:
        return say("trends.actor.until", index=index, state=state, day=day(point.at))
    return say("trends.actor.now", index=index, state=state)


def actor_sentence(points: Sequence[TrendPoint], broken: Sequence[tuple[datetime, str]]) -> str:
    """Say how many values there are, and where the line breaks (each with its words) and why."""
    drawn = [point for point in points if point.index is not None]
    if not drawn:
        return say("trends.actor.none")
    text = say(
        "trends.actor.span",
        values=say("trends.values", n=len(drawn)),
        areas=say("trends.areas", n=len({point.area for point in drawn})),
        first=day(drawn[0].at),
        last=day(max(p.at for p in drawn)),
    )
    if not broken:
        return say("trends.actor.unbroken", text=text)
    first_at, first_words = broken[0]
    if len({point.area for point in drawn}) > 1:
        when = day(first_at)
        return say("trends.actor.broken_in_many", text=text, n=len(broken), day=when)
    return say(
        "trends.actor.broken",
        text=text,
        n=len(broken),
        day=day(first_at),
        why=first_words.replace("<br>", " "),
    )
