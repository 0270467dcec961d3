"""What was said, by whom, when, and what became of it?"""

from dash import html

from dashboard.components.empty import empty
from dashboard.components.page import Page
from dashboard.pages.events.data import PATH, Events, read
from dashboard.pages.events.envelope import ENVELOPE
from dashboard.pages.events.letter import LETTER
from dashboard.pages.events.log import LOG
from dashboard.pages.events.refused import ANOMALIES, DEAD, REASONS
from dashboard.pages.events.toolbar import TOOLBAR
from dashboard.wording.catalogue import say


def _empty(found: Events) -> html.Div | None:
    if not found.moment.is_empty or found.dead:
        return None
    return empty(found.moment, say("events.empty.title"), say("events.empty.text"))


PAGE = Page[Events](
    name="events",
    path=PATH,
    heading="events.title",
    parts=(TOOLBAR, LOG, ENVELOPE, REASONS, DEAD, LETTER, ANOMALIES),
    read=read,
    empty=_empty,
    marks=lambda found: [f"shows-{found.moment.view.show or 'events'}"],
)
