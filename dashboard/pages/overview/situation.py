"""The situation in four sentences."""

from typing import Any

from dash import Output, html

from dashboard.components.attributes import named
from dashboard.pages.overview.facts import COUNTED_EVENTS, Facts
from dashboard.wording import overview as wording

OUTPUTS = {"situation": Output("situation", "children")}


def section() -> html.Section:
    """Give the place of the sentences."""
    return html.Section(
        [
            html.H2("Situation", className="card-title", id="situation-title"),
            html.Dl(id="situation", className="situation"),
        ],
        className="card area-situation",
        **named({"aria-labelledby": "situation-title"}),
    )


def shown(facts: Facts) -> dict[str, Any]:
    """Give what changed, what is weakest, what is old, and what was promised."""
    happened = wording.events_in_a_day(len(facts.last_day), COUNTED_EVENTS)
    sentences = {
        "Last 24 h": f"{wording.changes(facts.now, facts.before)} {happened}",
        "Weakest": wording.weakest(facts.rolled_up, facts.now),
        "Old or unreported": wording.stale(facts.now, facts.members),
        "Commitments": wording.promises(facts.compliance),
    }
    return {
        "situation": [
            part for title, text in sentences.items() for part in (html.Dt(title), html.Dd(text))
        ]
    }
