"""Has a table the columns that its mapping speaks of?"""

from pathlib import Path

from streams.imports import words
from streams.imports.asked import ROW_NUMBER
from streams.imports.errors import MappingError
from streams.imports.language import Mapping, Rule, columns_of
from streams.imports.querying import QueriedTable
from streams.imports.table import Rows, TableFile

OTHER_DELIMITERS = (";", "\t", "|", ",")


def opened(path: Path, mapping: Mapping) -> Rows:
    """Return the table that a mapping is applied to: the file, or what its query makes of it.

    Raises MappingError when it lacks a column that the mapping names, or has one of them twice.
    """
    table = TableFile(path, mapping.file)
    if mapping.query is None:
        _Columns(mapping.name, path.name, table).require(mapping)
        return table
    queried = QueriedTable(mapping, mapping.query, table)
    _Columns(mapping.name, "what the query gives", queried).require(mapping)
    return queried


class _Columns:
    """The columns of a table, and the mapping that needs some of them."""

    def __init__(self, mapping: str, called: str, table: Rows) -> None:
        self._mapping = mapping
        self._called = called
        self._table = table

    def require(self, mapping: Mapping) -> None:
        for n, event in enumerate(mapping.events):
            wanted = {f"events[{n}].key": event.key, f"events[{n}].only": tuple(event.only)}
            wanted[f"events[{n}].skip_missing"] = event.skip_missing
            wanted[f"events[{n}].time"] = columns_of(event.time)
            for name, rule in event.fields.items():
                if isinstance(rule, Rule):
                    wanted[f"events[{n}].fields.{name}"] = columns_of(rule)
            self._require_all(wanted)
            for name, rule in event.fields.items():
                if isinstance(rule, Rule) and rule.columns is not None:
                    self._require_range(f"events[{n}].fields.{name}", rule.columns)

    def _require_all(self, wanted: dict[str, tuple[str, ...]]) -> None:
        for key, columns in wanted.items():
            for column in columns:
                if column not in (ROW_NUMBER, *self._table.columns):
                    problem = f"{self._called} has no column {column!r}{self._seen(column)}"
                    raise MappingError(self._mapping, key, problem)
                self._require_once(key, column)

    def _require_range(self, key: str, ends: tuple[str, str]) -> None:
        between = self._table.between(*ends)
        if not between:
            problem = f"{ends[1]!r} stands before {ends[0]!r} in the header"
            raise MappingError(self._mapping, key, problem)
        for column in between:
            self._require_once(key, column)

    def _require_once(self, key: str, column: str) -> None:
        places = [str(n) for n, name in enumerate(self._table.columns, 1) if name == column]
        if len(places) > 1:
            raise MappingError(
                self._mapping,
                key,
                f"{self._called} has the column {column!r} more than once "
                f"(columns {', '.join(places)}); give each a name of its own",
            )

    def _seen(self, column: str) -> str:
        """Say what the header is, and what may have been meant."""
        columns = self._table.columns
        hint = words.nearest(column, columns)
        if len(columns) == 1:
            inside = [mark for mark in OTHER_DELIMITERS if mark in columns[0]]
            hint += f"; set file.delimiter = {inside[0]!r} if that is one" if inside else ""
        return f"{hint}; its header is {words.listed(columns)}"
