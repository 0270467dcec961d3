"""A SELECT over a table on disk, asked by a process of its own before the mapping sees a row.

What SQL is good at is left to it: wide to long, code tables, the first known of several columns,
a row beside the one before. The engine gets every cell as text and the number of its row, and
neither a file nor a network; what it may take of memory and time is bounded.
"""
# pyright: standard

import bisect
import math
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

import msgspec
import pyarrow as pa

from streams.imports import words
from streams.imports.asked import ROW_NUMBER, Answered, Asked
from streams.imports.ended import complaint_of
from streams.imports.errors import ImportFailed, MappingError
from streams.imports.language import ITSELF, Mapping, Query
from streams.imports.plain import text_of
from streams.imports.table import NumberedRow, Row, TableFile

BATCH_ROWS = 2_000
SECONDS = 600
MEMORY_BYTES = 512 * 1024**2

_decode = msgspec.json.Decoder(Answered).decode


class Limits(NamedTuple):
    """What a query may take. What does not fit into the memory goes to the disk."""

    seconds: float
    memory_bytes: int

    def as_arguments(self) -> tuple[str, str]:
        """Return them as the process takes them."""
        return str(self.memory_bytes), str(math.ceil(self.seconds))

    def __str__(self) -> str:
        """Say them as a person would."""
        return f"{self.seconds:g} s or {self.memory_bytes // 1024**2} MB of memory"


class QueriedTable:
    """The rows that a mapping's query makes of a table on disk."""

    def __init__(
        self,
        mapping: Mapping,
        query: Query,
        itself: TableFile,
        *,
        seconds: float = SECONDS,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        """Raise MappingError when the query is none, or does not fit the columns of the table."""
        self._limits = Limits(seconds, memory_bytes)
        self.file_rows: int | None = 0
        self._mapping = mapping
        self._query = query
        self._tables = {ITSELF: itself} | {
            name: TableFile(Path(path), mapping.file) for name, path in query.tables.items()
        }
        for name, table in self._tables.items():
            _require_names(mapping, name, table)
        with self._asked(wants_rows=False) as (given, answer):
            for table in self._tables.values():
                _send(given, table, ())
            given.close()
            self.columns = tuple(self._answered(answer).columns)

    def rows(self) -> Iterator[NumberedRow]:
        """Return first the rows of the file that cannot be read, then those of the query."""
        places = _Places()
        self.file_rows = 0
        with self._asked(wants_rows=True) as (given, answer):
            for name, table in self._tables.items():
                broken: list[NumberedRow] = []
                _send(given, table, self._readable(name, table, places, broken))
                yield from broken
            given.close()
            self._answered(answer)
            with pa.ipc.open_stream(answer) as stream:
                for batch in stream:
                    yield from self._numbered(batch, places)

    def between(self, first: str, last: str) -> tuple[str, ...]:
        """Return the columns from the first to the last named one."""
        return self.columns[self.columns.index(first) : self.columns.index(last) + 1]

    def _readable(
        self, name: str, table: TableFile, places: "_Places", broken: list[NumberedRow]
    ) -> Iterator[Row]:
        for row in table.rows():
            if name == ITSELF:
                self.file_rows = int(row.cells[ROW_NUMBER])
                places.add(int(row.cells[ROW_NUMBER]), row.number)
                if row.problem:
                    broken.append(row)
                    continue
            elif row.problem:
                raise ImportFailed(f"{self._query.tables[name]}, row {row.number}: {row.problem}")
            yield {
                column: cell
                for column, cell in row.cells.items()
                if cell.strip() not in self._mapping.missing
            }

    def _numbered(self, batch: pa.RecordBatch, places: "_Places") -> Iterator[NumberedRow]:
        decimal, missing = self._mapping.file.decimal, next(iter(self._mapping.missing), "")
        columns = [column.to_pylist() for column in batch.columns]
        for values in zip(*columns, strict=True):
            cells = {
                name: missing if value is None else text_of(value, decimal)
                for name, value in zip(batch.schema.names, values, strict=True)
            }
            number = places.number_of(cells[ROW_NUMBER])
            problem = None if number else f'the query gives it no "{ROW_NUMBER}" of the file'
            yield NumberedRow(number or 0, cells, problem)

    @contextmanager
    def _asked(self, *, wants_rows: bool) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
        asked = Asked(sql=self._query.sql, tables=list(self._tables), wants_rows=wants_rows)
        command = [sys.executable, "-m", "streams.imports.query_child"]
        with tempfile.TemporaryDirectory(prefix="muster-query-") as folder:
            child = subprocess.Popen(
                [*command, folder, *self._limits.as_arguments()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            assert child.stdin is not None
            assert child.stdout is not None
            assert child.stderr is not None
            watch = threading.Timer(self._limits.seconds, child.kill)
            watch.start()
            try:
                child.stdin.write(msgspec.json.encode(asked) + b"\n")
                yield child.stdin, child.stdout
                self._require_success(child)
            except BrokenPipeError:  # it would not take in what it was given
                self._answered(child.stdout)
                self._require_success(child)
                raise
            except pa.ArrowException:  # its answer broke off
                self._require_success(child)
                raise
            finally:
                watch.cancel()
                child.kill()
                with suppress(BrokenPipeError):  # nobody is left to read what is still on its way
                    child.stdin.close()
                child.stdout.close()
                child.wait()
                child.stderr.close()

    def _answered(self, answer: IO[bytes]) -> Answered:
        line = answer.readline()
        answered = _decode(line) if line else Answered()
        if answered.problem:
            raise MappingError(self._mapping.name, "query.sql", answered.problem)
        return answered

    def _require_success(self, child: subprocess.Popen[bytes]) -> None:
        complaint = complaint_of(child)
        if complaint is not None:
            why = complaint or f"takes more than {self._limits}"
            raise MappingError(self._mapping.name, "query.sql", why)


class _Places:
    """Which row of the spreadsheet is which row below the header: they differ after blank rows."""

    def __init__(self) -> None:
        self._counts: list[int] = []
        self._ahead: list[int] = []
        self._last = 0

    def add(self, count: int, number: int) -> None:
        """Note a row; only where the distance changes is anything kept."""
        self._last = count
        if not self._ahead or self._ahead[-1] != number - count:
            self._counts.append(count)
            self._ahead.append(number - count)

    def number_of(self, count: str) -> int | None:
        """Return the row of the spreadsheet; None when the file has no such row."""
        if not count.isdecimal() or not 1 <= int(count) <= self._last:
            return None
        return int(count) + self._ahead[bisect.bisect_right(self._counts, int(count)) - 1]


def _send(given: IO[bytes], table: TableFile, rows: Iterable[Row]) -> None:
    """Write a table as an Arrow stream: every cell as text, or null where it is missing."""
    named = [name for name in table.columns if name]
    schema = pa.schema(
        [(ROW_NUMBER, pa.int64())] + [pa.field(name, pa.string()) for name in named]
    )
    waiting: list[Row] = []
    with pa.ipc.new_stream(given, schema) as stream:
        for row in rows:
            waiting.append(row)
            if len(waiting) == BATCH_ROWS:
                stream.write_batch(_batch(waiting, named, schema))
                waiting.clear()
        if waiting:
            stream.write_batch(_batch(waiting, named, schema))


def _batch(rows: list[Row], named: list[str], schema: pa.Schema) -> pa.RecordBatch:
    columns = [pa.array([int(row[ROW_NUMBER]) for row in rows], pa.int64())]
    columns += [pa.array([row.get(name) for row in rows], pa.string()) for name in named]
    return pa.record_batch(columns, schema=schema)


def _require_names(mapping: Mapping, name: str, table: TableFile) -> None:
    """Refuse what SQL could not tell apart: it does not look at capitals."""
    first = {ROW_NUMBER: ROW_NUMBER}
    for column in filter(None, table.columns):
        plain = column.lower()
        if plain in first:
            raise MappingError(
                mapping.name,
                "query",
                f"{name} has the columns {words.listed([first[plain], column])}, "
                "which SQL cannot tell apart",
            )
        first[plain] = column
