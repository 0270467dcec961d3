"""Interoperability per dimension: a count of pairs and a year as a line."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard import constants
from dashboard.components.attributes import named
from dashboard.components.cards import Card
from dashboard.components.graph import graph
from dashboard.components.parts import Own, Place
from dashboard.components.table import plain_table
from dashboard.pages.overview.data import Overview
from dashboard.pages.overview.figures import spark
from dashboard.queries.readings import InteropPoint, PairReading
from dashboard.view import DIMENSIONS, View
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import clear_change, one_decimal


def _dimension(name: str) -> html.Div:
    return html.Div(
        [
            html.H3(
                html.A(
                    names.DIMENSIONS[name],
                    id=f"stat-{name}-link",
                    href=View(dimension=name).href("/interoperability"),
                    **named({"data-go": ""}),
                ),
                className="stat-label",
            ),
            html.Div(id=f"stat-{name}", className="stat"),
            graph(f"spark-{name}", "spark", is_static=True),
            html.P(id=f"stat-{name}-note", className="stat-note"),
        ]
    )


def _possible(found: Overview) -> int:
    count = len(found.members)
    return count * (count - 1) // 2


def _tested(found: Overview, name: str) -> list[PairReading]:
    return [pair for pair in found.pairs if pair.dimension == name and not pair.is_lapsed]


def _of_year(found: Overview, name: str) -> list[InteropPoint]:
    return [point for point in found.year if point.dimension == name]


def _counted(found: Overview, name: str) -> list[Any]:
    own = _tested(found, name)
    good = sum(constants.is_compatible(pair.level) for pair in own)
    return _stat(good, _possible(found), len(own))


def _places(name: str) -> list[Place[Overview]]:
    """Give what is filled of one dimension: its count, its line, its way on, and its note."""
    return [
        Place(f"stat-{name}", "children", lambda found: _counted(found, name)),
        Place(
            f"spark-{name}",
            "figure",
            lambda found: spark(_of_year(found, name), found.moment.theme),
        ),
        Place(
            f"stat-{name}-link",
            "href",
            lambda found: found.moment.view.clocks.with_(dimension=name).href("/interoperability"),
        ),
        Place(
            f"stat-{name}-note",
            "children",
            lambda found: _note(len(_tested(found, name)), _of_year(found, name)),
        ),
    ]


def _title(found: Overview) -> str:
    pairs, possible = found.pairs, _possible(found)
    if not pairs or not possible:
        return say("overview.dimensions.untested")
    good = {
        name: sum(constants.is_compatible(pair.level) for pair in pairs if pair.dimension == name)
        for name in DIMENSIONS
    }
    worst = min(good, key=lambda name: good[name])
    return say(
        "overview.dimensions.lowest",
        dimension=names.DIMENSIONS[worst],
        good=f"{good[worst]:,}",
        possible=f"{possible:,}",
    )


def _stat(good: int, possible: int, tested: int) -> list[Any]:
    if not tested:
        return [html.Span(say("overview.dimensions.no_data"), className="value none")]
    return [
        html.Span(f"{good:,}", className="value"),
        html.Span(
            say("overview.dimensions.of_pairs", possible=f"{possible:,}"), className="muted"
        ),
    ]


def _note(tested: int, points: Sequence[InteropPoint]) -> str:
    drawn = [point for point in points if point.level_2_ratio is not None]
    if len(drawn) < 2:
        return say("overview.dimensions.tested", tested=f"{tested:,}")
    change = clear_change(
        (drawn[-1].level_2_ratio or 0) * 100, (drawn[0].level_2_ratio or 0) * 100
    )
    return say("overview.dimensions.tested_changed", tested=f"{tested:,}", change=change)


def _table(found: Overview) -> html.Table:
    points = found.year
    months = sorted({point.at for point in points})
    at = {(point.dimension, point.at): point for point in points}
    return plain_table(
        say("overview.dimensions.table", level=constants.COMPATIBLE),
        [say("overview.dimensions.table_head"), *(f"{month:%b %y}" for month in months)],
        [
            [
                names.DIMENSIONS[name],
                *(
                    _points(at[name, month].level_2_ratio) if (name, month) in at else "–"
                    for month in months
                ),
            ]
            for name in DIMENSIONS
        ],
    )


def _points(ratio: float | None) -> str:
    return one_decimal(None if ratio is None else ratio * 100)


DIMENSION_COUNTS = Card[Overview](
    id="dimensions",
    look="area-dimensions",
    heading="overview.dimensions.heading",
    title=_title,
    subtitle=lambda found: say(
        "overview.dimensions.subtitle", members=len(found.members), level=constants.COMPATIBLE
    ),
    body=Own[Overview](
        lambda: html.Div([_dimension(name) for name in DIMENSIONS], className="stats"),
        [place for name in DIMENSIONS for place in _places(name)],
    ),
    table=Own[Overview](
        lambda: html.Div(id="dimensions-table", className="scroll-x", tabIndex=0),
        (Place("dimensions-table", "children", _table),),
    ),
)
