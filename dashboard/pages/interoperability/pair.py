"""One pair in depth: its levels, two years of them, what stands beside them, the tests behind."""

from typing import Any

from dash import html

from dashboard import constants
from dashboard.components.cards import Card
from dashboard.components.graph import graph
from dashboard.components.grid import Column, Grid, at_instant, dimension
from dashboard.components.link import link
from dashboard.components.parts import Own, Place
from dashboard.components.table import Kind
from dashboard.pages.interoperability import words
from dashboard.pages.interoperability.data import HISTORY_STEP, HISTORY_STEPS, Interoperability
from dashboard.pages.interoperability.evidence import beside, evidence, pair_panel
from dashboard.pages.interoperability.figures.history import pair_history
from dashboard.pages.interoperability.words.pairs import history_summary
from dashboard.queries.readings import PairPoint
from dashboard.view import View
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import day


def _title(found: Interoperability) -> str:
    return names.pair(*found.pair) if found.pair else say("interoperability.pair.none")


def _subtitle(found: Interoperability) -> str | None:
    if found.pair is None:
        return None
    return _usual(found.moment.view) + words.pair_summary(*found.pair, found.pair_readings)


def _usual(view: View) -> str:
    if view.pair:
        return ""
    if view.actor:
        return say("interoperability.pair.usual_of", actor=names.actor(view.actor))
    return say("interoperability.pair.usual")


def _panel(found: Interoperability) -> html.Table | None:
    about = found.pair_facts
    return pair_panel(found.pair_readings, about.tests) if about else None


def _history(found: Interoperability) -> Any:
    if found.pair_facts is None:
        return {}
    at = found.moment.as_of
    return pair_history(
        found.pair_facts.history,
        found.moment.theme,
        from_at=at - HISTORY_STEPS * HISTORY_STEP,
        to_at=at,
        step=HISTORY_STEP,
    )


def _summary(found: Interoperability) -> str | None:
    about = found.pair_facts
    return history_summary(about.history, found.moment.as_of) if about else None


def _beside(found: Interoperability) -> list[Any] | None:
    if found.pair is None or found.pair_facts is None:
        return None
    about = found.pair_facts
    return [
        beside(found.pair, found.pair_readings, about),
        evidence(about.tests, found.moment.view),
    ]


def _over_time(found: Interoperability) -> Any:
    if found.pair is None:
        return None
    address = found.moment.view.clocks.with_(pair="+".join(found.pair))
    return link(say("interoperability.choose.over_time"), address.href("/trends"))


def _points(found: Interoperability) -> list[PairPoint]:
    return found.pair_facts.history[::-1] if found.pair_facts else []


def _frame() -> html.Div:
    return html.Div(
        [
            html.Div(id="pair-panel"),
            graph("pair-history", "pair-history"),
            html.P(say("interoperability.pair.bound_note"), className="stat-note"),
            html.P(id="pair-history-summary", className="sr-only"),
            html.Div(id="pair-beside", className="pair-beside"),
        ],
        className="pair-frame",
    )


PAIR = Card[Interoperability](
    id="pair",
    look="area-pair",
    heading="interoperability.pair.heading",
    title=_title,
    subtitle=_subtitle,
    controls=Own[Interoperability](
        lambda: html.Span(id="pair-over-time"),
        (Place("pair-over-time", "children", _over_time),),
    ),
    body=Own[Interoperability](
        _frame,
        (
            Place("pair-panel", "children", _panel),
            Place("pair-history", "figure", _history),
            Place("pair-history-summary", "children", _summary),
            Place("pair-beside", "children", _beside),
        ),
    ),
    table=Grid[Interoperability, PairPoint](
        id="pair-history-grid",
        heads="interoperability.pair.columns",
        nothing="interoperability.pair.nothing",
        rows=_points,
        columns=(
            at_instant("at", 100, lambda one: one.at, words=lambda one: day(one.at)),
            dimension("dimension", 110, lambda one: one.dimension),
            Column("level", 70, lambda one: one.level, Kind.COUNT),
            Column(
                "bound", 110, lambda one: one.lower_bound, Kind.HUNDREDTHS, constants.pair_steps()
            ),
            Column("mean", 80, lambda one: one.mean, Kind.HUNDREDTHS),
        ),
    ),
)
