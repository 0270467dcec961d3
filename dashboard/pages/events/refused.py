"""What could not become events, and what does not fit or contradicts."""

from dashboard.components.cards import Card
from dashboard.components.grid import Column, Grid, at_instant
from dashboard.components.table import Kind
from dashboard.pages.events import words
from dashboard.pages.events.data import Events
from dashboard.pages.events.queries import Anomaly
from dashboard.queries.storing import DeadLetter
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg

DEAD = Card[Events](
    id="dead",
    look="area-whole only-dead-letters",
    heading="events.dead_letters",
    title=lambda found: words.dead_title(found.dead, found.stored),
    subtitle=lambda found: words.dead_letters(found.dead_letters, found.dead),
    body=Grid[Events, DeadLetter](
        id="dead-grid",
        heads="events.dead.columns",
        nothing="events.dead.nothing",
        rows=lambda found: found.dead_letters,
        columns=(
            at_instant("recorded", 140, lambda one: one.recorded_at),
            Column("where", 170, lambda one: f"{one.topic}/{one.partition}"),
            Column("offset", 90, lambda one: one.offset, Kind.COUNT),
            Column("reason", 150, lambda one: one.reason),
            Column("detail", 400, lambda one: one.detail),
            Column("size", 90, lambda one: one.size_bytes, Kind.COUNT),
            Column(
                "identity",
                200,
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
