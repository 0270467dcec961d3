"""What is short of a requirement."""

from dashboard.components.cards import Card
from dashboard.components.grid import Column, Grid, actor, area, hidden, why
from dashboard.components.table import Kind
from dashboard.components.why import reference
from dashboard.pages.lessons import words
from dashboard.pages.lessons.data import Lessons
from dashboard.pages.lessons.queries import Gap
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg

GAPS = Card[Lessons](
    id="gaps",
    look="area-gaps",
    heading="lessons.title",
    title=lambda found: words.gaps_title(found.gaps),
    subtitle=lambda found: say("lessons.gaps.subtitle", at=dtg(found.moment.as_of)),
    body=Grid[Lessons, Gap](
        id="gaps-grid",
        heads="lessons.gaps.columns",
        nothing="lessons.gaps.nothing",
        wrapped=("actor", "area", "gap", "index"),
        row_id=("actor", "area"),
        rows=lambda found: words.short(found.gaps),
        columns=(
            actor("actor", 104, lambda one: one.actor, with_code=False),
            area("area", 104, lambda one: one.area),
            Column("gap", 76, lambda one: one.gap, Kind.NUMBER, words=words.gap_words),
            Column("index", 96, lambda one: one.index, Kind.NUMBER, words=words.index_words),
            why(lambda one: reference("readiness", one.actor, one.area)),
            hidden("target_index", lambda one: one.target_index, Kind.NUMBER),
            hidden("last_index", lambda one: one.last_index, Kind.NUMBER),
            hidden("last_gap", lambda one: one.last_gap, Kind.NUMBER),
        ),
    ),
)
