"""What did people at the screens write?"""

from collections.abc import Iterable

from schemas.events import AlertAcknowledged, EventData, NoteAdded, ReviewNamed
from streams.events.recorded import Fact
from streams.projections.projection import Projection, Row

_KINDS: dict[type[EventData], str] = {
    NoteAdded: "note",
    AlertAcknowledged: "acknowledgement",
    ReviewNamed: "review",
}


class NoteRow(Row, frozen=True, kw_only=True):
    """What somebody wrote about something: a note, an acknowledgement or a review."""

    kind: str
    about: str
    text: str | None
    author: str


def of_note(fact: Fact) -> Iterable[NoteRow]:
    """Return what was written about what."""
    note = fact.data
    assert isinstance(note, NoteAdded | AlertAcknowledged | ReviewNamed)
    return (
        NoteRow(kind=_KINDS[type(note)], about=note.about, text=note.text, author=note.author),
    )


NOTE = Projection(table="note", row=NoteRow, rows_of=dict.fromkeys(_KINDS, of_note))
