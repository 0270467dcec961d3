"""Reporting discipline: who has not reported in time, the missing first."""

from collections.abc import Sequence
from typing import Any

from dash import Output, dcc, html

from dashboard.components.attributes import named
from dashboard.components.card import card
from dashboard.components.table import Column, Kind, beside, grid
from dashboard.components.values import actor_cell, area_cell, instant_value, said
from dashboard.moment import Moment
from dashboard.pages.partners.facts import Facts
from dashboard.queries.rows_partners import Report
from dashboard.wording import names
from dashboard.wording import partners as wording
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import day, dtg
from dashboard.wording.reporting import lapsed_days, late_days

PATH = "/partners"
OUTPUTS = {
    "reporting_title": Output("reporting-title", "children"),
    "reporting_subtitle": Output("reporting-subtitle", "children"),
    "reporting_list": Output("reporting-list", "children"),
    "reporting_rows": Output("reporting-grid", "rowData"),
}


def section() -> html.Section:
    """Give the place of the list."""
    return card(
        "reporting",
        html.Div(
            id="reporting-list",
            className="scroll-list",
            tabIndex=0,
            role="region",
            **named({"aria-label": say("partners.reporting.region")}),
        ),
        table=grid("reporting-grid", _columns(), empty=say("card.nothing.reports")),
        title=say("partners.reporting.title"),
        class_name="area-reporting",
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give one line per actor, those that are late first, and every report in the table."""
    late = wording.late_by_actor(facts.states)
    return {
        "reporting_title": wording.reporting_title(facts.states),
        "reporting_subtitle": say(
            "partners.reporting.subtitle",
            late=late_days(),
            lapsed=lapsed_days(),
            discipline=wording.discipline(facts.reports),
            at=dtg(moment.as_of),
        ),
        "reporting_list": [
            _lines(late, moment),
            html.H3(say("partners.reporting.next"), className="list-head"),
            _lines(wording.in_time_by_actor(facts.states), moment),
        ],
        "reporting_rows": [_row(row) for row in facts.reports],
    }


def _lines(lines: Sequence[tuple[str, str]], moment: Moment) -> html.Ol:
    return html.Ol(
        [
            html.Li(
                [
                    dcc.Link(
                        names.actor(code),
                        href=moment.view.with_(actor=code).href(PATH),
                        className="list-what",
                    ),
                    html.Span(words, className="stat-note"),
                ],
                className="list-row list-line",
            )
            for code, words in lines
        ]
    )


def _columns() -> list[Column]:
    return [
        Column("actor", say("partners.reporting.column_actor"), 130, Kind.CODE),
        Column("area", say("partners.reporting.column_area"), 130, Kind.CODE),
        Column("pillar", say("partners.reporting.column_pillar"), 90, Kind.CODE),
        Column("last", say("partners.reporting.column_last"), 100, Kind.INSTANT),
        Column("age", say("partners.reporting.column_age"), 70, Kind.COUNT),
        Column("state", say("partners.reporting.column_state"), 90, Kind.CODE),
        *beside(("is_missing", Kind.FLAG)),
    ]


def _row(row: Report) -> dict[str, Any]:
    return {
        **actor_cell("actor", row.actor, with_code=False),
        **area_cell("area", row.area),
        **said("pillar", row.pillar, names.PILLARS.get(row.pillar or "")),
        **said("last", instant_value(row.last_at), day(row.last_at) if row.last_at else None),
        "age": row.age_days,
        **said("state", row.state, texts("overview.states")[row.state]),
        "is_missing": row.is_missing,
    }
