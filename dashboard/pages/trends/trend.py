"""The panels of whatever is drawn, and the table with every value and event."""

from typing import Any

from dash import html, no_update

from dashboard.components.cards import Card
from dashboard.components.graph import graph
from dashboard.components.grid import Grid
from dashboard.components.parts import Own, Place
from dashboard.pages.trends.data import Trends
from dashboard.pages.trends.figures.lines import panel_figure
from dashboard.pages.trends.twin import COLUMNS, Shown
from dashboard.wording import names

SLOTS = len(names.AREAS)
LOOKS = {1: "panels is-one", 4: "panels is-four"}


def _slot(index: int) -> html.Div:
    return html.Div(
        [
            html.Div(id=f"trend-caption-{index}", className="panel-caption"),
            graph(f"trend-figure-{index}", "panel-graph"),
        ],
        className="panel",
    )


def _caption(found: Trends, index: int) -> Any:
    if index >= len(found.story.drawn):
        return no_update
    panel = found.story.drawn[index]
    return [html.H3(panel.title), html.Span(panel.note)]


def _figure(found: Trends, index: int) -> Any:
    drawn = found.story.drawn
    if index >= len(drawn):
        return no_update
    return panel_figure(
        drawn[index],
        found.moment.theme,
        from_at=found.period.from_at,
        to_at=found.period.to_at,
        suffix=found.story.suffix,
        is_small=len(drawn) > 1,
    )


def _places(index: int) -> list[Place[Trends]]:
    return [
        Place(f"trend-caption-{index}", "children", lambda found: _caption(found, index)),
        Place(f"trend-figure-{index}", "figure", lambda found: _figure(found, index)),
    ]


TREND = Card[Trends](
    id="trend",
    look="area-whole",
    heading="trends.heading",
    title=lambda found: found.story.title,
    subtitle=lambda found: found.story.sentence,
    controls=Own[Trends](
        lambda: html.Span(id="trend-key", className="stat-note"),
        (Place("trend-key", "children", lambda found: found.story.key),),
    ),
    body=Own[Trends](
        lambda: html.Div([_slot(i) for i in range(SLOTS)], id="trend-panels", className="panels"),
        (
            Place(
                "trend-panels",
                "className",
                lambda found: LOOKS.get(len(found.story.drawn), "panels"),
            ),
            *(place for index in range(SLOTS) for place in _places(index)),
        ),
    ),
    table=Grid[Trends, Shown](
        id="trend-grid",
        heads="trends.columns",
        nothing="trends.nothing",
        columns=COLUMNS,
        rows=lambda found: found.story.rows,
        is_sparse=True,
    ),
)
