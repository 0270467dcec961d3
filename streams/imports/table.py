"""A delimited text file, row by row."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from streams.imports.errors import ImportFailed, MappingError
from streams.imports.mapping import PLACE, Mapping, Rule

ROW_NUMBER = "#row"  # a column every table has: the number of the row
LONGEST_CELL = 1_000_000  # characters; csv's own limit is 131,072

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """A row and its number: 1 is the first one below the header."""

    number: int
    cells: Row


class TableFile:
    """A table on disk whose columns are those the mapping speaks of."""

    def __init__(self, path: Path, mapping: Mapping) -> None:
        self._path = path
        self._file = mapping.file
        self.columns = self._read_header()
        self._check_columns(mapping)

    def count(self) -> int:
        """Give the number of rows."""
        return sum(1 for _ in self._records()) - 1

    def rows(self) -> Iterator[NumberedRow]:
        """Give the rows in order; a row shorter than the header has empty cells at its end."""
        records = self._records()
        next(records)
        for number, record in enumerate(records, start=1):
            cells = [*record, *[""] * (len(self.columns) - len(record))]
            # A row longer than the header has cells nobody can name: keep them visible as one.
            extra = {"": " ".join(cells[len(self.columns) :]).strip()}
            own = dict(zip(self.columns, cells, strict=False))
            yield NumberedRow(number, {ROW_NUMBER: str(number)} | own | extra)

    def between(self, first: str, last: str) -> tuple[str, ...]:
        """Give the columns from the first to the last named one."""
        return self.columns[self.columns.index(first) : self.columns.index(last) + 1]

    def _records(self) -> Iterator[list[str]]:
        delimiter = self._file.delimiter or {"csv": ",", "tsv": "\t"}[self._file.format]
        csv.field_size_limit(LONGEST_CELL)
        try:
            with self._path.open(encoding=self._file.encoding, newline="") as lines:
                yield from (record for record in csv.reader(lines, delimiter=delimiter) if record)
        except UnicodeDecodeError as error:
            raise ImportFailed(
                f"{self._path} is not {self._file.encoding} at byte {error.start}; "
                "set file.encoding in the mapping"
            ) from error
        except csv.Error as error:
            raise ImportFailed(f"{self._path}: {error}") from error
        except OSError as error:
            raise ImportFailed(f"{self._path}: {error.strerror}") from error

    def _read_header(self) -> tuple[str, ...]:
        header = next(self._records(), None)
        if header is None:
            raise ImportFailed(f"{self._path} is empty")
        return tuple(name.strip() for name in header)

    def _check_columns(self, mapping: Mapping) -> None:
        for n, event in enumerate(mapping.events):
            wanted = {f"events[{n}].key": event.key, f"events[{n}].only": tuple(event.only)}
            wanted[f"events[{n}].skip_missing"] = event.skip_missing
            wanted[f"events[{n}].time"] = columns_of(event.time)
            for name, rule in event.fields.items():
                if isinstance(rule, Rule):
                    wanted[f"events[{n}].fields.{name}"] = columns_of(rule)
            self._check(mapping.name, wanted)

    def _check(self, mapping: str, wanted: dict[str, tuple[str, ...]]) -> None:
        for key, columns in wanted.items():
            for column in columns:
                if column not in (ROW_NUMBER, *self.columns):
                    raise MappingError(mapping, key, f"{self._path.name} has no column {column!r}")


def columns_of(rule: Rule) -> tuple[str, ...]:
    """Give the columns a rule names."""
    listed = rule.columns or tuple(rule.flags or rule.filled or ())
    named = listed or tuple(PLACE.findall(rule.text or ""))
    return (rule.column,) if rule.column is not None else named
