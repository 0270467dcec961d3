"""What can be chosen on Trends: whose, compared with whom, which area or dimension, how long."""

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.components.choices import choice_of, links
from dashboard.components.filters import toolbar
from dashboard.components.link import link
from dashboard.components.parts import Group, Own, Place, by_browser, drawn
from dashboard.moment import Moment
from dashboard.pages.trends.data import PATH, Trends
from dashboard.pages.trends.period import USUAL_SPAN
from dashboard.pages.trends.story import MOST_COMPARED, compared_of, is_interop
from dashboard.queries.bodies import Member
from dashboard.view import DIMENSIONS, SPANS_YEARS, View
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts

WHOLE_BODY = "ALL"


def _whose(found: Trends) -> list[dict[str, str]]:
    moment, members = found.moment, found.members
    body = say("trends.whole_body", body=moment.body, members=len(members))
    strange = [moment.view.actor] if moment.view.actor else []
    return [{"value": WHOLE_BODY, "label": body}, *_options(moment, members, strange)]


def _comparable(found: Trends) -> list[dict[str, str]]:
    return _options(found.moment, found.members, compared_of(found.moment.view))


def _spans(found: Trends) -> html.Div:
    spans = tuple(
        (None if span == USUAL_SPAN else span, say("trends.years", n=years))
        for span, years in SPANS_YEARS.items()
    )
    return links(say("trends.span"), PATH, found.moment.view, "span", spans)


def _hint(found: Trends) -> str:
    return "" if found.moment.view.actors else say("trends.compare_hint")


def _compare() -> html.Div:
    return html.Div(
        [
            html.Label(say("trends.compare"), htmlFor="choose-actors"),
            dmc.MultiSelect(
                id="choose-actors",
                data=[],
                # Without a value it would make a new empty one each time it is drawn, and say that
                # nobody is chosen, over what the address says.
                value=[],
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
    )


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


def _parts_of(found: Trends) -> Any:
    view = found.moment.view
    return _dimensions(view) if is_interop(view) else _areas(view)


TOOLBAR: Group[Trends] = toolbar(
    drawn("subject-choice", lambda found: _subjects(found.moment.view)),
    choice_of(
        "actor",
        lambda: say("trends.whose"),
        190,
        options=_whose,
        value=lambda found: found.moment.view.actor or WHOLE_BODY,
    ),
    Own[Trends](
        _compare,
        (
            Place("choose-actors", "data", _comparable),
            Place("choose-actors", "value", lambda found: compared_of(found.moment.view)),
            Place("choose-actors", "placeholder", _hint),
        ),
        (by_browser("chooseActors", of="choose-actors", prop="value", into="chosen-actors"),),
    ),
    drawn("span-choice", _spans),
    drawn("area-choice", _parts_of),
)
