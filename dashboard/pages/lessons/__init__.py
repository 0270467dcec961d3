"""What must be remedied, by whom and until when, and which exercise must prove that it helped?"""

from dash import html

from dashboard.components.empty import empty
from dashboard.components.page import Page
from dashboard.pages.lessons.board import BOARD, TOOLBAR
from dashboard.pages.lessons.burden import BURDEN
from dashboard.pages.lessons.data import PATH, Lessons, read
from dashboard.pages.lessons.gaps import GAPS
from dashboard.pages.lessons.one import ONE
from dashboard.wording.catalogue import say


def _empty(found: Lessons) -> html.Div | None:
    if found.lessons or found.gaps:
        return None
    return empty(found.moment, say("lessons.empty.title"), say("lessons.empty.what"))


PAGE = Page[Lessons](
    name="lessons",
    path=PATH,
    heading="lessons.title",
    parts=(TOOLBAR, BOARD, ONE, BURDEN, GAPS),
    read=read,
    empty=_empty,
)
