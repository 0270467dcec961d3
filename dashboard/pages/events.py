"""What was said, by whom, when, and what became of it?"""

import asyncio
from dataclasses import dataclass
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Output, dcc, html

from dashboard.components.card import card
from dashboard.components.choices import links, register_selector, selector
from dashboard.components.empty import empty
from dashboard.components.envelope import envelope
from dashboard.components.events import event_item
from dashboard.components.old_page import fill_page, page, page_outputs, page_state
from dashboard.components.related import part_of, related
from dashboard.components.table import Kind, beside, columns, grid
from dashboard.components.values import instant_value
from dashboard.moment import Moment
from dashboard.queries import ReadModel
from dashboard.queries import events as queries
from dashboard.queries.rows import DeadLetter, EventLine, EventText, PartitionState
from dashboard.view import View
from dashboard.wording import events as wording
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import dtg

PATH, TITLE = "/events", say("events.title")

MOST_EVENTS = 500
STATES = ("amended", "flagged")
MOST_DEAD_LETTERS = 200
ANY_KIND = "ALL"


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the page shows, from one moment."""

    events: list[EventLine]
    goes_on_before: int | None
    chosen: EventText | None
    related: list[queries.Related]
    part_of: list[queries.PartOf]
    dead_letters: list[DeadLetter]
    partitions: list[PartitionState]
    anomalies: list[queries.Anomaly]


def layout(view: View) -> html.Div:
    """Give the page without its data."""
    return page(
        "events",
        TITLE,
        html.Div(
            [
                html.Div(id="show-choice"),
                selector("type", say("events.kind"), 150),
                html.Div(id="state-choice"),
                _filter_form(),
            ],
            className="toolbar",
        ),
        card(
            "log",
            grid(
                "log-grid",
                _EVENT_COLUMNS,
                empty=say("card.nothing.events"),
                wrapped=("kind", "subject", "what", "state"),
                row_id="key",
                rowSelection={
                    "mode": "singleRow",
                    "checkboxes": False,
                    "enableClickSelection": True,
                },
            ),
            controls=html.Div(id="log-pager", className="pager"),
            title=TITLE,
            class_name="area-log only-events",
        ),
        card(
            "envelope",
            html.Div(id="envelope-panel", className="fill"),
            title=say("events.one"),
            class_name="area-envelope only-events",
        ),
        card(
            "dead",
            grid("dead-grid", _DEAD_COLUMNS, empty=say("card.nothing.dead")),
            title=say("events.dead_letters"),
            class_name="area-whole only-dead-letters",
        ),
        card(
            "anomalies",
            grid("anomalies-grid", _ANOMALY_COLUMNS, empty=say("card.nothing.anomalies")),
            title=say("events.anomalies"),
            class_name="area-whole only-anomalies",
        ),
    )


def register(app: Dash, read_model: ReadModel) -> None:
    """Fill the page whenever the view or the feed's number changes."""
    register_selector(app, "type")

    async def shown(moment: Moment) -> dict[str, Any]:
        return _shown(moment, await _facts(read_model, moment))

    fill_page(app, read_model, _OUTPUTS, shown, layout(View()))


async def _facts(ask: ReadModel, moment: Moment) -> Facts:
    view = moment.view
    if view.state not in (None, *STATES):
        view = view.with_(state=None)
    found, dead_letters, partitions, anomalies = await asyncio.gather(
        queries.find(ask, view, moment.known_at, moment.head.seq, MOST_EVENTS),
        ask.dead_letters(MOST_DEAD_LETTERS),
        ask.system_state(),
        queries.anomalies(ask, moment.as_of, moment.known_at),
    )
    events, goes_on = found.events, found.goes_on_before
    seq = view.seq or (events[0].seq if events else None)
    if seq is None:
        return Facts(events, goes_on, None, [], [], dead_letters, partitions, anomalies)
    chosen, related_to, in_readings = await asyncio.gather(
        ask.event(seq),
        queries.related(ask, seq, moment.known_at),
        queries.part_of(ask, seq, moment.known_at),
    )
    return Facts(
        events, goes_on, chosen, related_to, in_readings, dead_letters, partitions, anomalies
    )


def _shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    view = moment.view
    show = view.show or "events"
    dead = sum(state.dead for state in facts.partitions)
    is_empty = moment.is_empty and not dead
    return {
        **page_state("events", _empty(moment) if is_empty else None, f"shows-{show}"),
        **_choice_outputs(view, dead, len(facts.anomalies)),
        **_log_outputs(moment, facts),
        **_envelope_outputs(facts, view),
        "dead_title": wording.dead_title(
            dead, sum(state.next_offset for state in facts.partitions)
        ),
        "dead_subtitle": wording.dead_letters(facts.dead_letters, dead),
        "dead_rows": [_dead_row(letter) for letter in facts.dead_letters],
        "anomalies_title": say("events.anomalies_found", n=len(facts.anomalies)),
        "anomalies_subtitle": say("events.anomalies_about", at=dtg(moment.as_of)),
        "anomalies_rows": [_anomaly_row(one) for one in facts.anomalies],
    }


def _empty(moment: Moment) -> html.Div:
    return empty(moment, say("events.empty.title"), say("events.empty.text"))


def _choice_outputs(view: View, dead: int, anomalies: int) -> dict[str, Any]:
    usual = view.with_(show=None) if view.show == "events" else view
    return {
        "choices": links(
            say("events.what_to_list"),
            PATH,
            usual,
            "show",
            (
                (None, TITLE),
                ("dead-letters", say("events.dead_letters_n", dead=f"{dead:,}")),
                ("anomalies", say("events.anomalies_n", count=f"{anomalies:,}")),
            ),
        ),
        "kinds": [
            {"value": ANY_KIND, "label": say("events.all_kinds")},
            *({"value": code, "label": name} for code, name in names.EVENT_KINDS.items()),
        ],
        "kind": view.type or ANY_KIND,
        "states": links(
            say("events.state"),
            PATH,
            view.with_(before=None, seq=None),
            "state",
            (
                (None, say("events.all")),
                ("amended", say("events.amended")),
                ("flagged", say("events.flagged")),
            ),
        ),
        "actor": view.actor or "",
    }


def _log_outputs(moment: Moment, facts: Facts) -> dict[str, Any]:
    return {
        "log_title": say("events.none_recorded")
        if moment.is_empty
        else say("events.recorded", n=moment.head.seq, at=dtg(moment.head.recorded_at)),
        "log_subtitle": wording.summary(
            len(facts.events),
            moment.head.seq,
            moment.view,
            MOST_EVENTS,
            goes_on_before=facts.goes_on_before,
        ),
        "log_rows": [event_item(event) for event in facts.events],
        "pager": _pager(moment.view, facts),
    }


def _pager(view: View, facts: Facts) -> list[dcc.Link]:
    """Give the ways to older events, and back to the newest."""
    ways = []
    if view.exercise is not None:
        href = view.with_(exercise=None, before=None, seq=None).href(PATH)
        ways.append(dcc.Link(say("events.of_any_exercise"), href=href))
    if view.before is not None:
        href = view.with_(before=None, seq=None).href(PATH)
        ways.append(dcc.Link(say("events.newest"), href=href))
    if len(facts.events) == MOST_EVENTS:
        href = view.with_(before=facts.events[-1].seq, seq=None).href(PATH)
        ways.append(dcc.Link(say("events.older"), href=href))
    if facts.goes_on_before is not None:
        href = view.with_(before=facts.goes_on_before, seq=None).href(PATH)
        ways.append(dcc.Link(say("events.search_on"), href=href))
    return ways


def _envelope_outputs(facts: Facts, view: View) -> dict[str, Any]:
    if facts.chosen is None:
        return {
            "envelope_title": say("events.none_chosen"),
            "envelope_subtitle": say("events.choose"),
            "envelope": None,
        }
    chosen = facts.chosen
    return {
        "envelope_title": f"{names.event_kind(chosen.type)} {chosen.subject}",
        "envelope_subtitle": say("events.number", seq=f"{chosen.seq:,}")
        if view.seq
        else say("events.newest_of_list", seq=f"{chosen.seq:,}"),
        "envelope": envelope(
            chosen, view, PATH, related(facts.related, view, PATH), part_of(facts.part_of)
        ),
    }


def _anomaly_row(one: queries.Anomaly) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "item": one.item,
        "anomaly": one.anomaly,
        "seq": one.newest_seq,
    }


def _dead_row(letter: DeadLetter) -> dict[str, Any]:
    return {
        "recorded": instant_value(letter.recorded_at),
        "where": f"{letter.topic}/{letter.partition}",
        "offset": letter.offset,
        "reason": letter.reason,
        "detail": letter.detail,
        "size": letter.size_bytes,
        "identity": " ".join(part for part in (letter.source, letter.event_id) if part),
    }


def _filter_form() -> html.Form:
    return html.Form(
        [
            html.Label(say("events.actor"), htmlFor="filter-actor"),
            dmc.TextInput(
                id="filter-actor", size="xs", w=72, placeholder=say("events.actor_hint")
            ),
            html.Label(say("events.subject"), htmlFor="filter-subject"),
            dmc.TextInput(
                id="filter-subject", size="xs", w=130, placeholder=say("events.subject_hint")
            ),
            html.Label(say("events.text"), htmlFor="filter-text"),
            dmc.TextInput(id="filter-text", size="xs", w=180, placeholder=say("events.text_hint")),
            html.Button(say("events.filter"), type="submit", className="button"),
        ],
        id="log-filter",
        className="choice",
        method="get",
    )


_EVENT_COLUMNS = [
    *columns(
        texts("events.columns"),
        ("seq", 76, Kind.COUNT),
        ("at", 140, Kind.INSTANT),
        ("kind", 96),
        ("subject", 84),
        ("what", 200),
        ("state", 84),
        ("recorded", 140, Kind.INSTANT),
    ),
    *beside(
        ("precision", Kind.TEXT),
        ("type", Kind.TEXT),
        ("marking", Kind.TEXT),
        ("source", Kind.TEXT),
        ("id", Kind.TEXT),
    ),
]
_ANOMALY_COLUMNS = columns(
    texts("events.anomaly_columns"),
    ("kind", 150),
    ("item", 260),
    ("anomaly", 300),
    ("seq", 110, Kind.COUNT),
)
_DEAD_COLUMNS = columns(
    texts("events.dead_columns"),
    ("recorded", 140, Kind.INSTANT),
    ("where", 170),
    ("offset", 90, Kind.COUNT),
    ("reason", 150),
    ("detail", 400),
    ("size", 90, Kind.COUNT),
    ("identity", 200),
)
_OUTPUTS = {
    **page_outputs("events"),
    "choices": Output("show-choice", "children"),
    "kinds": Output("choose-type", "data"),
    "kind": Output("choose-type", "value"),
    "log_title": Output("log-title", "children"),
    "log_subtitle": Output("log-subtitle", "children"),
    "log_rows": Output("log-grid", "rowData"),
    "pager": Output("log-pager", "children"),
    "states": Output("state-choice", "children"),
    "actor": Output("filter-actor", "value"),
    "envelope_title": Output("envelope-title", "children"),
    "envelope_subtitle": Output("envelope-subtitle", "children"),
    "envelope": Output("envelope-panel", "children"),
    "dead_title": Output("dead-title", "children"),
    "dead_subtitle": Output("dead-subtitle", "children"),
    "dead_rows": Output("dead-grid", "rowData"),
    "anomalies_title": Output("anomalies-title", "children"),
    "anomalies_subtitle": Output("anomalies-subtitle", "children"),
    "anomalies_rows": Output("anomalies-grid", "rowData"),
}
