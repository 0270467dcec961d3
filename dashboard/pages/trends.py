"""How has readiness moved, of a body or of one actor, and where do values stop comparing?"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dash import Dash, Input, Output, html, no_update

from dashboard import names
from dashboard.components.card import card
from dashboard.components.choices import links, register_selector, selector
from dashboard.components.empty import empty
from dashboard.components.graph import graph
from dashboard.components.table import grid
from dashboard.figures.lines import Break, Panel, panel_figure
from dashboard.figures.trends import actor_panels, body_panels
from dashboard.moment import Moment, settle
from dashboard.queries import ReadModel
from dashboard.queries.rows import BodyPoint, EventLine, Member, TrendPoint
from dashboard.refusals import guarded
from dashboard.view import SPANS_YEARS, View, days_before
from dashboard.wording import trends as wording
from dashboard.wording.numbers import counted, percent

PATH, TITLE = "/trends", "Trends"

USUAL_SPAN = "5y"
STEPS_DAYS = {"1y": 7, "3y": 30, "5y": 30, "10y": 61, "20y": 91}
WHOLE_BODY = "ALL"
SLOTS = len(names.AREAS)
TICK_EVENTS = 1000
ACTOR_TICKS = ("org.muster.exercise.result_recorded", "org.muster.capability.assessed")
BODY_TICKS = ("org.muster.meeting.held", "org.muster.decision.adopted")
AREA_CHOICES = ((None, "All areas"), *((code, name) for code, name in names.AREAS.items()))
SPAN_CHOICES = tuple(
    (None if span == USUAL_SPAN else span, f"{years} y") for span, years in SPANS_YEARS.items()
)


@dataclass(frozen=True, slots=True)
class Period:
    """The time a trend covers."""

    from_at: datetime
    to_at: datetime
    step: timedelta


@dataclass(frozen=True, slots=True)
class Story:
    """What the page shows for a body or for one actor."""

    title: str
    sentence: str
    drawn: list[Panel]
    rows: list[dict[str, Any]]
    suffix: str
    key: str


def layout(view: View) -> html.Div:
    """Give the page without its data."""
    return html.Div(
        [
            html.H1("Trends", className="sr-only"),
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
            html.Div(id="trends-empty", className="page-empty"),
        ],
        id="trends",
        className="page trends is-waiting",
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

    @guarded
    async def refresh(view_data: object, _tick: object, scheme: object) -> dict[str, Any]:
        moment = await settle(read_model, view_data, scheme)
        period = _period(moment)
        members = await read_model.members(moment.body, moment.as_of, moment.known_at)
        story = await _story(read_model, moment, period)
        return _shown(moment, period, members, story)

    app.callback(
        output=_OUTPUTS,
        inputs=[Input("view", "data"), Input("tick", "data"), Input("scheme", "data")],
    )(refresh)


def _period(moment: Moment) -> Period:
    span = moment.view.span or USUAL_SPAN
    from_at = days_before(moment.as_of, round(SPANS_YEARS[span] * 365.25))
    step = timedelta(days=STEPS_DAYS[span])
    # Count back from the end: the last point is always the moment shown.
    steps = (moment.as_of - from_at) // step
    return Period(moment.as_of - steps * step, moment.as_of, step)


async def _story(ask: ReadModel, moment: Moment, period: Period) -> Story:
    if moment.view.actor:
        return await _actor_story(ask, moment, period, moment.view.actor)
    return await _body_story(ask, moment, period)


async def _body_story(ask: ReadModel, moment: Moment, period: Period) -> Story:
    points, ticks = await asyncio.gather(
        ask.body_trend(moment.body, period.from_at, period.to_at, period.step, moment.known_at),
        _ticks(ask, moment, period, BODY_TICKS),
    )
    area = moment.view.area
    shown = [point for point in points if area in (None, point.area)]
    return Story(
        title=wording.body_title(shown),
        sentence=wording.body_sentence(shown, period.from_at),
        drawn=body_panels(shown, ticks, area) if shown else [],
        rows=[_body_row(point) for point in reversed(shown)],
        suffix=" %",
        key="— share of reporting members ready   ·· share reporting   | meetings and decisions",
    )


async def _actor_story(ask: ReadModel, moment: Moment, period: Period, actor: str) -> Story:
    area = moment.view.area
    points, ticks = await asyncio.gather(
        ask.trend(
            actor,
            area,
            from_at=period.from_at,
            to_at=period.to_at,
            step=period.step,
            known_at=moment.known_at,
        ),
        _ticks(ask, moment, period, ACTOR_TICKS, actor),
    )
    drawn = actor_panels(points, ticks, area) if points else []
    broken = sorted((one for panel in drawn for one in panel.breaks), key=_at)
    return Story(
        title=wording.actor_title(actor, points, period.to_at),
        sentence=wording.actor_sentence(points, broken),
        drawn=drawn,
        rows=[_actor_row(point) for point in reversed(points)],
        suffix="",
        key="— index 0 to 100   ·· method changes: values do not compare   | results, assessments",
    )


async def _ticks(
    ask: ReadModel,
    moment: Moment,
    period: Period,
    types: Sequence[str],
    actor: str | None = None,
) -> list[EventLine]:
    found = await asyncio.gather(
        *(
            ask.events(
                moment.known_at,
                max_rows=TICK_EVENTS,
                type=type,
                actor=actor,
                occurred_from=period.from_at,
                occurred_to=period.to_at,
            )
            for type in types
        )
    )
    return [event for part in found for event in part]


def _at(one: Break) -> datetime:
    return one.at


def _shown(
    moment: Moment, period: Period, members: Sequence[Member], story: Story
) -> dict[str, Any]:
    view = moment.view
    is_empty = not story.drawn
    return {
        "page": "page trends is-empty" if is_empty else "page trends",
        "empty": _empty(moment) if is_empty else None,
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


def _body_row(point: BodyPoint) -> dict[str, Any]:
    return {
        "at": f"{point.at:%Y-%m-%d}",
        "area": names.area(point.area),
        "value": percent(point.ready_ratio),
        "coverage": f"{point.reporting} of {point.members}",
        "level": "",
        "basis": "",
    }


def _actor_row(point: TrendPoint) -> dict[str, Any]:
    return {
        "at": f"{point.at:%Y-%m-%d}",
        "area": names.area(point.area),
        "value": "–" if point.index is None else f"{point.index:.1f}",
        "coverage": counted(point.items, "item"),
        "level": point.level,
        "basis": " ".join(part for part in (point.pillars, point.instrument_key) if part),
    }


_COLUMNS = (
    ("at", "At", 100),
    ("area", "Area", 140),
    ("value", "Ready, or index", 130),
    ("level", "Level", 80),
    ("coverage", "Reporting, or evidence", 160),
    ("basis", "Pillars and instruments", 200),
)
_OUTPUTS = {
    "page": Output("trends", "className"),
    "empty": Output("trends-empty", "children"),
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
