"""What was said, by whom, when, and what became of it?"""

import asyncio
from dataclasses import dataclass
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Output, html

from dashboard import names
from dashboard.components.card import card
from dashboard.components.choices import links, register_selector, selector
from dashboard.components.empty import empty
from dashboard.components.envelope import envelope
from dashboard.components.events import event_item
from dashboard.components.page import fill_page, page, page_outputs, page_state
from dashboard.components.table import grid
from dashboard.moment import Moment
from dashboard.queries import ReadModel
from dashboard.queries.rows import DeadLetter, EventLine, EventText, PartitionState
from dashboard.view import View
from dashboard.wording import events as wording
from dashboard.wording.numbers import counted, dtg

PATH, TITLE = "/events", "Events"

MOST_EVENTS = 500
MOST_SEARCHED = 1000
MOST_DEAD_LETTERS = 200
ANY_KIND = "ALL"


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the page shows, from one moment."""

    events: list[EventLine]
    chosen: EventText | None
    dead_letters: list[DeadLetter]
    partitions: list[PartitionState]


def layout(view: View) -> html.Div:
    """Give the page without its data."""
    return page(
        "events",
        TITLE,
        html.Div(
            [html.Div(id="show-choice"), selector("type", "Kind", 170), _filter_form()],
            className="toolbar",
        ),
        card(
            "log",
            grid(
                "log-grid",
                _EVENT_COLUMNS,
                row_id="key",
                rowSelection={
                    "mode": "singleRow",
                    "checkboxes": False,
                    "enableClickSelection": True,
                },
            ),
            title="Event log",
            class_name="area-log only-events",
        ),
        card(
            "envelope",
            html.Div(id="envelope-panel", className="fill"),
            title="One event",
            class_name="area-envelope only-events",
        ),
        card(
            "dead",
            grid("dead-grid", _DEAD_COLUMNS),
            title="Dead letters",
            class_name="area-whole only-dead-letters",
        ),
    )


def register(app: Dash, read_model: ReadModel) -> None:
    """Fill the page whenever the view or the feed's number changes."""
    register_selector(app, "type")

    async def shown(moment: Moment) -> dict[str, Any]:
        return _shown(moment, await _facts(read_model, moment))

    fill_page(app, read_model, _OUTPUTS, shown)


async def _facts(ask: ReadModel, moment: Moment) -> Facts:
    view = moment.view
    events, dead_letters, partitions = await asyncio.gather(
        ask.events(
            moment.known_at,
            max_rows=MOST_SEARCHED if view.text else MOST_EVENTS,
            type=view.type,
            subject=view.subject,
            occurred_to=view.as_of,
        ),
        ask.dead_letters(MOST_DEAD_LETTERS),
        ask.system_state(),
    )
    if view.text:
        wanted = view.text.casefold()
        events = [event for event in events if wanted in _searched(event)]
    seq = view.seq or (events[0].seq if events else None)
    chosen = await ask.event(seq) if seq is not None else None
    return Facts(events, chosen, dead_letters, partitions)


def _searched(event: EventLine) -> str:
    return f"{event.summary} {event.subject} {event.source} {event.event_id}".casefold()


def _shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    view = moment.view
    show = view.show or "events"
    dead = sum(state.dead for state in facts.partitions)
    is_empty = moment.is_empty and not dead
    return {
        **page_state("events", _empty() if is_empty else None, f"shows-{show}"),
        **_choice_outputs(view, dead),
        **_log_outputs(moment, facts),
        **_envelope_outputs(facts, view),
        "dead_title": f"{counted(dead, 'dead letter')} among "
        f"{counted(sum(s.next_offset for s in facts.partitions), 'offset')} read",
        "dead_subtitle": wording.dead_letters(facts.dead_letters, dead),
        "dead_rows": [_dead_row(letter) for letter in facts.dead_letters],
    }


def _empty() -> html.Div:
    return empty(
        "No events yet",
        "This page lists every event recorded, newest first, with the text that was received.",
    )


def _choice_outputs(view: View, dead: int) -> dict[str, Any]:
    usual = view.with_(show=None) if view.show == "events" else view
    return {
        "choices": links(
            "What to list",
            PATH,
            usual,
            "show",
            ((None, "Events"), ("dead-letters", f"Dead letters ({dead:,})")),
        ),
        "kinds": [
            {"value": ANY_KIND, "label": "All kinds"},
            *({"value": code, "label": name} for code, name in names.EVENT_KINDS.items()),
        ],
        "kind": view.type or ANY_KIND,
    }


def _log_outputs(moment: Moment, facts: Facts) -> dict[str, Any]:
    most = MOST_SEARCHED if moment.view.text else MOST_EVENTS
    recorded = f"{counted(moment.head.seq, 'event')} recorded"
    return {
        "log_title": "No events recorded"
        if moment.is_empty
        else f"{recorded}, data to {dtg(moment.head.recorded_at)}",
        "log_subtitle": wording.summary(len(facts.events), moment.head.seq, moment.view, most),
        "log_rows": [event_item(event) for event in facts.events],
    }


def _envelope_outputs(facts: Facts, view: View) -> dict[str, Any]:
    if facts.chosen is None:
        return {
            "envelope_title": "No event chosen",
            "envelope_subtitle": "Choose a row to see the event in full.",
            "envelope": None,
        }
    chosen = facts.chosen
    return {
        "envelope_title": f"{names.event_kind(chosen.type)} {chosen.subject}",
        "envelope_subtitle": f"Event {chosen.seq:,}"
        + ("" if view.seq else ", the newest of the list; choose a row to see another"),
        "envelope": envelope(chosen, view, PATH),
    }


def _dead_row(letter: DeadLetter) -> dict[str, Any]:
    return {
        "recorded": dtg(letter.recorded_at),
        "where": f"{letter.topic}/{letter.partition}",
        "offset": letter.offset,
        "reason": letter.reason,
        "detail": letter.detail,
        "size": letter.size_bytes,
        "identity": " ".join(part for part in (letter.source, letter.event_id) if part) or "–",
    }


def _filter_form() -> html.Form:
    return html.Form(
        [
            html.Label("Subject", htmlFor="filter-subject"),
            dmc.TextInput(id="filter-subject", size="xs", w=150, placeholder="EST or EST+FIN"),
            html.Label("Text", htmlFor="filter-text"),
            dmc.TextInput(id="filter-text", size="xs", w=180, placeholder="words in the event"),
            html.Button("Filter", type="submit", className="button"),
        ],
        id="log-filter",
        className="choice",
        method="get",
    )


_EVENT_COLUMNS = (
    ("seq", "Number", 84),
    ("when", "Occurred", 132),
    ("kind", "Kind", 108),
    ("subject", "Subject", 104),
    ("what", "What", 300),
    ("state", "State", 104),
    ("recorded", "Recorded", 132),
)
_DEAD_COLUMNS = (
    ("recorded", "Recorded", 140),
    ("where", "Topic/partition", 170),
    ("offset", "Offset", 90),
    ("reason", "Reason", 150),
    ("detail", "Detail", 400),
    ("size", "Bytes", 90),
    ("identity", "Source and id", 200),
)
_OUTPUTS = {
    **page_outputs("events"),
    "choices": Output("show-choice", "children"),
    "kinds": Output("choose-type", "data"),
    "kind": Output("choose-type", "value"),
    "log_title": Output("log-title", "children"),
    "log_subtitle": Output("log-subtitle", "children"),
    "log_rows": Output("log-grid", "rowData"),
    "envelope_title": Output("envelope-title", "children"),
    "envelope_subtitle": Output("envelope-subtitle", "children"),
    "envelope": Output("envelope-panel", "children"),
    "dead_title": Output("dead-title", "children"),
    "dead_subtitle": Output("dead-subtitle", "children"),
    "dead_rows": Output("dead-grid", "rowData"),
}
