"""The cadence strip: planned beside held, level by level, and which level is late."""

from typing import Any

from dash import Dash, Output, dcc, html

from dashboard.components.attributes import named
from dashboard.components.card import card
from dashboard.components.graph import graph
from dashboard.components.picker import register_points
from dashboard.components.table import Column, Kind, beside, grid
from dashboard.components.values import day_value, said
from dashboard.figures.cadence import cadence_strip
from dashboard.moment import Moment
from dashboard.pages.summits.facts import Facts, shown_days
from dashboard.queries.rows_summits import Cadence, MeetingPlan
from dashboard.wording import summits as wording
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import in_decimals

OUTPUTS = {
    "cadence_title": Output("cadence-title", "children"),
    "cadence_subtitle": Output("cadence-subtitle", "children"),
    "cadence_levels": Output("cadence-levels", "children"),
    "cadence_figure": Output("cadence-figure", "figure"),
    "cadence_notes": Output("cadence-notes", "children"),
    "cadence_rows": Output("cadence-grid", "rowData"),
}
SIGNS = (("held", "●"), ("planned", "○"), ("postponed", "▷"), ("cancelled", "×"))


def section() -> html.Section:
    """Give the place of the strip."""
    return card(
        "cadence",
        html.Div(
            [
                html.Div(id="cadence-levels", className="strip-words"),
                graph("cadence-figure", "strip-graph"),
                html.Div(id="cadence-notes", className="strip-words strip-notes"),
                dcc.Store(id="cadence-picked"),
            ],
            className="cadence-strip",
        ),
        table=grid("cadence-grid", _columns(), empty=say("card.nothing.cadence")),
        controls=_key(),
        title=say("summits.cadence.title"),
        class_name="area-cadence",
    )


def register(app: Dash) -> None:
    """Let a mark be chosen."""
    register_points(app, "cadence-figure", "cadence-picked")


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give the strip, a word for each level, and all meetings in the table."""
    first, last = shown_days(moment)
    levels = sorted(
        {row.level for row in facts.cadence} | {plan.level for plan in facts.plans if plan.level},
        key=wording.by_level,
    )
    by_level = {row.level: row for row in facts.cadence}
    return {
        "cadence_title": wording.cadence_title(facts.cadence),
        "cadence_subtitle": wording.cadence_subtitle(facts.plans, first, last, moment.as_of),
        "cadence_levels": [_level(code, by_level.get(code)) for code in levels],
        "cadence_figure": cadence_strip(
            facts.plans, levels, moment.theme, first=first, last=last, now=moment.as_of
        ),
        "cadence_notes": [_note(by_level.get(code)) for code in levels],
        "cadence_rows": [_row(plan) for plan in facts.plans],
    }


def _level(code: str, row: Cadence | None) -> html.Div:
    return html.Div(
        [
            html.Span(wording.level(code), className="value"),
            html.Span(
                f"{wording.status(row)} · {wording.ratio(row)}" if row else say("summits.none"),
                className=f"stat-note status-{row.status if row else None}",
            ),
        ]
    )


def _note(row: Cadence | None) -> html.Div:
    if row is None:
        return html.Div("–")
    regular = say("summits.cadence.regularity", regularity=_two_decimals(row.regularity))
    return html.Div(
        [
            html.Span(wording.last_met(row), className="stat-note"),
            html.Span(f"{wording.next_meeting(row)} · {regular}", className="stat-note"),
        ]
    )


def _two_decimals(value: float | None) -> str:
    # One decimal would hide too much of a scale from 0 to 1.
    return in_decimals(value, digits=2)


def _key() -> html.Ul:
    return html.Ul(
        [
            html.Li([html.Span(sign, className=f"sign-{state}"), html.Span(words)])
            for (state, sign), words in zip(SIGNS, texts("summits.legend").values(), strict=True)
        ],
        className="legend",
        **named({"aria-label": say("summits.cadence.key")}),
    )


def _columns() -> list[Column]:
    return [
        Column("level", say("summits.cadence.column_level"), 150, Kind.CODE),
        Column("state", say("summits.cadence.column_state"), 100, Kind.CODE),
        Column("first", say("summits.cadence.column_first"), 110, Kind.DAY),
        Column("day", say("summits.cadence.column_day"), 110, Kind.DAY),
        Column("place", say("summits.cadence.column_place"), 110),
        Column("moved", say("summits.cadence.column_moved"), 100, Kind.COUNT),
        Column("came", say("summits.cadence.column_came"), 80, Kind.COUNT),
        Column("reason", say("summits.cadence.column_reason"), 200),
        *beside(("meeting_id", Kind.TEXT), ("ends_on", Kind.DAY), ("seq", Kind.COUNT)),
    ]


def _row(plan: MeetingPlan) -> dict[str, Any]:
    is_recorded = plan.state == "held" and plan.attendees
    return {
        **said("level", plan.level, wording.level(plan.level)),
        **said("state", plan.state, texts("summits.meeting_state").get(plan.state, plan.state)),
        "first": day_value(plan.first_on),
        "day": day_value(plan.starts_on),
        "place": plan.place,
        "moved": plan.postponements,
        "came": plan.attendees if is_recorded else None,
        "reason": plan.reason,
        "meeting_id": plan.meeting_id,
        "ends_on": day_value(plan.ends_on),
        "seq": plan.ledger_seq,
    }
