"""How did readiness and interoperability move, and where do values stop comparing?"""

from dash import html

from dashboard.components.empty import empty
from dashboard.components.page import Page
from dashboard.pages.trends.choices import TOOLBAR
from dashboard.pages.trends.data import PATH, Trends, read
from dashboard.pages.trends.story import is_interop
from dashboard.pages.trends.trend import TREND
from dashboard.wording import names
from dashboard.wording.catalogue import say


def _empty(found: Trends) -> html.Div | None:
    if found.story.drawn:
        return None
    view = found.moment.view
    whose = names.actor(view.actor) if view.actor else found.moment.body
    return empty(found.moment, say("trends.empty.title", whose=whose), say("trends.empty.text"))


PAGE = Page[Trends](
    name="trends",
    path=PATH,
    heading="trends.heading",
    parts=(TOOLBAR, TREND),
    read=read,
    empty=_empty,
    marks=lambda found: ["is-interop"] if is_interop(found.moment.view) else [],
)
