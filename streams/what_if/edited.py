"""The events that a what-if edits (pure)."""

from typing import NamedTuple

from schemas.envelope import Decoded
from streams.events.recorded import Recorded


class Changed(NamedTuple):
    """An event as it is in the ledger, and what it says in the what-if."""

    event: Recorded
    instead: Decoded


class Edited(NamedTuple):
    """The events that are not in the what-if, that say something else in it, and that came."""

    removed: tuple[Recorded, ...]
    changed: tuple[Changed, ...]
    added: tuple[Decoded, ...]

    @property
    def label_ids(self) -> list[int]:
        """Return the label of every event that is edited."""
        events = (*self.removed, *(one.event for one in self.changed))
        found = {one.label_id for one in events}
        return sorted(found | {one.label.label_id for one in self.added})
