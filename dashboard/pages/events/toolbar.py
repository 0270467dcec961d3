"""What is listed: events, dead letters or anomalies; of which kind, state, actor and subject."""

import dash_mantine_components as dmc
from dash import html

from dashboard import who
from dashboard.components.choices import choice_of, links
from dashboard.components.filters import toolbar
from dashboard.components.parts import Group, Own, Place, drawn
from dashboard.pages.events.data import PATH, Events
from dashboard.wording import names
from dashboard.wording.catalogue import say

ANY_KIND = "ALL"


def _shows(found: Events) -> html.Div:
    view = found.moment.view
    options = (
        (None, say("events.title")),
        *(
            [("dead-letters", say("events.dead_letters_n", dead=f"{found.dead:,}"))]
            if who.may("administrator")
            else []
        ),
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


TOOLBAR: Group[Events] = toolbar(
    drawn("show-choice", _shows),
    choice_of(
        "type",
        lambda: say("events.kind"),
        150,
        options=_kinds,
        value=lambda found: found.moment.view.type or ANY_KIND,
    ),
    drawn("state-choice", _states),
    Own[Events](
        _filter_form,
        (Place("filter-actor", "value", lambda found: found.moment.view.actor or ""),),
    ),
)
