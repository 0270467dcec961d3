"""What is listed: events, dead letters or anomalies; of which kind, state, actor and subject."""

from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboard.components.choices import links, register_selector, selector
from dashboard.components.parts import Group, Own, Place, drawn
from dashboard.pages.events.data import Events
from dashboard.wording import names
from dashboard.wording.catalogue import say

PATH = "/events"
ANY_KIND = "ALL"


def _shows(found: Events) -> html.Div:
    view = found.moment.view
    options = (
        (None, say("events.title")),
        ("dead-letters", say("events.dead_letters_n", dead=f"{found.dead:,}")),
        ("anomalies", say("events.anomalies_n", count=f"{len(found.anomalies):,}")),
    )
    usual = view.with_(show=None) if view.show == "events" else view
    return links(say("events.what_to_list"), PATH, usual, "show", options)


def _kinds(_found: Events) -> list[dict[str, str]]:
    return [
        {"value": ANY_KIND, "label": say("events.all_kinds")},
        *({"value": code, "label": name} for code, name in names.EVENT_KINDS.items()),
    ]


def _states(found: Events) -> html.Div:
    options = (
        (None, say("events.all")),
        ("amended", say("events.amended")),
        ("flagged", say("events.flagged")),
    )
    usual = found.moment.view.with_(before=None, seq=None)
    return links(say("events.state"), PATH, usual, "state", options)


def _filter_form() -> html.Form:
    return html.Form(
        [
            html.Label(say("events.actor"), htmlFor="filter-actor"),
            dmc.TextInput(
                id="filter-actor", size="xs", w=72, placeholder=say("events.actor_hint")
            ),
            html.Label(say("events.subject"), htmlFor="filter-subject"),
            dmc.TextInput(
                id="filter-subject", size="xs", w=130, placeholder=say("events.subject_hint")
            ),
            html.Label(say("events.text"), htmlFor="filter-text"),
            dmc.TextInput(id="filter-text", size="xs", w=180, placeholder=say("events.text_hint")),
            html.Button(say("events.filter"), type="submit", className="button"),
        ],
        id="log-filter",
        className="choice",
        method="get",
    )


def _in_toolbar(parts: list[Any]) -> html.Div:
    return html.Div(parts, className="toolbar")


TOOLBAR = Group[Events](
    _in_toolbar,
    (
        drawn("show-choice", _shows),
        Own[Events](
            lambda: selector("type", say("events.kind"), 150),
            (
                Place("choose-type", "data", _kinds),
                Place("choose-type", "value", lambda found: found.moment.view.type or ANY_KIND),
            ),
            (lambda app: register_selector(app, "type"),),
        ),
        drawn("state-choice", _states),
        Own[Events](
            _filter_form,
            (Place("filter-actor", "value", lambda found: found.moment.view.actor or ""),),
        ),
    ),
)
