"""What can be brought in by somebody who has a table: mapped by example, checked, recorded."""

from dashboard.components.page import VIEW, Page
from dashboard.pages.importing import cards
from dashboard.recorders import Recording, read

PAGE = Page[Recording](
    name="importing",
    path="/import",
    heading="importing.title",
    parts=(cards.FILE, cards.MAPPING, cards.EVENTS, cards.REFUSED),
    read=read,
    empty=lambda _: None,
    follows=(VIEW,),
    is_always_now=True,
    only_for="recorder",
)
