"""How did readiness and interoperability move, and where do values stop comparing?"""

import asyncio
from typing import Any

from dash import Dash, Output, html, no_update

from dashboard.components.card import card
from dashboard.components.empty import empty
from dashboard.components.graph import graph
from dashboard.components.old_page import fill_page, page, page_outputs, page_state
from dashboard.components.table import WHY_COLUMN, Column, Kind, beside, columns, grid
from dashboard.figures.lines import panel_figure
from dashboard.moment import Moment
from dashboard.pages.trends import choices
from dashboard.pages.trends.choices import PATH as PATH
from dashboard.pages.trends.period import Period, period_of
from dashboard.pages.trends.story import Story, is_interop, story_of
from dashboard.queries import ReadModel
from dashboard.view import View
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts

TITLE = say("trends.heading")
SLOTS = len(names.AREAS)
LOOKS = {1: "panels is-one", 4: "panels is-four"}


def layout(view: View) -> html.Div:
    """Give the page without its data."""
    return page(
        "trends",
        TITLE,
        choices.toolbar(),
        card(
            "trend",
            html.Div([_slot(i) for i in range(SLOTS)], id="trend-panels", className="panels"),
            table=grid("trend-grid", _columns(), empty=say("card.nothing.trend")),
            controls=html.Span(id="trend-key", className="stat-note"),
            title=say("trends.heading"),
            class_name="area-whole",
        ),
    )


def _slot(index: int) -> html.Div:
    return html.Div(
        [
            html.Div(id=f"trend-caption-{index}", className="panel-caption"),
            graph(f"trend-figure-{index}", "panel-graph"),
        ],
        className="panel",
    )


def register(app: Dash, read_model: ReadModel) -> None:
    """Fill the page whenever the view, the feed's number or the colours change."""
    choices.register_choices(app)

    async def shown(moment: Moment) -> dict[str, Any]:
        period = period_of(moment)
        members, story = await asyncio.gather(
            read_model.members(moment.body, moment.as_of, moment.known_at),
            story_of(read_model, moment, period),
        )
        return {**choices.chosen(moment, members), **_shown(moment, period, story)}

    fill_page(app, read_model, _OUTPUTS, shown, layout(View()))


def _shown(moment: Moment, period: Period, story: Story) -> dict[str, Any]:
    marks = ("is-interop",) if is_interop(moment.view) else ()
    return {
        **page_state("trends", None if story.drawn else _empty(moment), *marks),
        "title": story.title,
        "subtitle": story.sentence,
        "key": story.key,
        "panels": LOOKS.get(len(story.drawn), "panels"),
        **_slot_outputs(moment, period, story),
        "rows": story.rows,
    }


def _slot_outputs(moment: Moment, period: Period, story: Story) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for index in range(SLOTS):
        if index >= len(story.drawn):
            shown[f"caption_{index}"] = shown[f"figure_{index}"] = no_update
            continue
        panel = story.drawn[index]
        shown[f"caption_{index}"] = [html.H3(panel.title), html.Span(panel.note)]
        shown[f"figure_{index}"] = panel_figure(
            panel,
            moment.theme,
            from_at=period.from_at,
            to_at=period.to_at,
            suffix=story.suffix,
            is_small=len(story.drawn) > 1,
        )
    return shown


def _empty(moment: Moment) -> html.Div:
    whose = names.actor(moment.view.actor) if moment.view.actor else moment.body
    return empty(moment, say("trends.empty.title", whose=whose), say("trends.empty.text"))


def _columns() -> list[Column]:
    return [
        *columns(
            texts("trends.columns"),
            ("at", 100, Kind.INSTANT),
            ("area", 140, Kind.CODE),
            ("who", 120, Kind.CODE),
            ("value", 90, Kind.NUMBER),
            ("level", 70),
            ("coverage", 110, Kind.COUNT),
            ("basis", 160),
            ("event", 240),
        ),
        WHY_COLUMN,
        *beside(
            ("members", Kind.COUNT),
            ("ready", Kind.COUNT),
            ("late", Kind.COUNT),
            ("lapsed", Kind.COUNT),
            ("never", Kind.COUNT),
            ("mean_index", Kind.NUMBER),
            ("indices", Kind.COUNT),
            ("lapsed_indices", Kind.COUNT),
            ("last_level", Kind.TEXT),
            ("last_index", Kind.NUMBER),
            ("seq", Kind.COUNT),
        ),
    ]


_OUTPUTS = {
    **page_outputs("trends"),
    **choices.OUTPUTS,
    "title": Output("trend-title", "children"),
    "subtitle": Output("trend-subtitle", "children"),
    "key": Output("trend-key", "children"),
    "panels": Output("trend-panels", "className"),
    **{f"caption_{i}": Output(f"trend-caption-{i}", "children") for i in range(SLOTS)},
    **{f"figure_{i}": Output(f"trend-figure-{i}", "figure") for i in range(SLOTS)},
    "rows": Output("trend-grid", "rowData"),
}
