"""Interoperability per dimension: a count of pairs and a year as a line."""

from collections.abc import Sequence
from typing import Any

from dash import Output, html

from dashboard import constants
from dashboard.components.attributes import named
from dashboard.components.card import card
from dashboard.components.graph import graph
from dashboard.components.table import plain_table
from dashboard.figures.dimensions import spark
from dashboard.moment import Moment
from dashboard.pages.overview.facts import Facts
from dashboard.queries.rows import InteropPoint, PairReading
from dashboard.view import DIMENSIONS, View
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import one_decimal
from dashboard.wording.trends import clear_change

OUTPUTS = {
    "dimensions_title": Output("dimensions-title", "children"),
    "dimensions_subtitle": Output("dimensions-subtitle", "children"),
    "dimensions_table": Output("dimensions-table", "children"),
    **{f"stat_{name}": Output(f"stat-{name}", "children") for name in DIMENSIONS},
    **{f"spark_{name}": Output(f"spark-{name}", "figure") for name in DIMENSIONS},
    **{f"link_{name}": Output(f"stat-{name}-link", "href") for name in DIMENSIONS},
    **{f"note_{name}": Output(f"stat-{name}-note", "children") for name in DIMENSIONS},
}


def section() -> html.Section:
    """Give the place of the four counts."""
    return card(
        "dimensions",
        html.Div([_dimension(name) for name in DIMENSIONS], className="stats"),
        table=html.Div(id="dimensions-table", className="scroll-x", tabIndex=0),
        title=say("overview.dimensions.heading"),
        class_name="area-dimensions",
    )


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


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give the counts, the lines and their table."""
    count = len(facts.members)
    possible = count * (count - 1) // 2
    drawn: dict[str, Any] = {
        "dimensions_title": _dimensions_title(facts.pairs, possible),
        "dimensions_subtitle": say(
            "overview.dimensions.subtitle", members=count, level=constants.COMPATIBLE
        ),
        "dimensions_table": _dimensions_table(facts.year),
    }
    for name in DIMENSIONS:
        points = [point for point in facts.year if point.dimension == name]
        own = [pair for pair in facts.pairs if pair.dimension == name and not pair.is_lapsed]
        good = sum(constants.is_compatible(pair.level) for pair in own)
        drawn[f"stat_{name}"] = _stat(good, possible, len(own))
        drawn[f"spark_{name}"] = spark(points, moment.theme)
        address = moment.view.clocks.with_(dimension=name)
        drawn[f"link_{name}"] = address.href("/interoperability")
        drawn[f"note_{name}"] = _note(len(own), points)
    return drawn


def _dimensions_title(pairs: Sequence[PairReading], possible: int) -> str:
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


def _dimensions_table(points: Sequence[InteropPoint]) -> html.Table:
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
