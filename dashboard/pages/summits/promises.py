"""Commitments: how far each is kept, and the path of one with every actor's reported values."""

from collections.abc import Sequence
from typing import Any

from dash import Dash, Output, dcc, html

from dashboard.components.attributes import named
from dashboard.components.card import card
from dashboard.components.graph import graph
from dashboard.components.picker import (
    NOTHING,
    picker,
    picker_id,
    register_picker,
    register_points,
)
from dashboard.components.table import WHY_COLUMN, Column, Kind, beside, grid
from dashboard.components.values import actor_cell, day_value, said
from dashboard.components.why import reference
from dashboard.figures.paths import commitment_paths
from dashboard.moment import Moment
from dashboard.pages.summits.facts import Facts
from dashboard.queries.rows import Compliance
from dashboard.queries.rows_summits import Dormancy, Standing
from dashboard.wording import names
from dashboard.wording import promises as wording
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import on_day, one_decimal, percent

PATH = "/summits"
OUTPUTS = {
    "promise_title": Output("promise-title", "children"),
    "promise_subtitle": Output("promise-subtitle", "children"),
    "promise_list": Output("promise-list", "children"),
    "promise_figure": Output("promise-figure", "figure"),
    "promise_rows": Output("promise-grid", "rowData"),
    "promise_actors": Output(picker_id("summits", "actor"), "data"),
    "promise_actor": Output(picker_id("summits", "actor"), "value"),
}


def section() -> html.Section:
    """Give the place of the commitments."""
    return card(
        "promise",
        html.Div(
            [
                html.Div(
                    id="promise-list",
                    className="scroll-list",
                    tabIndex=0,
                    role="region",
                    **named({"aria-label": say("summits.promise.list")}),
                ),
                graph("promise-figure", "fill-graph"),
                dcc.Store(id="promise-picked"),
            ],
            className="promise-body",
        ),
        table=grid("promise-grid", _columns(), empty=say("card.nothing.promise")),
        controls=html.Div(
            [
                html.Span(say("summits.promise.key_reported"), className="stat-note"),
                html.Span(say("summits.promise.key_estimate"), className="stat-note"),
                picker("summits", "actor", say("summits.promise.pick"), 200),
            ],
            className="choice",
        ),
        title=say("summits.promise.title"),
        class_name="area-promise",
    )


def register(app: Dash) -> None:
    """Let an actor be chosen, in the selector or on the chart."""
    register_picker(app, "summits", "actor")
    register_points(app, "promise-figure", "promise-picked")


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give the list, the chosen path, and each actor's standing in the table."""
    spoken = {row.commitment_id: row for row in facts.dormancy}
    chosen = facts.commitment
    actor = _highlighted(moment, facts.standings)
    return {
        **_heading(chosen, facts, spoken),
        "promise_list": html.Ol(
            [
                _item(row, spoken.get(row.commitment_id), moment, row is chosen)
                for row in wording.by_nearness(facts.compliance, moment.as_of.date())
            ]
        ),
        "promise_figure": commitment_paths(
            facts.standings, facts.progress, actor, moment.theme, now=moment.as_of
        ),
        "promise_rows": [_row(standing) for standing in facts.standings],
        "promise_actors": _actors(facts.standings, actor),
        "promise_actor": _named(moment, facts.standings) or NOTHING,
    }


def _heading(
    chosen: Compliance | None, facts: Facts, spoken: dict[str, Dormancy]
) -> dict[str, str]:
    if chosen is None:
        key = say("summits.promise.unknown") if facts.compliance else say("summits.promise.none")
        return {"promise_title": key, "promise_subtitle": ""}
    words = wording.promise_subtitle(facts.standings, spoken.get(chosen.commitment_id))
    if not facts.progress:
        words = f"{words} {say('summits.promise.nobody')}"
    return {"promise_title": wording.promise_title(chosen), "promise_subtitle": words}


def _named(moment: Moment, standings: Sequence[Standing]) -> str | None:
    wanted = moment.view.actor
    return wanted if wanted in {row.actor for row in standings} else None


def _highlighted(moment: Moment, standings: Sequence[Standing]) -> str | None:
    """Give the actor that the address names, else the one furthest behind its path."""
    if wanted := _named(moment, standings):
        return wanted
    known = [row for row in standings if row.value is not None and row.expected is not None]
    return min(known, key=_ahead).actor if known else None


def _ahead(row: Standing) -> tuple[float, str]:
    sign = 1 if row.direction == "up" else -1
    return (((row.value or 0.0) - (row.expected or 0.0)) * sign, row.actor)


def _actors(standings: Sequence[Standing], highlighted: str | None) -> list[dict[str, str]]:
    behind = names.actor(highlighted) if highlighted else say("summits.none")
    options = sorted((names.actor(row.actor), row.actor) for row in standings)
    return [
        {"value": NOTHING, "label": say("summits.promise.furthest", actor=behind)},
        *({"value": code, "label": name} for name, code in options),
    ]


def _item(row: Compliance, spoken: Dormancy | None, moment: Moment, is_chosen: bool) -> html.Li:
    mark = f" ({say('summits.promise.shown')})"
    facts = [
        say("summits.promise.of_scored", scored=row.scored, actors=row.actors),
        say("summits.promise.due", day=on_day(row.due_on)),
        *([say("summits.promise.dormant_mark")] if spoken and spoken.is_dormant else []),
    ]
    return html.Li(
        [
            html.Div(
                [
                    dcc.Link(
                        [
                            row.title,
                            *([html.Span(mark, className="sr-only")] if is_chosen else []),
                        ],
                        href=moment.view.with_(commitment=row.commitment_id, actor=None).href(
                            PATH
                        ),
                        className="list-what",
                    ),
                    html.Span(percent(row.compliance_ratio), className="value"),
                ],
                className="list-line",
            ),
            html.Div(" · ".join(facts), className="stat-note"),
        ],
        className="list-row is-chosen" if is_chosen else "list-row",
    )


def _columns() -> list[Column]:
    return [
        Column("actor", say("summits.promise.column_actor"), 150, Kind.CODE),
        Column("value", say("summits.promise.column_value"), 110, Kind.NUMBER),
        Column("observed", say("summits.promise.column_observed"), 108, Kind.DAY),
        Column("age", say("summits.promise.column_age"), 76, Kind.COUNT),
        Column("baseline", say("summits.promise.column_baseline"), 90, Kind.NUMBER),
        Column("expected", say("summits.promise.column_expected"), 90, Kind.NUMBER),
        Column("target", say("summits.promise.column_target"), 76, Kind.NUMBER),
        Column("score", say("summits.promise.column_score"), 92, Kind.SIGNED),
        Column("by", say("summits.promise.column_by"), 200),
        WHY_COLUMN,
        *beside(
            ("commitment_id", Kind.TEXT),
            ("unit", Kind.TEXT),
            ("direction", Kind.TEXT),
            ("start_on", Kind.DAY),
            ("due_on", Kind.DAY),
            ("is_estimate", Kind.FLAG),
            ("score_stage", Kind.TEXT),
            ("assessor", Kind.TEXT),
            ("outcome", Kind.TEXT),
            ("is_late", Kind.FLAG),
            ("is_counted", Kind.FLAG),
        ),
    ]


def _row(row: Standing) -> dict[str, Any]:
    value = one_decimal(row.value, wording.steps(row.expected, row.target, row.baseline))
    sign = "○" if row.is_estimate else "●"
    return {
        **actor_cell("actor", row.actor),
        **said("value", row.value, None if row.value is None else f"{sign} {value}"),
        "observed": day_value(row.observed_on),
        **said("age", row.age_days, wording.age_words(row.age_days, row.is_late)),
        "baseline": row.baseline,
        "expected": row.expected,
        "target": row.target,
        **said("score", row.score, wording.score(row)),
        "by": wording.scored_by(row),
        "commitment_id": row.commitment_id,
        "unit": row.unit,
        "direction": row.direction,
        "start_on": day_value(row.start_on),
        "due_on": day_value(row.due_on),
        "is_estimate": row.is_estimate,
        "score_stage": row.score_stage,
        "assessor": row.assessor,
        "outcome": row.outcome,
        "is_late": row.is_late,
        "is_counted": row.is_counted,
        "why": reference("commitment", row.commitment_id, row.actor),
    }
