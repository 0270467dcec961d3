"""Does the system itself work: is everything stored, by whom, and who may see what?"""

from dash import html

from dashboard.components.empty import empty
from dashboard.components.page import Page
from dashboard.pages.system import cards
from dashboard.pages.system.data import System, read
from dashboard.wording.catalogue import say


def _empty(found: System) -> html.Div | None:
    if found.partitions:
        return None
    return empty(found.moment, say("system.empty_title"), say("system.empty"))


PAGE = Page[System](
    name="system",
    path="/system",
    heading="system.title",
    parts=(
        cards.PARTITIONS,
        cards.WORKERS,
        cards.RATES,
        cards.REASONS,
        cards.VERIFIED,
        cards.VIEWERS,
    ),
    read=read,
    empty=_empty,
    is_always_now=True,
    only_for="administrator",
)
