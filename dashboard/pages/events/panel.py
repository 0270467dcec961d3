"""One event in full: what it is, where it came from, and the text that was received."""

import json
from typing import Any

from dash import html

from dashboard.components.whatif import without_event
from dashboard.queries.ledger import EventText
from dashboard.view import View
from dashboard.wording import names
from dashboard.wording.catalogue import say
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
            *_of_facts(event, view),
        ],
        className="envelope",
    )


def _of_facts(event: EventText, view: View) -> list[Any]:
    """Give what only an event of the ledger has: its text as received, and what if without it."""
    if view.whatif:
        return []
    received = html.A(say("events.envelope.as_received"), href=f"/api/events/{event.seq}")
    return [
        html.P(received, className="stat-note"),
        *without_event(event.seq, event.occurred_at, view),
    ]


def _facts(event: EventText, view: View, path: str) -> list[tuple[html.Dt, html.Dd]]:
    facts: list[tuple[str, Any]] = [
        (
            say("events.envelope.kind"),
            say(
                "events.envelope.kind_is",
                kind=names.event_kind(event.type),
                type=event.type,
                version=event.version,
            ),
        ),
        (say("events.envelope.occurred"), occurred(event.occurred_at, event.date_precision)),
        (
            say("events.envelope.recorded"),
            say("events.envelope.recorded_as", at=dtg(event.recorded_at), seq=f"{event.seq:,}"),
        ),
        (
            say("events.envelope.source"),
            html.Span(f"{event.source} {event.event_id}", className="mono"),
        ),
        (say("events.envelope.marking"), event.classification),
        (
            say("events.envelope.received"),
            say(
                "events.envelope.received_at",
                topic=event.topic,
                partition=event.partition,
                offset=f"{event.offset:,}",
            ),
        ),
        *_further_facts(event, view, path),
    ]
    return [(html.Dt(name), html.Dd(value)) for name, value in facts]


def _further_facts(event: EventText, view: View, path: str) -> list[tuple[str, Any]]:
    """Give what only some events have: an amendment, a flag, others they belong to."""
    facts: list[tuple[str, Any]] = []
    if event.amended:
        amended = say("events.envelope.amended", how=event.amended)
        facts.append((say("events.envelope.state"), amended))
    if event.flag:
        flagged = say("events.envelope.flagged", flag=event.flag)
        facts.append((say("events.envelope.flag"), flagged))
    if event.root_seq:
        link = html.A(
            say("events.envelope.event", seq=f"{event.root_seq:,}"),
            href=view.with_(seq=event.root_seq).href(path),
        )
        facts.append((say("events.envelope.amends"), link))
    if event.correlation_id:
        facts.append(
            (say("events.envelope.correlation"), html.Span(event.correlation_id, className="mono"))
        )
    if event.causation_id:
        facts.append(
            (say("events.envelope.cause"), html.Span(event.causation_id, className="mono"))
        )
    return facts


def _pretty(text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text
