"""What falls due by itself in 30 and 90 days: meetings, ends of silence, commitments."""

from collections.abc import Sequence
from datetime import UTC, date
from typing import Any

from dash import Output, dcc, html

from dashboard.components.card import card
from dashboard.components.countdown import countdown
from dashboard.moment import Moment
from dashboard.pages.summits.facts import Facts
from dashboard.view import View
from dashboard.wording import summits as wording
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg, on_day
from dashboard.wording.summits import FAR_DAYS, NEAR_DAYS, Due

PATH = "/summits"
OUTPUTS = {
    "due_title": Output("due-title", "children"),
    "due_subtitle": Output("due-subtitle", "children"),
    "due_list": Output("due-list", "children"),
}


def section() -> html.Section:
    """Give the place of what falls due."""
    return card(
        "due",
        html.Div(id="due-list", className="scroll-list", tabIndex=0, role="region"),
        title="",
        class_name="area-due",
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give what falls due, in two spans."""
    today = moment.as_of.astimezone(UTC).date()
    items = wording.due(facts.plans, facts.decisions, facts.compliance, moment.as_of)
    near = [one for one in items if (one.on - today).days <= NEAR_DAYS]
    return {
        "due_title": wording.due_title(items, today),
        "due_subtitle": say("summits.due.subtitle", at=dtg(moment.as_of)),
        "due_list": [
            *_span(say("summits.due.within_near", days=NEAR_DAYS), near, moment, today),
            *_span(
                say("summits.due.within_far", days=FAR_DAYS - NEAR_DAYS),
                items[len(near) :],
                moment,
                today,
            ),
        ],
    }


def _span(heading: str, items: Sequence[Due], moment: Moment, today: date) -> list[Any]:
    return [
        html.H3(heading, className="list-head"),
        html.Ol([_item(one, moment, today) for one in items])
        if items
        else html.P(say("summits.due.nothing"), className="muted"),
    ]


def _item(one: Due, moment: Moment, today: date) -> html.Li:
    when = (
        countdown(one.deadline_at, moment)
        if one.deadline_at
        else html.Span(wording.away(one.on, today))
    )
    return html.Li(
        [
            html.Div(
                [html.Span(on_day(one.on), className="value"), when],
                className="list-line",
            ),
            dcc.Link(one.words, href=_target(one, moment.view), className="list-what"),
        ],
        className="list-row",
    )


def _target(one: Due, view: View) -> str:
    if one.decision:
        return view.with_(decision=one.decision).href(PATH)
    if one.commitment:
        return view.with_(commitment=one.commitment).href(PATH)
    return view.with_(meeting=one.meeting).href(PATH)
