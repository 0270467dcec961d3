"""A table on disk, row by row, with the columns that its mapping speaks of."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from streams.imports import files, words
from streams.imports.errors import ImportFailed, MappingError
from streams.imports.files import Record
from streams.imports.language import Mapping, Rule, columns_of

ROW_NUMBER = "#row"  # a column every table has: the rows below the header, counted from 1
OTHER_DELIMITERS = (";", "\t", "|", ",")

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """A row, its number as a spreadsheet shows it (the header is row 1), and what is wrong."""

    number: int
    cells: Row
    problem: str | None = None


class TableFile:
    """A table on disk whose columns are those the mapping speaks of."""

    def __init__(self, path: Path, mapping: Mapping) -> None:
        self._path = path
        self._file = mapping.file
        self._is_ragged = files.kind_of(path, mapping.file) == "xlsx"
        self.columns = self._read_header()
        self._check_columns(mapping)

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

    def _check_columns(self, mapping: Mapping) -> None:
        for n, event in enumerate(mapping.events):
            wanted = {f"events[{n}].key": event.key, f"events[{n}].only": tuple(event.only)}
            wanted[f"events[{n}].skip_missing"] = event.skip_missing
            wanted[f"events[{n}].time"] = columns_of(event.time)
            for name, rule in event.fields.items():
                if isinstance(rule, Rule):
                    wanted[f"events[{n}].fields.{name}"] = columns_of(rule)
            self._check(mapping.name, wanted)
            for name, rule in event.fields.items():
                if isinstance(rule, Rule) and rule.columns is not None:
                    self._check_range(mapping.name, f"events[{n}].fields.{name}", rule.columns)

    def _check(self, mapping: str, wanted: dict[str, tuple[str, ...]]) -> None:
        for key, columns in wanted.items():
            for column in columns:
                if column not in (ROW_NUMBER, *self.columns):
                    raise MappingError(
                        mapping,
                        key,
                        f"{self._path.name} has no column {column!r}{self._seen(column)}",
                    )
                self._require_once(mapping, key, column)

    def _check_range(self, mapping: str, key: str, ends: tuple[str, str]) -> None:
        between = self.between(*ends)
        if not between:
            raise MappingError(
                mapping, key, f"{ends[1]!r} stands before {ends[0]!r} in the header"
            )
        for column in between:
            self._require_once(mapping, key, column)

    def _require_once(self, mapping: str, key: str, column: str) -> None:
        if self.columns.count(column) > 1:
            places = [str(n) for n, name in enumerate(self.columns, start=1) if name == column]
            raise MappingError(
                mapping,
                key,
                f"{self._path.name} has the column {column!r} more than once "
                f"(columns {', '.join(places)}); give each a name of its own",
            )

    def _seen(self, column: str) -> str:
        """Say what the header is, and what may have been meant."""
        hint = words.nearest(column, self.columns)
        if len(self.columns) == 1:
            inside = [mark for mark in OTHER_DELIMITERS if mark in self.columns[0]]
            hint += f"; set file.delimiter = {inside[0]!r} if that is one" if inside else ""
        return f"{hint}; its header is {words.listed(self.columns)}"
