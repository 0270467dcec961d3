"""Who belongs, and what does each bring beside its means?"""

from typing import Any

from dash import Dash, html

from dashboard.components.empty import empty
from dashboard.components.old_page import fill_page, page, page_outputs, page_state
from dashboard.moment import Moment
from dashboard.pages.partners import actor, bringing, offered, reporting, sharing
from dashboard.pages.partners.facts import Facts, facts_of
from dashboard.queries import ReadModel
from dashboard.view import View
from dashboard.wording.catalogue import say

PATH, TITLE = "/partners", say("partners.title")

PARTS = (bringing, actor, offered, sharing, reporting)


def layout(view: View) -> html.Div:
    """Give the page without its data."""
    return page(
        "partners",
        TITLE,
        bringing.section(),
        actor.section(),
        offered.notice_section(),
        reporting.section(),
        offered.agreed_section(),
        sharing.section(),
    )


def register(app: Dash, read_model: ReadModel) -> None:
    """Fill the page whenever the view, the feed's number or the colours change."""

    async def shown(moment: Moment) -> dict[str, Any]:
        return _shown(moment, await facts_of(read_model, moment))

    fill_page(app, read_model, _OUTPUTS, shown, layout(View()))


def _shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    shown = page_state("partners", None if facts.belonging else _empty(moment))
    for part in PARTS:
        shown.update(part.shown(moment, facts))
    return shown


def _empty(moment: Moment) -> html.Div:
    return empty(moment, say("partners.empty_title", body=moment.body), say("partners.empty"))


_OUTPUTS = {
    **page_outputs("partners"),
    **{name: output for part in PARTS for name, output in part.OUTPUTS.items()},
}
