"""The card of the page about the trail."""

from dashboard.components.cards import Card
from dashboard.components.grid import Column, Grid, at_instant, worded
from dashboard.components.table import Kind
from dashboard.pages.audit import words
from dashboard.pages.audit.data import Audit
from dashboard.pages.audit.queries import AuditEntry

TRAIL = Card[Audit](
    id="trail",
    look="area-whole",
    title=lambda found: words.title(found.state),
    subtitle=lambda found: words.about(found.state, len(found.entries)),
    body=Grid[Audit, AuditEntry](
        id="trail-grid",
        heads="audit.trail.columns",
        nothing="audit.trail.nothing",
        row_id="number",
        rows=lambda found: found.entries,
        columns=(
            Column("number", 84, lambda one: one.number, Kind.COUNT),
            at_instant("at", 150, lambda one: one.happened_at),
            worded("act", 190, lambda one: one.act, words.act),
            worded("outcome", 100, lambda one: one.outcome, words.outcome),
            Column("who", 190, words.who),
            Column("origin", 190, lambda one: one.origin),
            Column("subject", 240, lambda one: one.subject),
            Column("detail", 340, words.detail),
        ),
    ),
)
