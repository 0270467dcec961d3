"""What must be remedied, by whom and until when, and which exercise must prove that it helped?"""

from typing import Any

from dash import Dash, html

from dashboard.components.empty import empty
from dashboard.components.filters import register_filter
from dashboard.components.old_page import fill_page, page, page_outputs, page_state
from dashboard.moment import Moment
from dashboard.pages.lessons import board, one, weights
from dashboard.pages.lessons.facts import Facts, facts_of
from dashboard.queries import ReadModel
from dashboard.view import View
from dashboard.wording.catalogue import say

PATH, TITLE = "/lessons", say("lessons.title")


def layout(view: View) -> html.Div:
    """Give the page without its data."""
    return page(
        "lessons",
        TITLE,
        board.toolbar(),
        board.section(),
        one.section(),
        weights.burden_section(),
        weights.gaps_section(),
    )


def register(app: Dash, read_model: ReadModel) -> None:
    """Fill the page whenever the view or the feed's number changes."""
    for name in board.FILTERS:
        register_filter(app, "lessons", name)

    async def shown(moment: Moment) -> dict[str, Any]:
        return _shown(moment, await facts_of(read_model, moment))

    fill_page(app, read_model, _OUTPUTS, shown, layout(View()))


def _shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    is_empty = not facts.board.lessons and not facts.board.gaps
    return {
        **page_state("lessons", _empty(moment) if is_empty else None),
        **board.shown(moment, facts),
        **weights.shown(moment, facts),
        **one.shown(moment, facts),
    }


def _empty(moment: Moment) -> html.Div:
    return empty(moment, say("lessons.empty.title"), say("lessons.empty.what"))


_OUTPUTS = {
    **page_outputs("lessons"),
    **board.OUTPUTS,
    **weights.OUTPUTS,
    **one.OUTPUTS,
}
