"""What is the situation: what changed, what is worst, what is old, what was promised?"""

from dash import html

from dashboard.components.empty import empty
from dashboard.components.page import Page
from dashboard.pages.overview.commitments import COMMITMENTS
from dashboard.pages.overview.data import Overview, read
from dashboard.pages.overview.dimensions import DIMENSION_COUNTS
from dashboard.pages.overview.latest import LATEST
from dashboard.pages.overview.readiness import READINESS
from dashboard.pages.overview.situation import SITUATION
from dashboard.wording.catalogue import say


def _empty(found: Overview) -> html.Div | None:
    if not found.moment.is_empty:
        return None
    return empty(found.moment, say("overview.empty.title"), say("overview.empty.text"))


PAGE = Page[Overview](
    name="overview",
    path="/",
    heading="overview.title",
    parts=(SITUATION, DIMENSION_COUNTS, READINESS, LATEST, COMMITMENTS),
    read=read,
    empty=_empty,
)
