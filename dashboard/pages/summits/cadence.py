"""The cadence strip: planned beside held, level by level, and which level is late."""

from datetime import date
from typing import Any

from dash import dcc, html, no_update

from dashboard.components.attributes import named
from dashboard.components.cards import Card
from dashboard.components.graph import graph
from dashboard.components.grid import Column, Grid, hidden, on_day, worded
from dashboard.components.parts import Own, Place, by_browser
from dashboard.components.table import Kind
from dashboard.components.values import day_value
from dashboard.pages.summits import words
from dashboard.pages.summits.data import Summits, shown_days
from dashboard.pages.summits.figures.cadence import cadence_strip
from dashboard.pages.summits.queries import Cadence, MeetingPlan
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import in_decimals

SIGNS = (("held", "●"), ("planned", "○"), ("postponed", "▷"), ("cancelled", "×"))


def _levels(found: Summits) -> list[str]:
    met = {row.level for row in found.cadence}
    return sorted(met | {one.level for one in found.plans if one.level}, key=words.by_level)


def _by_level(found: Summits) -> dict[str, Cadence]:
    return {row.level: row for row in found.cadence}


def _subtitle(found: Summits) -> str:
    first, last = shown_days(found.moment)
    return words.cadence_subtitle(found.plans, first, last, found.moment.as_of)


def _before(found: Summits) -> list[html.Div]:
    own, left_on = _by_level(found), found.moment.left_on
    return [_level(code, own.get(code), left_on) for code in _levels(found)]


def _after(found: Summits) -> list[html.Div]:
    own, left_on = _by_level(found), found.moment.left_on
    return [_note(own.get(code), left_on) for code in _levels(found)]


def _figure(found: Summits) -> Any:
    if found.is_empty:
        # A chart of nothing in a card that is hidden has no size to be drawn in.
        return no_update
    (first, last), moment = shown_days(found.moment), found.moment
    return cadence_strip(
        found.plans, _levels(found), moment.theme, first=first, last=last, now=moment.as_of
    )


def _level(code: str, row: Cadence | None, left_on: date | None) -> html.Div:
    is_due = row is not None and left_on is None
    return html.Div(
        [
            html.Span(words.level(code), className="value"),
            html.Span(
                words.standing(row, left_on),
                className=f"stat-note status-{row.status if row and is_due else None}",
            ),
        ]
    )


def _note(row: Cadence | None, left_on: date | None) -> html.Div:
    if row is None:
        return html.Div("–")
    regular = say("summits.cadence.regularity", regularity=_two_decimals(row.regularity))
    return html.Div(
        [
            html.Span(words.last_met(row, left_on), className="stat-note"),
            html.Span(f"{words.next_meeting(row)} · {regular}", className="stat-note")
            if left_on is None
            else None,
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


def _strip() -> html.Div:
    return html.Div(
        [
            html.Div(id="cadence-levels", className="strip-words"),
            graph("cadence-figure", "strip-graph"),
            html.Div(id="cadence-notes", className="strip-words strip-notes"),
            dcc.Store(id="cadence-picked"),
        ],
        className="cadence-strip",
    )


def _came(plan: MeetingPlan) -> int | None:
    return (plan.attendees or None) if plan.state == "held" else None


CADENCE = Card[Summits](
    id="cadence",
    look="area-cadence",
    heading="summits.cadence.title",
    title=lambda found: words.cadence_title(found.cadence, found.moment.left_on),
    subtitle=_subtitle,
    controls=Own(_key),
    body=Own[Summits](
        _strip,
        (
            Place("cadence-levels", "children", _before),
            Place("cadence-figure", "figure", _figure),
            Place("cadence-notes", "children", _after),
        ),
        (by_browser("pickPoint", of="cadence-figure", prop="clickData", into="cadence-picked"),),
    ),
    table=Grid[Summits, MeetingPlan](
        id="cadence-grid",
        heads="summits.cadence.columns",
        nothing="summits.cadence.nothing",
        rows=lambda found: found.plans,
        columns=(
            worded("level", 150, lambda one: one.level, words.level),
            worded(
                "state",
                100,
                lambda one: one.state,
                lambda own: texts("summits.meeting_state").get(own, own),
            ),
            on_day("first", 110, lambda one: one.first_on),
            on_day("day", 110, lambda one: one.starts_on),
            Column("place", 110, lambda one: one.place),
            Column("moved", 100, lambda one: one.postponements, Kind.COUNT),
            Column("came", 80, _came, Kind.COUNT),
            Column("reason", 200, lambda one: one.reason),
            hidden("meeting_id", lambda one: one.meeting_id),
            hidden("ends_on", lambda one: day_value(one.ends_on), Kind.DAY),
            hidden("seq", lambda one: one.ledger_seq, Kind.COUNT),
        ),
    ),
)
