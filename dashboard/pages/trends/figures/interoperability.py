"""Interoperability over time as panels: a body per dimension, or one pair per dimension."""

from collections.abc import Sequence
from datetime import timedelta

from dashboard import constants
from dashboard.figures.runs import runs
from dashboard.figures.shapes import Panel, Point, Tick
from dashboard.queries.readings import InteropPoint, PairPoint
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import clear_change, day, percent


def dimension_panels(
    points: Sequence[InteropPoint], dimensions: Sequence[str], ticks: Sequence[Tick]
) -> list[Panel]:
    """Give one panel per dimension: the share of tested pairs at level 2 or better."""
    return [
        _dimension_panel(name, [point for point in points if point.dimension == name], ticks)
        for name in dimensions
    ]


def _dimension_panel(
    dimension: str, points: Sequence[InteropPoint], ticks: Sequence[Tick]
) -> Panel:
    cut: list[list[Point]] = []
    was_drawn = False
    for point in points:
        if point.level_2_ratio is not None:
            if not was_drawn:
                cut.append([])
            cut[-1].append(Point(point.at, point.level_2_ratio * 100, _words(point)))
        was_drawn = point.level_2_ratio is not None
    drawn = [point for point in points if point.level_2_ratio is not None]
    note = say("trends.no_data")
    if drawn:
        now, then = drawn[-1], drawn[0]
        note = say(
            "trends.dimensions.note",
            ratio=percent(now.level_2_ratio),
            pairs=f"{now.pairs:,}",
            change=clear_change((now.level_2_ratio or 0) * 100, (then.level_2_ratio or 0) * 100),
        )
    return Panel(title=names.DIMENSIONS[dimension], note=note, pieces=cut, ticks=ticks)


def _words(point: InteropPoint) -> str:
    return say(
        "trends.dimensions.words",
        level=constants.COMPATIBLE,
        dimension=names.DIMENSIONS[point.dimension],
        day=day(point.at),
        ratio=percent(point.level_2_ratio),
        pairs=f"{point.pairs:,}",
    )


def pair_panels(
    points: Sequence[PairPoint],
    dimensions: Sequence[str],
    ticks: Sequence[Tick],
    step: timedelta,
) -> list[Panel]:
    """Give one panel per dimension: what success can be counted on, shaded up to the mean."""
    return [
        _pair_panel(name, [point for point in points if point.dimension == name], ticks, step)
        for name in dimensions
    ]


def _pair_panel(
    dimension: str, points: Sequence[PairPoint], ticks: Sequence[Tick], step: timedelta
) -> Panel:
    note = say("trends.no_data")
    if points:
        last = points[-1]
        note = say(
            "trends.pair.note",
            level=last.level,
            word=names.LEVEL_WORDS[last.level],
            change=clear_change(last.lower_bound * 100, points[0].lower_bound * 100),
        )
    return Panel(
        title=names.DIMENSIONS[dimension],
        note=note,
        pieces=[[_pair_point(point) for point in run] for run in runs(points, step)],
        ticks=ticks,
    )


def _pair_point(point: PairPoint) -> Point:
    words = say(
        "trends.pair.words",
        dimension=names.DIMENSIONS[point.dimension],
        day=day(point.at),
        level=point.level,
        word=names.LEVEL_WORDS[point.level],
        bound=percent(point.lower_bound),
        mean=percent(point.mean),
    )
    return Point(point.at, point.lower_bound * 100, words, upper=point.mean * 100)
