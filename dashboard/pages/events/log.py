"""The events, newest first."""

from dash import dcc

from dashboard.components.cards import Card
from dashboard.components.grid import CHOSEN_BY_CLICK, Column, Grid, at_instant, hidden
from dashboard.components.parts import drawn
from dashboard.components.table import Kind
from dashboard.pages.events import words
from dashboard.pages.events.data import MOST_EVENTS, PATH, Events
from dashboard.queries.ledger import EventLine
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.events import state
from dashboard.wording.numbers import dtg, occurred


def _title(found: Events) -> str:
    if found.moment.is_empty:
        return say("events.none_recorded")
    head = found.moment.head
    return say("events.recorded", n=head.seq, at=dtg(head.recorded_at))


def _subtitle(found: Events) -> str:
    return words.summary(
        len(found.events),
        found.moment.head.seq,
        found.moment.view,
        MOST_EVENTS,
        goes_on_before=found.goes_on_before,
    )


def _pager(found: Events) -> list[dcc.Link]:
    """Give the ways to older events, and back to the newest."""
    view = found.moment.view
    ways: list[dcc.Link] = []
    if view.exercise is not None:
        href = view.with_(exercise=None, before=None, seq=None).href(PATH)
        ways.append(dcc.Link(say("events.of_any_exercise"), href=href))
    if view.before is not None:
        href = view.with_(before=None, seq=None).href(PATH)
        ways.append(dcc.Link(say("events.newest"), href=href))
    if len(found.events) == MOST_EVENTS:
        href = view.with_(before=found.events[-1].seq, seq=None).href(PATH)
        ways.append(dcc.Link(say("events.older"), href=href))
    if found.goes_on_before is not None:
        href = view.with_(before=found.goes_on_before, seq=None).href(PATH)
        ways.append(dcc.Link(say("events.search_on"), href=href))
    return ways


LOG = Card[Events](
    id="log",
    look="area-log only-events",
    heading="events.title",
    title=_title,
    subtitle=_subtitle,
    controls=drawn("log-pager", _pager, "pager"),
    body=Grid[Events, EventLine](
        id="log-grid",
        heads="events.log.columns",
        nothing="events.log.nothing",
        wrapped=("kind", "subject", "what", "state"),
        row_id="key",
        key=lambda one: str(one.seq),
        options={"rowSelection": dict(CHOSEN_BY_CLICK)},
        rows=lambda found: found.events,
        columns=(
            Column("seq", 76, lambda one: one.seq, Kind.COUNT),
            at_instant(
                "at",
                140,
                lambda one: one.occurred_at,
                words=lambda one: occurred(one.occurred_at, one.date_precision),
            ),
            Column("kind", 96, lambda one: names.event_kind(one.type)),
            Column("subject", 84, lambda one: one.subject),
            Column("what", 200, lambda one: names.plain(one.summary)),
            Column("state", 84, state),
            at_instant("recorded", 140, lambda one: one.recorded_at),
            hidden("precision", lambda one: one.date_precision),
            hidden("type", lambda one: one.type),
            hidden("marking", lambda one: one.classification),
            hidden("source", lambda one: one.source),
            hidden("id", lambda one: one.event_id),
        ),
    ),
)
