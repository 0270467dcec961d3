"""What changed between A and B as JSON: one entry per reading, its causes folded in.

The browser draws it itself (scripts/review/difference.js): thousands of causes as components of
Dash took the page seconds to show.
"""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.components.attributes import named
from dashboard.pages.review import words
from dashboard.pages.review.data import PATH
from dashboard.pages.review.words import Cause, Changed
from dashboard.view import View
from dashboard.wording.catalogue import say

MOST_SHOWN = 100


def difference_list() -> html.Div:
    """Give the place of the list."""
    return html.Div(
        [
            html.Ol(
                id="review-changes",
                className="changes",
                tabIndex=0,
                **named({"aria-label": say("review.difference.list")}),
            ),
            dcc.Store(id="review-changes-model"),
            dcc.Store(id="review-changes-drawn"),
        ],
        className="fill",
    )


def shown_of(changed: Sequence[Changed], view: View) -> Sequence[Changed]:
    """Give the part of the changes that is listed."""
    first = view.skip or 0
    return changed[first : first + MOST_SHOWN]


def difference_model(changed: Sequence[Changed], view: View) -> dict[str, Any]:
    """Give a part of the changes with their causes, and the ways to the others."""
    shown = shown_of(changed, view)
    total, first = len(changed), view.skip or 0
    more = say(
        "review.difference.shown", first=first + 1, last=first + len(shown), total=f"{total:,}"
    )
    return {
        "changes": [_change(one, view) for one in shown],
        "more": more if total > len(shown) else "",
        "ways": _ways(view, total),
        "headings": [
            say("review.difference.share"),
            say("review.difference.cause"),
            say("review.difference.from_event"),
        ],
        "caption": say("review.difference.causes"),
        # What is left out of a what-if is an event of the facts.
        "event_address": view.clocks.with_(whatif=None).href("/events"),
    }


def _ways(view: View, total: int) -> list[list[str]]:
    """Give the ways to the parts before and after the one that is listed."""
    first = view.skip or 0
    ways: list[list[str]] = []
    if first:
        before = max(0, first - MOST_SHOWN) or None
        ways.append([say("review.difference.before"), view.with_(skip=before).href(PATH)])
    if first + MOST_SHOWN < total:
        after = view.with_(skip=first + MOST_SHOWN).href(PATH)
        ways.append([say("review.difference.after"), after])
    return ways


def _change(one: Changed, view: View) -> dict[str, Any]:
    events_of = view.clocks.with_(actor=one.actor, whatif=None).href("/events")
    return {
        "size": words.size(one),
        "look": _look(one),
        "name": one.name,
        "values": words.from_to(one),
        "levels": words.levels(one),
        "causes": [
            [share, words.of_part(part, cause), cause.seq, *_many(cause, events_of)]
            for part in one.parts
            for share, cause in zip(words.shares(part), part.causes, strict=True)
        ],
    }


def _many(cause: Cause, events_of: str) -> list[object]:
    """Give how many events a cause is and where they are listed; nothing if it is one or none."""
    return [f"{cause.events:,}", events_of] if cause.events > 1 else []


def _look(one: Changed) -> str:
    if not one.is_clear or not one.direction:
        return "muted"
    return f"value {'is-up' if one.direction > 0 else 'is-down'}"
