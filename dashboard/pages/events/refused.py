"""What could not become events, and what does not fit or contradicts."""

from dash import html

from dashboard import who
from dashboard.components.cards import Card
from dashboard.components.choices import links
from dashboard.components.grid import CHOSEN_BY_CLICK, Column, Grid, at_instant
from dashboard.components.parts import drawn
from dashboard.components.table import Kind
from dashboard.pages.events import letter_words, words
from dashboard.pages.events.data import PATH, Events, letter_state
from dashboard.pages.events.queries import Anomaly, Reason
from dashboard.queries.storing import DeadLetter
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg
from schemas.remedies import remedy


def _states(found: Events) -> html.Div:
    state = letter_state(found.moment.view)
    usual = found.moment.view.with_(state=None if state == "open" else state, letter=None)
    options = (
        (None, say("events.letters.open")),
        ("redriven", say("events.letters.redriven")),
        ("discarded", say("events.letters.discarded")),
    )
    return links(say("events.letters.which"), PATH, usual, "state", options)


def _reasons(found: Events) -> html.Div | None:
    if found.moment.view.group is None:
        return None
    usual = found.moment.view.with_(letter=None)
    return links(say("events.reason"), PATH, usual, "group", ((None, say("events.any_reason")),))


def _to_operators(title: str) -> str:
    """Give a title to operators; to others, who are shown no row, why not."""
    return title if who.may("administrator") else say("people.not_allowed.administrator")


REASONS = Card[Events](
    id="groups",
    look="area-groups only-dead-letters",
    heading="events.reasons_title",
    title=lambda found: _to_operators(words.open_letters(found.reasons)),
    subtitle=lambda _: say("events.reasons_about"),
    controls=drawn("groups-choice", _reasons, "pager"),
    body=Grid[Events, Reason](
        id="groups-grid",
        heads="events.groups.columns",
        nothing="events.dead.nothing",
        wrapped=("todo",),
        row_id="reason",
        options={"rowSelection": dict(CHOSEN_BY_CLICK)},
        rows=lambda found: found.reasons,
        columns=(
            Column("reason", 160, lambda one: one.reason),
            Column("open", 80, lambda one: one.open, Kind.COUNT),
            Column("redriven", 90, lambda one: one.redriven, Kind.COUNT),
            Column("discarded", 90, lambda one: one.discarded, Kind.COUNT),
            at_instant("newest", 140, lambda one: one.newest_at),
            Column("todo", 560, lambda one: remedy(one.reason)),
        ),
    ),
)

DEAD = Card[Events](
    id="dead",
    look="area-log only-dead-letters",
    heading="events.dead_letters",
    title=lambda found: _to_operators(words.dead_title(found.dead, found.stored)),
    subtitle=lambda found: words.dead_letters(found.dead_letters, found.dead),
    controls=drawn("dead-choice", _states, "pager"),
    body=Grid[Events, DeadLetter](
        id="dead-grid",
        heads="events.dead.columns",
        nothing="events.letters.nothing",
        wrapped=("detail", "identity"),
        row_id="key",
        key=letter_words.address,
        options={"rowSelection": dict(CHOSEN_BY_CLICK)},
        rows=lambda found: found.dead_letters,
        columns=(
            at_instant("recorded", 140, lambda one: one.recorded_at),
            Column("where", 140, lambda one: f"{one.topic}/{one.partition}"),
            Column("offset", 90, lambda one: one.offset, Kind.COUNT),
            Column("reason", 130, lambda one: one.reason),
            Column("detail", 260, lambda one: one.detail),
            Column("size", 90, lambda one: one.size_bytes, Kind.COUNT),
            Column(
                "identity",
                160,
                lambda one: " ".join(part for part in (one.source, one.event_id) if part),
            ),
        ),
    ),
)

ANOMALIES = Card[Events](
    id="anomalies",
    look="area-whole only-anomalies",
    heading="events.anomalies_title",
    title=lambda found: say("events.anomalies_found", n=len(found.anomalies)),
    subtitle=lambda found: say("events.anomalies_about", at=dtg(found.moment.as_of)),
    body=Grid[Events, Anomaly](
        id="anomalies-grid",
        heads="events.anomalies.columns",
        nothing="events.anomalies.nothing",
        rows=lambda found: found.anomalies,
        columns=(
            Column("kind", 150, lambda one: one.kind),
            Column("item", 260, lambda one: one.item),
            Column("anomaly", 300, lambda one: one.anomaly),
            Column("seq", 110, lambda one: one.newest_seq, Kind.COUNT),
        ),
    ),
)
