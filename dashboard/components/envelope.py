"""One event in full: what it is, where it came from, and the text that was received."""

import json
from typing import Any

from dash import html

from dashboard import names
from dashboard.queries.rows import EventText
from dashboard.view import View
from dashboard.wording.numbers import dtg, occurred


def envelope(event: EventText, view: View, path: str, *belongings: html.Div) -> html.Div:
    """Give the facts of an event, what belongs to it, and its raw text."""
    return html.Div(
        [
            html.P(names.plain(event.summary), className="envelope-summary"),
            html.Dl(
                [part for fact in _facts(event, view, path) for part in fact], className="facts"
            ),
            *belongings,
            html.Pre(_pretty(event.event), className="raw mono", tabIndex=0),
            html.P(html.A("As received", href=f"/api/events/{event.seq}"), className="stat-note"),
        ],
        className="envelope",
    )


def _facts(event: EventText, view: View, path: str) -> list[tuple[html.Dt, html.Dd]]:
    facts: list[tuple[str, Any]] = [
        ("Kind", f"{names.event_kind(event.type)} ({event.type}, version {event.version})"),
        ("Occurred", occurred(event.occurred_at, event.date_precision)),
        ("Recorded", f"{dtg(event.recorded_at)} as number {event.seq:,}"),
        ("Source and id", html.Span(f"{event.source} {event.event_id}", className="mono")),
        ("Marking", event.classification),
        ("Received on", f"{event.topic}/{event.partition} at {event.offset:,}"),
    ]
    if event.amended:
        facts.append(("State", f"{event.amended} by a later event"))
    if event.flag:
        facts.append(("Flag", f"{event.flag}: kept, without effect"))
    if event.root_seq:
        link = html.A(f"event {event.root_seq:,}", href=view.with_(seq=event.root_seq).href(path))
        facts.append(("Amends", link))
    if event.correlation_id:
        facts.append(("Correlation", html.Span(event.correlation_id, className="mono")))
    if event.causation_id:
        facts.append(("Cause", html.Span(event.causation_id, className="mono")))
    return [(html.Dt(name), html.Dd(value)) for name, value in facts]


def _pretty(text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text
