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


def of_note(fact: Fact) -> Iterable[Row]:
    """Return what was written about what."""
    note = fact.data
    assert isinstance(note, NoteAdded | AlertAcknowledged | ReviewNamed)
    return ((_KINDS[type(note)], note.about, note.text, note.author),)


NOTE = Projection(
    table="note",
    columns=("kind", "about", "text", "author"),
    rows_of=dict.fromkeys(_KINDS, of_note),
)
