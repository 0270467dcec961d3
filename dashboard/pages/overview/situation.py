"""The situation in six sentences, each leading to the page that shows it."""

from typing import Any

from dash import html

from dashboard.components.attributes import named
from dashboard.components.parts import Own, Place
from dashboard.components.sentence import sentence
from dashboard.pages.overview import words
from dashboard.pages.overview.data import COUNTED_EVENTS, Overview
from dashboard.pages.overview.words.expiry import Standing, expiry
from dashboard.wording.catalogue import say, texts


def _section() -> html.Section:
    return html.Section(
        [
            html.H2(say("overview.situation"), className="card-title", id="situation-title"),
            html.Dl(id="situation", className="situation"),
        ],
        className="card area-situation",
        **named({"aria-labelledby": "situation-title"}),
    )


def _sentences(found: Overview) -> list[Any]:
    titles, view = texts("overview.titles"), found.moment.view
    return [
        part
        for name, parts in said(found).items()
        for part in (html.Dt(titles[name]), html.Dd(sentence(parts, view)))
    ]


def said(found: Overview) -> dict[str, words.Sentence]:
    """Give what changed, what is weakest, what is old, what expires, and what was promised."""
    happened = words.events_in_a_day(len(found.last_day), COUNTED_EVENTS)
    now = Standing(
        found.moment.as_of,
        found.now,
        found.pairs,
        found.states,
        found.compliance,
        found.commitments,
    )
    is_known_after = found.moment.known_at > found.moment.as_of
    return {
        "changes": words.changes(found.fell, found.rose, found.causes, happened),
        "weakest": words.weakest(found.rolled_up, found.now),
        "stale": words.stale(found.states),
        **{
            f"in_{then.days}": expiry(now, found.ahead, then, is_known_after=is_known_after)
            for then in found.ahead.then
        },
        "promises": words.promises(found.compliance),
    }


SITUATION = Own[Overview](_section, (Place("situation", "children", _sentences),))
