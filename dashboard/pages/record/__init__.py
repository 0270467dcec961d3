"""What can be typed in by somebody who has no system: any event, and what became of it."""

from dashboard.components.page import VIEW, Page
from dashboard.pages.record import form
from dashboard.recorders import Recording, read

PAGE = Page[Recording](
    name="record",
    path="/record",
    heading="record.title",
    parts=(form.FORM, form.EVENT),
    read=read,
    empty=lambda _: None,
    follows=(VIEW,),
    is_always_now=True,
    only_for="recorder",
)
