"""What can be chosen on Trends: whose, compared with whom, which area or dimension, how long."""

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, dcc, html

from dashboard.components.choices import links, register_selector, selector
from dashboard.components.link import link
from dashboard.moment import Moment
from dashboard.pages.trends.period import USUAL_SPAN
from dashboard.pages.trends.story import MOST_COMPARED, compared_of, is_interop
from dashboard.queries.rows import Member
from dashboard.view import DIMENSIONS, SPANS_YEARS, View
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts

PATH = "/trends"
WHOLE_BODY = "ALL"
OUTPUTS = {
    "subjects": Output("subject-choice", "children"),
    "actors": Output("choose-actor", "data"),
    "actor": Output("choose-actor", "value"),
    "comparable": Output("choose-actors", "data"),
    "compared": Output("choose-actors", "value"),
    "hint": Output("choose-actors", "placeholder"),
    "areas": Output("area-choice", "children"),
    "spans": Output("span-choice", "children"),
}


def toolbar() -> html.Div:
    """Give the place of the choices."""
    return html.Div(
        [
            html.Div(id="subject-choice"),
            selector("actor", say("trends.whose"), 190),
            html.Div(
                [
                    html.Label(say("trends.compare"), htmlFor="choose-actors"),
                    dmc.MultiSelect(
                        id="choose-actors",
                        data=[],
                        size="xs",
                        maw=620,
                        miw=190,
                        maxValues=MOST_COMPARED,
                        searchable=True,
                        hidePickedOptions=True,
                        maxDropdownHeight=320,
                    ),
                    dcc.Store(id="chosen-actors"),
                ],
                className="choice",
            ),
            html.Div(id="span-choice"),
            html.Div(id="area-choice"),
        ],
        className="toolbar",
    )


def register_choices(app: Dash) -> None:
    """Let the browser put the choices into the address."""
    register_selector(app, "actor")
    app.clientside_callback(
        ClientsideFunction("muster", "chooseActors"),
        Output("chosen-actors", "data"),
        Input("choose-actors", "value"),
        prevent_initial_call=True,
    )


def chosen(moment: Moment, members: Sequence[Member]) -> dict[str, Any]:
    """Give what can be chosen, and what is."""
    view = moment.view
    spans = tuple(
        (None if span == USUAL_SPAN else span, say("trends.years", n=years))
        for span, years in SPANS_YEARS.items()
    )
    return {
        "subjects": _subjects(view),
        "actors": [
            {
                "value": WHOLE_BODY,
                "label": say("trends.whole_body", body=moment.body, members=len(members)),
            },
            *_options(moment, members, [view.actor] if view.actor else []),
        ],
        "actor": view.actor or WHOLE_BODY,
        "comparable": _options(moment, members, compared_of(view)),
        "compared": compared_of(view),
        "hint": "" if view.actors else say("trends.compare_hint"),
        "areas": _dimensions(view) if is_interop(view) else _areas(view),
        "spans": links(say("trends.span"), PATH, view, "span", spans),
    }


def _subjects(view: View) -> html.Div:
    words = texts("trends.subjects")
    bare = View(span=view.span).with_(
        as_of=view.as_of, known_at=view.known_at, body=view.body, dimension=view.dimension
    )
    shown = bare.with_(dimension="weakest" if is_interop(view) else None)
    options = ((None, words["readiness"]), ("weakest", words["interoperability"]))
    return links(say("trends.what"), PATH, shown, "dimension", options)


def _areas(view: View) -> html.Div:
    options = ((None, say("trends.all_areas")), *names.AREAS.items())
    return links(say("trends.area"), PATH, view, "area", options)


def _dimensions(view: View) -> list[Any]:
    everything = None if view.pair else "weakest"
    options = (
        (everything, say("trends.all_dimensions")),
        *((name, names.DIMENSIONS[name]) for name in DIMENSIONS),
    )
    shown = view.with_(dimension=everything) if view.dimension not in DIMENSIONS else view
    pills = links(say("trends.dimension"), PATH, shown, "dimension", options)
    if not view.pair:
        return [pills]
    others = view.with_(pair=None, dimension=view.dimension or "weakest")
    return [pills, link(say("trends.all_pairs"), others.href(PATH))]


def _options(
    moment: Moment, members: Sequence[Member], also: Sequence[str]
) -> list[dict[str, str]]:
    codes = {member.actor for member in members}
    listed = sorted((f"{names.actor(code)} ({code})", code) for code in codes)
    for code in also:
        if code not in codes:
            strange = say("trends.not_in_body", actor=names.actor(code), body=moment.body)
            listed.append((strange, code))
    return [{"value": code, "label": label} for label, code in listed]
