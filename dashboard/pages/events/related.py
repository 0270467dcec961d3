"""What belongs to one event: amendments, causes, effects, correlation, and its readings."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.attributes import named
from dashboard.components.why import why
from dashboard.pages.events.queries import PartOf, Related
from dashboard.view import View
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import occurred


def related(found: Sequence[Related], view: View, path: str) -> html.Div:
    """Give the events that belong to one, each with what it is to it."""
    if not found:
        return html.Div(html.P(say("events.nothing_belongs"), className="muted"))
    return html.Div(
        [
            html.H3(say("events.belongs")),
            html.Ul([_related(one, view, path) for one in found], className="related-list"),
        ]
    )


def part_of(found: Sequence[PartOf]) -> html.Div:
    """Give the readings an event is a part of; each opens its explanation."""
    if not found:
        return html.Div(html.P(say("events.no_part"), className="muted"))
    return html.Div(
        [
            html.H3(say("events.part_of")),
            html.Div([_reading(one) for one in found], className="related-readings"),
        ]
    )


def _related(one: Related, view: View, path: str) -> html.Li:
    return html.Li(
        [
            html.Span(_relation(one.relation), className="related-kind"),
            html.Span(occurred(one.occurred_at, one.date_precision), className="mono"),
            html.A(
                names.plain(one.summary),
                href=view.with_(seq=one.seq).href(path),
                **named({"data-go": ""}),
            ),
        ]
    )


def _relation(relation: str) -> str:
    return {
        "amends": say("events.relations.amends"),
        "amended by": say("events.relations.amended_by"),
        "caused by": say("events.relations.caused_by"),
        "caused": say("events.relations.caused"),
    }.get(relation, say("events.relations.correlated"))


def _reading(one: PartOf) -> html.Button:
    if one.other_actor and one.dimension:
        pair = f"{one.actor}+{one.other_actor}"
        words = names.pair(one.actor, one.other_actor)
        what = names.DIMENSIONS.get(one.dimension, one.dimension).lower()
        return _button(words, what, why("interop", pair, one.dimension))
    area = one.area or ""
    return _button(
        names.actor(one.actor), names.area_inside(area), why("readiness", one.actor, area)
    )


def _button(actor: str, what: str, attributes: dict[str, Any]) -> html.Button:
    words = say("events.reading", actor=actor, what=what)
    return html.Button(words, type="button", className="button quiet", **attributes)
