"""The chosen event in full, and what belongs to it."""

from dash import html

from dashboard.components.cards import Card
from dashboard.components.parts import drawn
from dashboard.pages.events.data import PATH, Events
from dashboard.pages.events.panel import envelope
from dashboard.pages.events.related import part_of, related
from dashboard.wording import names
from dashboard.wording.catalogue import say


def _title(found: Events) -> str:
    if found.chosen is None:
        return say("events.none_chosen")
    event = found.chosen.event
    return f"{names.event_kind(event.type)} {event.subject}"


def _subtitle(found: Events) -> str:
    if found.chosen is None:
        return say("events.choose")
    seq = f"{found.chosen.event.seq:,}"
    if found.moment.view.seq:
        return say("events.number", seq=seq)
    return say("events.newest_of_list", seq=seq)


def _panel(found: Events) -> html.Div | None:
    if found.chosen is None:
        return None
    chosen, view = found.chosen, found.moment.view
    return envelope(
        chosen.event, view, PATH, related(chosen.related, view, PATH), part_of(chosen.part_of)
    )


ENVELOPE = Card[Events](
    id="envelope",
    look="area-envelope only-events",
    heading="events.one",
    title=_title,
    subtitle=_subtitle,
    body=drawn("envelope-panel", _panel, "fill"),
)
