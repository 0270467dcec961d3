"""A table on disk, row by row."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from streams.imports import files
from streams.imports.asked import ROW_NUMBER
from streams.imports.errors import ImportFailed
from streams.imports.files import Record
from streams.imports.language import Table

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """A row, its number as a spreadsheet shows it (the header is row 1), and what is wrong."""

    number: int
    cells: Row
    problem: str | None = None


class Rows(Protocol):
    """What a mapping is applied to: a table on disk, or what a query makes of it."""

    file_rows: int | None  # rows of the file read so far, where these are others
    columns: tuple[str, ...]

    def rows(self) -> Iterator[NumberedRow]:
        """Return the rows in order."""
        ...

    def between(self, first: str, last: str) -> tuple[str, ...]:
        """Return the columns from the first to the last named one."""
        ...


class TableFile:
    """A table on disk."""

    file_rows: int | None = None

    def __init__(self, path: Path, table: Table) -> None:
        self._path = path
        self._file = table
        self._is_ragged = files.kind_of(path, table) in files.WORKBOOKS
        self.columns = self._read_header()

    def rows(self) -> Iterator[NumberedRow]:
        """Return the rows in order; what does not fit under the header is said with the row."""
        records = files.records(self._path, self._file)
        next(records)
        for count, record in enumerate(records, start=1):
            cells = record.cells
            if self._is_ragged:  # a workbook keeps nothing behind a row's last cell
                cells = cells + [""] * (len(self.columns) - len(cells))
            own = dict(zip(self.columns, cells, strict=False))
            yield NumberedRow(
                record.number,
                {ROW_NUMBER: str(count)} | own,
                record.problem or self._misfit(record),
            )

    def between(self, first: str, last: str) -> tuple[str, ...]:
        """Return the columns from the first to the last named one."""
        return self.columns[self.columns.index(first) : self.columns.index(last) + 1]

    def _misfit(self, record: Record) -> str | None:
        surplus = [cell for cell in record.cells[len(self.columns) :] if cell.strip()]
        if surplus:
            return (
                f"has more cells than the {len(self.columns)} columns of the header; "
                "is a delimiter inside a cell without quotes?"
            )
        if len(record.cells) < len(self.columns) and not self._is_ragged:
            return f"has fewer cells than the {len(self.columns)} columns of the header"
        return None

    def _read_header(self) -> tuple[str, ...]:
        header = next(files.records(self._path, self._file), None)
        if header is None:
            raise ImportFailed(f"{self._path} is empty")
        return tuple(name.strip() for name in header.cells)
