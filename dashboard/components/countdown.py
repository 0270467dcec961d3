"""How long there is until a deadline: counted down in the browser while the page is live."""

from datetime import datetime

from dash import html

from dashboard.components.attributes import named
from dashboard.moment import Moment
from dashboard.view import written_instant
from dashboard.wording.promises import left


def countdown(deadline_at: datetime, moment: Moment) -> html.Span:
    """Give the time left at the page's moment; scripts/clock/countdown.js goes on counting."""
    return html.Span(
        left(deadline_at, moment.as_of),
        className="countdown",
        **named({"data-deadline": written_instant(deadline_at)}),
    )
