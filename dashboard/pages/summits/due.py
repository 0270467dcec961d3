"""What falls due by itself in 30 and 90 days: meetings, ends of silence, commitments."""

from collections.abc import Sequence
from datetime import UTC, date
from typing import Any

from dash import dcc, html

from dashboard.components.cards import Card
from dashboard.components.countdown import countdown
from dashboard.components.parts import region
from dashboard.moment import Moment
from dashboard.pages.summits import words
from dashboard.pages.summits.data import PATH, Summits
from dashboard.pages.summits.words import FAR_DAYS, NEAR_DAYS, Due
from dashboard.view import View
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import on_day


def _today(found: Summits) -> date:
    return found.moment.as_of.astimezone(UTC).date()


def _items(found: Summits) -> list[Due]:
    return words.due(found.plans, found.decisions, found.compliance, found.moment.as_of)


def _list(found: Summits) -> list[Any]:
    items, today = _items(found), _today(found)
    near = [one for one in items if (one.on - today).days <= NEAR_DAYS]
    within = say("summits.due.within_near", days=NEAR_DAYS)
    later = say("summits.due.within_far", days=FAR_DAYS - NEAR_DAYS)
    return [
        *_span(within, near, found.moment, today),
        *_span(later, items[len(near) :], found.moment, today),
    ]


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
        else html.Span(words.away(one.on, today))
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


DUE = Card[Summits](
    id="due",
    look="area-due",
    title=lambda found: words.due_title(_items(found), _today(found)),
    subtitle=lambda found: say("summits.due.subtitle", at=found.at),
    body=region("due-list", _list),
)
