"""What could move how soon: bands of notice."""

from dash import html

from dashboard.components.bars import Bar, bars
from dashboard.components.cards import Card
from dashboard.components.grid import Column, Grid
from dashboard.components.parts import region
from dashboard.components.table import Kind
from dashboard.pages.partners import words
from dashboard.pages.partners.data import Partners
from dashboard.pages.partners.queries import NoticeBand
from dashboard.wording.catalogue import say


def _bars(found: Partners) -> html.Table:
    most = max((band.quantity for band in found.bands), default=0)
    rows = [
        Bar(words.notice(one), one.quantity / most if most else 0, said, said)
        for one in found.bands
        for said in [words.offered(one)]
    ]
    heads = (say("partners.notice.band"), say("partners.notice.units"))
    return bars(say("partners.notice.caption"), heads, rows)


NOTICE = Card[Partners](
    id="notice",
    look="area-notice",
    heading="partners.notice.title",
    title=lambda found: words.notice_title(found.bands),
    subtitle=lambda found: say("partners.notice.subtitle", at=found.at),
    body=region("notice-table", _bars, look="fill-scroll", label="partners.notice.title"),
    table=Grid[Partners, NoticeBand](
        id="notice-grid",
        heads="partners.notice.columns",
        nothing="partners.notice.nothing",
        rows=lambda found: found.bands,
        columns=(
            Column("band", 120, lambda one: one.band, Kind.COUNT, words=words.notice),
            Column("units", 80, lambda one: one.quantity, Kind.COUNT),
            Column("offers", 80, lambda one: one.offers, Kind.COUNT),
            Column("actors", 90, lambda one: one.actors, Kind.COUNT),
            Column("late", 80, lambda one: one.late, Kind.COUNT),
        ),
    ),
)
