"""How has readiness moved, of a body or of one actor, and where do values stop comparing?"""

import asyncio
from collections.abc import Sequence
from typing import Any

from dash import Dash, Output, html, no_update

from dashboard import names
from dashboard.components.card import card
from dashboard.components.choices import links, register_selector, selector
from dashboard.components.empty import empty
from dashboard.components.graph import graph
from dashboard.components.page import fill_page, page, page_outputs, page_state
from dashboard.components.table import grid
from dashboard.figures.lines import panel_figure
from dashboard.moment import Moment
from dashboard.pages.trends.story import USUAL_SPAN, Period, Story, period_of, story_of
from dashboard.queries import ReadModel
from dashboard.queries.rows import Member
from dashboard.view import SPANS_YEARS, View

PATH, TITLE = "/trends", "Trends"

WHOLE_BODY = "ALL"
SLOTS = len(names.AREAS)
AREA_CHOICES = ((None, "All areas"), *((code, name) for code, name in names.AREAS.items()))
SPAN_CHOICES = tuple(
    (None if span == USUAL_SPAN else span, f"{years} y") for span, years in SPANS_YEARS.items()
)


def layout(view: View) -> html.Div:
    """Give the page without its data."""
    return page(
        "trends",
        TITLE,
        html.Div(
            [
                selector("actor", "Whose", 210),
                html.Div(id="area-choice"),
                html.Div(id="span-choice"),
            ],
            className="toolbar",
        ),
        card(
            "trend",
            html.Div([_slot(i) for i in range(SLOTS)], id="trend-panels", className="panels"),
            table=grid("trend-grid", _COLUMNS),
            controls=html.Span(id="trend-key", className="stat-note"),
            title="Trends",
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
    register_selector(app, "actor")

    async def shown(moment: Moment) -> dict[str, Any]:
        period = period_of(moment)
        members, story = await asyncio.gather(
            read_model.members(moment.body, moment.as_of, moment.known_at),
            story_of(read_model, moment, period),
        )
        return _shown(moment, period, members, story)

    fill_page(app, read_model, _OUTPUTS, shown)


def _shown(
    moment: Moment, period: Period, members: Sequence[Member], story: Story
) -> dict[str, Any]:
    view = moment.view
    return {
        **page_state("trends", None if story.drawn else _empty(moment)),
        "actors": _actor_options(moment, members),
        "actor": view.actor or WHOLE_BODY,
        "areas": links("Area", PATH, view, "area", AREA_CHOICES),
        "spans": links("Years shown", PATH, view, "span", SPAN_CHOICES),
        "title": story.title,
        "subtitle": story.sentence,
        "key": story.key,
        "panels": "panels is-one" if len(story.drawn) == 1 else "panels",
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
        )
    return shown


def _empty(moment: Moment) -> html.Div:
    whose = names.actor(moment.view.actor) if moment.view.actor else moment.body
    return empty(
        f"Nothing to draw for {whose}",
        "This page shows readiness over time. Exercise results, resource reports and assessments "
        "in the time shown fill it; choose more years, another area or another member, or send "
        "events.",
    )


def _actor_options(moment: Moment, members: Sequence[Member]) -> list[dict[str, str]]:
    options = [{"value": WHOLE_BODY, "label": f"All of {moment.body} ({len(members)})"}]
    listed = sorted(((names.actor(m.actor), m.actor) for m in members), key=lambda pair: pair[0])
    chosen = moment.view.actor
    if chosen and chosen not in {member.actor for member in members}:
        listed.append((f"{names.actor(chosen)}, not in {moment.body}", chosen))
    return [*options, *({"value": code, "label": f"{name} ({code})"} for name, code in listed)]


_COLUMNS = (
    ("at", "At", 100),
    ("area", "Area", 140),
    ("value", "Ready, or index", 130),
    ("level", "Level", 80),
    ("coverage", "Reporting, or evidence", 160),
    ("basis", "Pillars and instruments", 200),
)
_OUTPUTS = {
    **page_outputs("trends"),
    "actors": Output("choose-actor", "data"),
    "actor": Output("choose-actor", "value"),
    "areas": Output("area-choice", "children"),
    "spans": Output("span-choice", "children"),
    "title": Output("trend-title", "children"),
    "subtitle": Output("trend-subtitle", "children"),
    "key": Output("trend-key", "children"),
    "panels": Output("trend-panels", "className"),
    **{f"caption_{i}": Output(f"trend-caption-{i}", "children") for i in range(SLOTS)},
    **{f"figure_{i}": Output(f"trend-figure-{i}", "figure") for i in range(SLOTS)},
    "rows": Output("trend-grid", "rowData"),
}
