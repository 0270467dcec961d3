"""The newest events about the body, as a list that the feed goes on filling."""

from typing import Any

from dashboard.components.cards import Card
from dashboard.components.events import event_item, event_list
from dashboard.components.parts import Own, Place, by_browser
from dashboard.pages.overview.data import Overview
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg

ID = "latest-events"


def _model(found: Overview) -> dict[str, Any]:
    return {
        "events": [event_item(event) for event in found.latest],
        "clock": found.moment.clock,
        # What the feed brings of other bodies does not belong into the list of this one.
        "body": found.moment.body,
    }


def _subtitle(found: Overview) -> str:
    at = dtg(found.moment.head.recorded_at)
    return say("overview.latest_subtitle", body=found.moment.body, at=at)


LATEST = Card[Overview](
    id="latest",
    look="area-latest",
    heading="overview.latest",
    subtitle=_subtitle,
    body=Own[Overview](
        lambda: event_list(ID),
        (Place(f"{ID}-model", "data", _model),),
        (by_browser("drawEvents", of=f"{ID}-model", into=f"{ID}-drawn"),),
    ),
)
