"""One event as the lists show it: the same words whether it came with the page or by the feed."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.components.values import instant_value, said
from dashboard.queries.ledger import EventLine
from dashboard.wording import names
from dashboard.wording.events import state
from dashboard.wording.numbers import occurred


def event_item(event: EventLine, bodies: Sequence[str] = ()) -> dict[str, Any]:
    """Give an event as JSON for the browser, every text ready to be shown."""
    when = occurred(event.occurred_at, event.date_precision)
    return {
        "key": str(event.seq),
        "bodies": list(bodies),
        "seq": event.seq,
        **said("at", instant_value(event.occurred_at), when),
        "when": when,
        "recorded": instant_value(event.recorded_at),
        "precision": event.date_precision,
        "type": event.type,
        "kind": names.event_kind(event.type),
        "subject": event.subject,
        "what": names.plain(event.summary),
        "state": state(event),
        "marking": event.classification,
        "source": event.source,
        "id": event.event_id,
    }


def event_list(id: str) -> html.Div:
    """Give the place of a list of events, which scripts/live/event-list.js keeps up to date."""
    return html.Div(
        [
            html.Ol(id=id, className="event-list"),
            dcc.Store(id=f"{id}-model"),
            dcc.Store(id=f"{id}-drawn"),
        ],
        className="event-frame",
    )
