"""When does a body meet, what does it decide, and are its commitments kept?"""

from typing import Any

from dash import Dash, html, no_update

from dashboard.components.empty import empty
from dashboard.components.old_page import fill_page, page, page_outputs, page_state
from dashboard.moment import Moment
from dashboard.pages.summits import (
    consensus,
    deciding,
    due,
    encounter,
    presence,
    promises,
    rhythm,
)
from dashboard.pages.summits.facts import Facts, facts_of
from dashboard.queries import ReadModel
from dashboard.view import View
from dashboard.wording.catalogue import say

PATH, TITLE = "/summits", say("summits.title")

# As they stand on the page, row by row; one meeting stands beside the strip it is chosen on.
PARTS = (rhythm, promises, deciding, presence, consensus, due)


def layout(view: View) -> html.Div:
    """Give the page without its data."""
    first, *others = (part.section() for part in PARTS)
    return page("summits", TITLE, first, encounter.section(), *others)


def register(app: Dash, read_model: ReadModel) -> None:
    """Fill the page whenever the view, the feed's number or the colours change."""
    rhythm.register(app)
    promises.register(app)
    encounter.register(app, read_model)

    async def shown(moment: Moment) -> dict[str, Any]:
        return _shown(moment, await facts_of(read_model, moment))

    fill_page(app, read_model, _OUTPUTS, shown, layout(View()))


FIGURES = ("cadence_figure", "promise_figure")


def _shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    shown = page_state("summits", _empty(moment) if facts.is_empty else None)
    for part in PARTS:
        shown.update(part.shown(moment, facts))
    if facts.is_empty:
        # A chart of nothing in a card that is hidden has no size to be drawn in.
        shown.update(dict.fromkeys(FIGURES, no_update))
    return shown


def _empty(moment: Moment) -> html.Div:
    return empty(moment, say("summits.empty_title", body=moment.body), say("summits.empty"))


_OUTPUTS = {
    **page_outputs("summits"),
    **{name: output for part in PARTS for name, output in part.OUTPUTS.items()},
}
