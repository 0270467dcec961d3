"""The situation in six sentences, each leading to the page that shows it."""

from typing import Any

from dash import Output, html

from dashboard.components.attributes import named
from dashboard.components.sentence import sentence
from dashboard.moment import Moment
from dashboard.pages.overview.facts import COUNTED_EVENTS, Facts
from dashboard.wording import overview as wording
from dashboard.wording.catalogue import say, texts
from dashboard.wording.expiry import Standing, expiry

OUTPUTS = {"situation": Output("situation", "children")}


def section() -> html.Section:
    """Give the place of the sentences."""
    return html.Section(
        [
            html.H2(say("overview.situation"), className="card-title", id="situation-title"),
            html.Dl(id="situation", className="situation"),
        ],
        className="card area-situation",
        **named({"aria-labelledby": "situation-title"}),
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give what changed, what is weakest, what is old, what expires, and what was promised."""
    titles = texts("overview.titles")
    happened = wording.events_in_a_day(len(facts.last_day), COUNTED_EVENTS)
    now = Standing(
        moment.as_of,
        facts.now,
        facts.pairs,
        facts.states,
        facts.compliance,
        facts.commitments,
    )
    is_known_after = moment.known_at > moment.as_of
    said = {
        "changes": wording.changes(facts.fell, facts.rose, facts.causes, happened),
        "weakest": wording.weakest(facts.rolled_up, facts.now),
        "stale": wording.stale(facts.states),
        **{
            f"in_{then.days}": expiry(now, facts.ahead, then, is_known_after=is_known_after)
            for then in facts.ahead.then
        },
        "promises": wording.promises(facts.compliance),
    }
    return {
        "situation": [
            part
            for name, parts in said.items()
            for part in (html.Dt(titles[name]), html.Dd(sentence(parts, moment.view)))
        ]
    }
