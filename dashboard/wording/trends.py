"""Trends in words: what moved most, and where values stop being comparable."""

from collections.abc import Sequence
from datetime import datetime

from dashboard import names
from dashboard.figures.lines import Break
from dashboard.queries.rows import BodyPoint, TrendPoint
from dashboard.view import AREAS
from dashboard.wording.numbers import NOISE_POINTS, counted, day, one_decimal, percent


def first_compared(points: Sequence[BodyPoint]) -> BodyPoint | None:
    """Give the first point of an area with at least half as many reporting as at its end.

    What fewer members said before is not a start that a change could be measured from.
    """
    drawn = [point for point in points if point.ready_ratio is not None]
    return next((p for p in drawn if p.reporting * 2 >= drawn[-1].reporting), None)


def body_title(points: Sequence[BodyPoint]) -> str:
    """Say which area of a body moved most."""
    moves = _moves(points)
    if not moves:
        return "Readiness of the body over time"
    fallen = [area for area, change in moves.items() if change <= -NOISE_POINTS]
    most = _moved_most(moves)
    if abs(moves[most]) < NOISE_POINTS:
        return "No area moved by 5 points or more"
    verb = "rose" if moves[most] > 0 else "fell"
    text = f"{names.area(most)} {verb} most, by {one_decimal(abs(moves[most]))} points"
    return f"{text}; {counted(len(fallen), 'area')} fell" if len(fallen) > 1 else text


def body_sentence(points: Sequence[BodyPoint], from_at: datetime) -> str:
    """Say where a body stands now, best and worst area, and from when changes are counted."""
    latest = {point.area: point for point in points if point.ready_ratio is not None}
    if not latest:
        return "No member has reported anything in the time shown."
    best = max(latest.values(), key=lambda point: point.ready_ratio or 0.0)
    worst = min(latest.values(), key=lambda point: point.ready_ratio or 0.0)
    since = _compared(points) or f"shown since {day(from_at)}."
    if len(latest) == 1:
        return (
            f"{names.area(best.area)}: {percent(best.ready_ratio)} of {best.reporting} reporting "
            f"members are ready, {best.reporting} of {best.members} reporting; {since}"
        )
    return (
        f"Ready at the end: most in {names.area_inside(best.area)} "
        f"({percent(best.ready_ratio)} of {best.reporting} reporting members), least in "
        f"{names.area_inside(worst.area)} ({percent(worst.ready_ratio)} of {worst.reporting}); "
        f"{since}"
    )


def _compared(points: Sequence[BodyPoint]) -> str:
    moves = _moves(points)
    if not moves:
        return ""
    area = _moved_most(moves)
    first = first_compared([point for point in points if point.area == area])
    if first is None:
        return ""
    return (
        f"{names.area_inside(area)} was {percent(first.ready_ratio)} of {first.reporting} on "
        f"{day(first.at)}, the first point with at least half of the coverage at the end."
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
    latest = {point.area: point for point in points if point.index is not None}
    if not latest:
        return f"{names.actor(actor)}: nothing to show in this time"
    if len(latest) == 1:
        [only] = latest.values()
        return f"{names.actor(actor)}, {names.area_inside(only.area)}: {_standing(only, to_at)}"
    ready = sum(point.level in ("1", "2") for point in latest.values())
    return f"{names.actor(actor)} is ready in {ready} of {counted(len(latest), 'area')} with data"


def _standing(point: TrendPoint, to_at: datetime) -> str:
    state = "not demonstrated" if point.level == "ND" else f"level {point.level}"
    if point.at < to_at:
        return f"last index {one_decimal(point.index)}, {state}, until {day(point.at)}"
    return f"index {one_decimal(point.index)}, {state}"


def actor_sentence(points: Sequence[TrendPoint], broken: Sequence[Break]) -> str:
    """Say how many values there are, and where the line breaks and why."""
    drawn = [point for point in points if point.index is not None]
    if not drawn:
        return "No evidence and no report in the time shown."
    areas = len({point.area for point in drawn})
    text = (
        f"{counted(len(drawn), 'value')} in {counted(areas, 'area')}, "
        f"{day(drawn[0].at)} to {day(max(p.at for p in drawn))}."
    )
    if not broken:
        return f"{text} No break: all values of a line compare."
    first = broken[0]
    where = "once" if len(broken) == 1 else f"{len(broken)} times"
    return (
        f"{text} The lines break {where}, first near {day(first.at)}: "
        f"{first.words.replace('<br>', ' ')}."
    )
