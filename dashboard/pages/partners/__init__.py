"""Who belongs, and what does each bring beside its means?"""

from dash import html

from dashboard.components.empty import empty
from dashboard.components.page import Page
from dashboard.pages.partners.actor import ACTOR
from dashboard.pages.partners.agreed import AGREED
from dashboard.pages.partners.brings import BRINGS
from dashboard.pages.partners.data import PATH, Partners, read
from dashboard.pages.partners.insight import INSIGHT
from dashboard.pages.partners.notice import NOTICE
from dashboard.pages.partners.reporting import REPORTING
from dashboard.wording.catalogue import say


def _empty(found: Partners) -> html.Div | None:
    if found.belonging:
        return None
    title = say("partners.empty_title", body=found.moment.body)
    return empty(found.moment, title, say("partners.empty"))


PAGE = Page[Partners](
    name="partners",
    path=PATH,
    heading="partners.title",
    parts=(BRINGS, ACTOR, NOTICE, REPORTING, AGREED, INSIGHT),
    read=read,
    empty=_empty,
)
