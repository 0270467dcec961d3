"""What needs a response now, what is then to be done, and how much a watch is asked to bear."""

from dash import html

from dashboard.components.empty import nothing_yet
from dashboard.components.page import Page
from dashboard.pages.alerts import cards
from dashboard.pages.alerts.data import Alerts, read
from dashboard.wording.catalogue import say


def _empty(found: Alerts) -> html.Div | None:
    if found.rules or found.alerts:
        return None
    return nothing_yet(say("alerts.empty_title"), say("alerts.empty"))


PAGE = Page[Alerts](
    name="alerts",
    path="/alerts",
    heading="alerts.title",
    parts=(cards.OPEN, cards.LOAD, cards.WORST, cards.RULES, cards.SHELVES, cards.HISTORY),
    read=read,
    empty=_empty,
    is_always_now=True,
    is_personal=True,
)
