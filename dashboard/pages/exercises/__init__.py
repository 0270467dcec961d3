"""What is exercised when, how did each exercise go, and what came to light in it?"""

from typing import Any

from dash import Dash, html

from dashboard.components.empty import empty
from dashboard.components.filters import register_filter
from dashboard.components.old_page import fill_page, page, page_outputs, page_state
from dashboard.moment import Moment
from dashboard.pages.exercises import one, schedule
from dashboard.pages.exercises.facts import Facts, facts_of
from dashboard.queries import ReadModel
from dashboard.view import View
from dashboard.wording.catalogue import say

PATH, TITLE = "/exercises", say("exercises.title")


def layout(view: View) -> html.Div:
    """Give the page without its data."""
    return page(
        "exercises",
        TITLE,
        schedule.toolbar(),
        schedule.strip(),
        one.section(),
        schedule.listing(),
    )


def register(app: Dash, read_model: ReadModel) -> None:
    """Fill the page whenever the view or the feed's number changes."""
    for name in schedule.FILTERS:
        register_filter(app, "exercises", name)

    async def shown(moment: Moment) -> dict[str, Any]:
        return _shown(moment, await facts_of(read_model, moment))

    fill_page(app, read_model, _OUTPUTS, shown, layout(View()))


def _shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    is_empty = not facts.exercises and facts.record is None
    return {
        **page_state("exercises", _empty(moment) if is_empty else None),
        **schedule.shown(moment, facts),
        **one.shown(moment, facts),
    }


def _empty(moment: Moment) -> html.Div:
    return empty(moment, say("exercises.empty.title"), say("exercises.empty.what"))


_OUTPUTS = {
    **page_outputs("exercises"),
    **schedule.OUTPUTS,
    **one.OUTPUTS,
}
