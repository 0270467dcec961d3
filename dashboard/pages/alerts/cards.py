"""The cards of the page about alerts: what is open, what it costs, and the rules behind it."""

from typing import Any

from dash import html

from dashboard.components.attributes import named
from dashboard.components.cards import Card
from dashboard.components.grid import Column, Grid, at_instant
from dashboard.components.link import link
from dashboard.components.parts import region
from dashboard.components.table import Kind
from dashboard.pages.alerts import words
from dashboard.pages.alerts.data import LONG, Alerts
from dashboard.pages.alerts.queries import Alert, AlertRule, Shelf
from dashboard.pages.alerts.rows import Worst, worst
from dashboard.pages.alerts.words import Measure
from dashboard.view import View
from dashboard.who import may
from dashboard.wording.catalogue import say

MOST_SHOWN = 40


def _list(found: Alerts) -> list[Any]:
    some = found.open
    if not some:
        return [html.P(say("alerts.open.nothing"), className="muted")]
    rest = len(some) - MOST_SHOWN
    more = [html.P(say("alerts.open.more", n=rest), className="muted")] if rest > 0 else []
    return [html.Ol([_item(one) for one in some[:MOST_SHOWN]]), *more]


def _item(one: Alert) -> html.Li:
    events = [
        part
        for seq in one.cause_seqs
        for part in (
            " ",
            link(say("alerts.event", seq=seq), View(seq=seq).href("/events")),
        )
    ]
    state = words.state(one)
    return html.Li(
        [
            html.Div(
                [
                    html.Span(words.priority(one), className=f"priority is-{one.priority}"),
                    html.Span(one.said, className="value"),
                    *_buttons(one),
                ],
                className="alert-line",
            ),
            html.Div([one.rule, ", ", words.since(one), *events], className="alert-when muted"),
            html.Div(
                [
                    html.Span(say("alerts.decision", text=one.decision)),
                    html.Span(say("alerts.response", text=one.response)),
                ],
                className="alert-texts",
            ),
            html.Div(state, className="alert-state") if state else None,
        ],
        className="list-row",
    )


def _buttons(one: Alert) -> list[Any]:
    if not may("recorder"):
        return []
    shown = [] if one.acknowledged_at else [("acknowledge", say("alerts.acknowledge"))]
    shown += [] if one.shelved_until else [("shelve", say("alerts.shelve"))]
    return [
        html.Button(
            text,
            type="button",
            className="button quiet",
            **named(
                {
                    "data-alert": act,
                    "data-episode": one.episode_id,
                    "aria-label": f"{text}: {one.said}",
                }
            ),
        )
        for act, text in shown
    ]


OPEN = Card[Alerts](
    id="open-alerts",
    look="area-open-alerts",
    title=lambda found: words.open_title(found.open),
    subtitle=lambda found: words.watched(found.watch, found.annunciations, found.now),
    body=region("open-alerts-list", _list, label="alerts.open.label"),
)

LOAD = Card[Alerts](
    id="load",
    look="area-load",
    title=lambda found: words.load_title(found.annunciations, found.now),
    subtitle=lambda _: say("alerts.load.about"),
    body=Grid[Alerts, Measure](
        id="load-grid",
        heads="alerts.load.columns",
        nothing="alerts.load.nothing",
        row_id="what",
        rows=lambda found: words.measures(found.annunciations, found.now),
        columns=(
            Column("what", 184, lambda one: one.what),
            Column("found", 72, lambda one: one.found),
            Column("goal", 64, lambda one: one.goal),
            Column("state", 92, lambda one: one.state),
        ),
    ),
)

RULES = Card[Alerts](
    id="rules",
    look="area-rules",
    title=lambda found: words.rules_title(found.rules),
    subtitle=lambda _: say("alerts.rules.about"),
    body=Grid[Alerts, AlertRule](
        id="rules-grid",
        heads="alerts.rules.columns",
        nothing="alerts.rules.nothing",
        row_id="name",
        wrapped=("looks", "decision", "response"),
        rows=lambda found: found.rules,
        columns=(
            Column("name", 116, lambda one: one.name),
            Column("priority", 72, lambda one: one.priority),
            Column("looks", 190, words.about),
            Column("decision", 190, lambda one: one.decision),
            Column("response", 190, lambda one: one.response),
            Column("where", 140, words.where),
        ),
    ),
)

WORST = Card[Alerts](
    id="worst",
    look="area-worst",
    heading="alerts.worst.title",
    subtitle=lambda _: say("alerts.worst.about"),
    body=Grid[Alerts, Worst](
        id="worst-grid",
        heads="alerts.worst.columns",
        nothing="alerts.worst.nothing",
        row_id="rule",
        rows=lambda found: worst(found.annunciations, found.now - LONG),
        columns=(
            Column("rule", 130, lambda one: one.rule),
            Column("raised", 72, lambda one: one.raised, Kind.COUNT),
            Column("percent", 72, lambda one: 100 * one.ratio, Kind.PERCENT),
        ),
    ),
)

SHELVES = Card[Alerts](
    id="shelves",
    look="area-shelves",
    title=lambda found: words.shelves_title(found.shelves),
    subtitle=lambda _: say("alerts.shelves.about"),
    body=Grid[Alerts, Shelf](
        id="shelves-grid",
        heads="alerts.shelves.columns",
        nothing="alerts.shelves.nothing",
        row_id="shelf",
        rows=lambda found: found.shelves,
        columns=(
            Column("what", 150, words.shelf_about),
            at_instant("until", 140, lambda one: one.until_at),
            Column("reason", 150, lambda one: one.why),
            Column("shelf", 120, lambda one: one.shelf_id),
        ),
    ),
)

HISTORY = Card[Alerts](
    id="cleared",
    look="area-cleared",
    title=lambda found: say("alerts.cleared.n", n=len(found.cleared)),
    subtitle=lambda _: say("alerts.cleared.about"),
    body=Grid[Alerts, Alert](
        id="cleared-grid",
        heads="alerts.cleared.columns",
        nothing="alerts.cleared.nothing",
        row_id="episode",
        rows=lambda found: found.cleared,
        columns=(
            Column("rule", 116, lambda one: one.rule),
            Column("said", 260, lambda one: one.said),
            at_instant("raised", 140, lambda one: one.raised_at),
            at_instant("gone", 140, lambda one: one.cleared_at),
            Column("by", 90, lambda one: one.acknowledged_by),
            Column("sent", 96, words.sent),
            Column("episode", 140, lambda one: one.episode_id),
        ),
    ),
)
