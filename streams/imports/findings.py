"""What a reader of an import should know: nothing is left out silently."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row (or one event of it) that cannot become an event, and why."""

    number: int
    reason: str


@dataclass(slots=True)
class Findings:
    """Counts of one import: rows read, events made, and everything that went another way."""

    rows: int = 0
    events: int = 0
    skipped: Counter[str] = field(default_factory=Counter[str])
    refused: list[RefusedRow] = field(default_factory=list[RefusedRow])
    notes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def note(self, message: str, row_number: int) -> None:
        """Remember something that was decided while reading that row."""
        self.notes[message].append(row_number)
