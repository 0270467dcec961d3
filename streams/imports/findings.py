"""What a reader of an import should know: nothing is left out silently."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from streams.imports.errors import Unconvertible, shortened


class RefusedRow(NamedTuple):
    """A row (or one event of it) that cannot become an event, and why."""

    number: int
    field: str
    problem: str
    value: str | None
    hint: str

    @property
    def reason(self) -> str:
        """Return the sentence that says why."""
        place = f"{self.field}: " if self.field else ""
        value = "" if self.value is None else f"{shortened(self.value)!r} "
        return f"{place}{value}{self.problem}{self.hint}"


class Group(NamedTuple):
    """Rows that were refused for the same reason."""

    field: str
    problem: str
    rows: list[RefusedRow]


@dataclass(slots=True)
class Findings:
    """Counts of one import: rows read, events made, and everything that went another way."""

    rows: int = 0
    file_rows: int | None = None  # of the file itself, where a query made the rows of it
    events: int = 0
    by_type: Counter[str] = field(default_factory=Counter[str])  # of those events
    empty_rows: int = 0  # rows that gave no event because the mapping says so
    skipped: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    refused: list[RefusedRow] = field(default_factory=list[RefusedRow])
    notes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def note(self, message: str, row_number: int) -> None:
        """Remember something that was decided while reading that row."""
        self.notes[message].append(row_number)

    def skip(self, why: str, row_number: int) -> None:
        """Remember why the mapping leaves a row out; once for each row."""
        rows = self.skipped[why]
        if not rows or rows[-1] != row_number:
            rows.append(row_number)

    def refuse(self, row_number: int, error: Unconvertible) -> None:
        """Remember that a row (or one event of it) cannot become an event."""
        self.refused.append(
            RefusedRow(row_number, error.field, error.problem, error.value, error.hint)
        )

    @property
    def refused_rows(self) -> int:
        """Return how many rows were refused, in whole or in part."""
        return len({row.number for row in self.refused})

    def groups(self) -> list[Group]:
        """Return the refused rows by reason, the most frequent first."""
        found: dict[tuple[str, str], list[RefusedRow]] = defaultdict(list)
        for row in self.refused:
            found[row.field, row.problem].append(row)
        groups = [Group(*reason, rows) for reason, rows in found.items()]
        return sorted(groups, key=lambda group: -len(group.rows))
