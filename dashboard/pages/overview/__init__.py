"""What is the situation: what changed, what is worst, what is old, what was promised?"""

from typing import Any

from dash import Dash, Output, html

from dashboard.components.card import card
from dashboard.components.empty import empty
from dashboard.components.events import event_item, event_list, register_event_list
from dashboard.components.matrix import register_matrix
from dashboard.components.old_page import fill_page, page, page_outputs, page_state
from dashboard.moment import Moment
from dashboard.pages.overview import commitments, dimensions, readiness, situation
from dashboard.pages.overview.facts import Facts, facts_of
from dashboard.queries import ReadModel
from dashboard.view import View
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg

PATH, TITLE = "/", say("overview.title")


def layout(view: View) -> html.Div:
    """Give the page without its data."""
    return page(
        "overview",
        TITLE,
        situation.section(),
        dimensions.section(),
        readiness.section(),
        card(
            "latest",
            event_list("latest-events"),
            title=say("overview.latest"),
            class_name="area-latest",
        ),
        commitments.section(),
    )


def register(app: Dash, read_model: ReadModel) -> None:
    """Fill the page whenever the view, the feed's number or the colours change."""
    register_matrix(app, "readiness-matrix")
    register_event_list(app, "latest-events")

    async def shown(moment: Moment) -> dict[str, Any]:
        return _shown(moment, await facts_of(read_model, moment))

    fill_page(app, read_model, _OUTPUTS, shown, layout(View()))


def _shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    return {
        **page_state("overview", _empty(moment) if moment.is_empty else None),
        **situation.shown(moment, facts),
        **dimensions.shown(moment, facts),
        **readiness.shown(moment, facts),
        **commitments.shown(moment, facts),
        "latest": {
            "events": [event_item(event) for event in facts.latest],
            "clock": moment.clock,
            # What the feed brings of other bodies does not belong into the list of this one.
            "body": moment.body,
        },
        "latest_subtitle": say(
            "overview.latest_subtitle", body=moment.body, at=dtg(moment.head.recorded_at)
        ),
    }


def _empty(moment: Moment) -> html.Div:
    return empty(
        moment,
        say("overview.empty.title"),
        say("overview.empty.text"),
    )


_OUTPUTS = {
    **page_outputs("overview"),
    **situation.OUTPUTS,
    **dimensions.OUTPUTS,
    **readiness.OUTPUTS,
    **commitments.OUTPUTS,
    "latest": Output("latest-events-model", "data"),
    "latest_subtitle": Output("latest-subtitle", "children"),
}
