"""What a page says when there is nothing to show: what would fill it, and how."""

from dash import html

from dashboard.moment import Moment
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg

FILL = (
    ("muster demo", say("card.fill.demo")),
    ("muster publish FILE", say("card.fill.publish")),
    ("muster import MAPPING FILE", say("card.fill.import")),
)


def empty(moment: Moment, title: str, what: str) -> html.Div:
    """Give the panel of an empty page.

    What would fill it is said where nothing has been recorded at all: nobody on watch is offered
    made-up data on a system that is in use.
    """
    if not moment.is_empty:
        return html.Div(
            [html.H2(title), html.P(what), html.P(_why_here(moment))], className="empty-panel"
        )
    return html.Div(
        [
            html.H2(title),
            html.P(what),
            html.Dl(
                [
                    part
                    for command, words in FILL
                    for part in (html.Dt(html.Code(command)), html.Dd(words))
                ]
            ),
            html.P(say("card.fill.itself")),
        ],
        className="empty-panel",
    )


def nothing_yet(title: str, what: str) -> html.Div:
    """Give the panel of a page that is empty for a reason of its own, whatever was recorded."""
    return html.Div([html.H2(title), html.P(what)], className="empty-panel")


def _why_here(moment: Moment) -> str:
    return say(
        "card.fill.elsewhere",
        n=moment.head.seq,
        body=moment.body,
        as_of=dtg(moment.as_of),
        known_at=dtg(moment.known_at),
    )


def before_recording(moment: Moment) -> html.Div:
    """Give the panel of a view that is known at a moment before anything was recorded."""
    first = moment.ledger.first_recorded_at or moment.ledger.recorded_at
    return nothing_yet(
        say("card.before.title", at=dtg(moment.known_at)),
        say("card.before.text", first=dtg(first)),
    )
