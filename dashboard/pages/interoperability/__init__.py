"""Who can work with whom, and how well is that known?"""

from dash import html

from dashboard.components.empty import empty
from dashboard.components.page import Page
from dashboard.pages.interoperability.data import PATH, Interoperability, read
from dashboard.pages.interoperability.members import MEMBERS
from dashboard.pages.interoperability.pair import PAIR
from dashboard.pages.interoperability.pairs import PAIRS
from dashboard.wording.catalogue import say


def _empty(found: Interoperability) -> html.Div | None:
    if found.weakest:
        return None
    title = say("interoperability.empty.title", body=found.moment.body)
    return empty(found.moment, title, say("interoperability.empty.text"))


PAGE = Page[Interoperability](
    name="interoperability",
    path=PATH,
    heading="interoperability.title",
    parts=(PAIRS, PAIR, MEMBERS),
    read=read,
    empty=_empty,
)
