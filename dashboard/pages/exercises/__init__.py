"""Which exercises are planned, were held or given up, and how did each go?"""

from dash import html

from dashboard.components.empty import empty
from dashboard.components.page import Page
from dashboard.pages.exercises.data import PATH, Exercises, read
from dashboard.pages.exercises.exercise import EXERCISE
from dashboard.pages.exercises.listing import LISTING
from dashboard.pages.exercises.strip import STRIP
from dashboard.pages.exercises.toolbar import TOOLBAR
from dashboard.wording.catalogue import say


def _empty(found: Exercises) -> html.Div | None:
    if found.exercises or found.record is not None:
        return None
    return empty(found.moment, say("exercises.empty.title"), say("exercises.empty.what"))


PAGE = Page[Exercises](
    name="exercises",
    path=PATH,
    heading="exercises.title",
    parts=(TOOLBAR, STRIP, EXERCISE, LISTING),
    read=read,
    empty=_empty,
)
