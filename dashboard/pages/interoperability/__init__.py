"""Who can work with whom, and how well is that known?"""

from typing import Any

from dash import Dash, html

from dashboard.components.empty import empty
from dashboard.components.matrix import register_matrix
from dashboard.components.old_page import fill_page, page, page_outputs, page_state
from dashboard.moment import Moment
from dashboard.pages.interoperability import members, pair, pairs
from dashboard.pages.interoperability.facts import Facts, facts_of
from dashboard.queries import ReadModel
from dashboard.view import View
from dashboard.wording.catalogue import say

PATH, TITLE = pairs.PATH, say("interoperability.title")


def layout(view: View) -> html.Div:
    """Give the page without its data."""
    return page("interoperability", TITLE, pairs.section(), pair.section(), members.section())


def register(app: Dash, read_model: ReadModel) -> None:
    """Fill the page whenever the view, the feed's number or the colours change."""
    register_matrix(app, "pair-matrix")

    async def shown(moment: Moment) -> dict[str, Any]:
        return _shown(moment, await facts_of(read_model, moment))

    fill_page(app, read_model, _OUTPUTS, shown, layout(View()))


def _shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    return {
        **page_state("interoperability", None if facts.weakest else _empty(moment)),
        **pairs.shown(moment, facts),
        **pair.shown(moment, facts),
        **members.shown(moment, facts),
    }


def _empty(moment: Moment) -> html.Div:
    return empty(
        moment,
        say("interoperability.empty.title", body=moment.body),
        say("interoperability.empty.text"),
    )


_OUTPUTS = {
    **page_outputs("interoperability"),
    **pairs.OUTPUTS,
    **pair.OUTPUTS,
    **members.OUTPUTS,
}
