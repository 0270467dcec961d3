"""What did people do, who was refused what, and from where?"""

from dash import html

from dashboard.components.empty import nothing_yet
from dashboard.components.page import Page
from dashboard.pages.audit.cards import TRAIL
from dashboard.pages.audit.data import Audit, read
from dashboard.wording.catalogue import say


def _empty(found: Audit) -> html.Div | None:
    if found.entries:
        return None
    return nothing_yet(say("audit.empty_title"), say("audit.empty"))


PAGE = Page[Audit](
    name="audit",
    path="/audit",
    heading="audit.title",
    parts=(TRAIL,),
    read=read,
    empty=_empty,
    is_always_now=True,
    only_for="administrator",
)
