"""One pair in depth: its levels, two years of them, what stands beside them, the tests behind."""

from typing import Any

from dash import Output, html

from dashboard import constants
from dashboard.components.card import card
from dashboard.components.graph import graph
from dashboard.components.link import link
from dashboard.components.pair import beside, evidence, pair_panel
from dashboard.components.table import Column, Kind, columns, grid
from dashboard.components.values import instant_value, said
from dashboard.figures.history import pair_history
from dashboard.moment import Moment
from dashboard.pages.interoperability.facts import Facts
from dashboard.queries.interoperability import HISTORY_STEP, HISTORY_STEPS, PairFacts
from dashboard.queries.rows_interoperability import PairPoint
from dashboard.view import View
from dashboard.wording import interoperability as wording
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import day
from dashboard.wording.pairs import history_summary

OUTPUTS = {
    "pair_title": Output("pair-title", "children"),
    "pair_subtitle": Output("pair-subtitle", "children"),
    "pair_panel": Output("pair-panel", "children"),
    "pair_history": Output("pair-history", "figure"),
    "pair_summary": Output("pair-history-summary", "children"),
    "pair_beside": Output("pair-beside", "children"),
    "pair_rows": Output("pair-history-grid", "rowData"),
    "pair_over_time": Output("pair-over-time", "children"),
}


def section() -> html.Section:
    """Give the place of the pair."""
    return card(
        "pair",
        html.Div(
            [
                html.Div(id="pair-panel"),
                graph("pair-history", "pair-history"),
                html.P(say("interoperability.pair.bound_note"), className="stat-note"),
                html.P(id="pair-history-summary", className="sr-only"),
                html.Div(id="pair-beside", className="pair-beside"),
            ],
            className="pair-frame",
        ),
        table=grid("pair-history-grid", _columns(), empty=say("card.nothing.pair")),
        controls=html.Span(id="pair-over-time"),
        title=say("interoperability.pair.heading"),
        class_name="area-pair",
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give everything about the pair."""
    if facts.pair is None or facts.pair_facts is None:
        return {
            **dict.fromkeys(OUTPUTS),
            "pair_title": say("interoperability.pair.none"),
            "pair_history": {},
            "pair_rows": [],
        }
    return _shown(moment, facts, facts.pair, facts.pair_facts)


def _shown(
    moment: Moment, facts: Facts, pair: tuple[str, str], about: PairFacts
) -> dict[str, Any]:
    readings = facts.pair_readings
    over_time = moment.view.clocks.with_(pair="+".join(pair))
    return {
        "pair_title": names.pair(*pair),
        "pair_subtitle": _usual(moment.view) + wording.pair_summary(*pair, readings),
        "pair_panel": pair_panel(readings, about.tests),
        "pair_history": pair_history(
            about.history,
            moment.theme,
            from_at=moment.as_of - HISTORY_STEPS * HISTORY_STEP,
            to_at=moment.as_of,
            step=HISTORY_STEP,
        ),
        "pair_summary": history_summary(about.history, moment.as_of),
        "pair_beside": [beside(pair, readings, about), evidence(about.tests, moment.view)],
        "pair_rows": [_row(point) for point in reversed(about.history)],
        "pair_over_time": link(
            say("interoperability.choose.over_time"), over_time.href("/trends")
        ),
    }


def _usual(view: View) -> str:
    if view.pair:
        return ""
    if view.actor:
        return say("interoperability.pair.usual_of", actor=names.actor(view.actor))
    return say("interoperability.pair.usual")


def _row(point: PairPoint) -> dict[str, Any]:
    return {
        **said("at", instant_value(point.at), day(point.at)),
        **said("dimension", point.dimension, names.DIMENSIONS[point.dimension]),
        "level": point.level,
        "bound": point.lower_bound,
        "mean": point.mean,
    }


def _columns() -> list[Column]:
    return columns(
        texts("interoperability.columns"),
        ("at", 100, Kind.INSTANT),
        ("dimension", 110, Kind.CODE),
        ("level", 70, Kind.COUNT),
        ("bound", 110, Kind.HUNDREDTHS, constants.pair_steps()),
        ("mean", 80, Kind.HUNDREDTHS),
    )
