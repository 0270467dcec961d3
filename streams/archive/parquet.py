"""Tables as Parquet files: typed, sorted, with checksums on every page and an index of them."""
# pyright: standard

import resource
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet as pq

from streams.archive.contents import LEDGER, Column, Kind, Table, Way
from streams.archive.disk import NewFile
from streams.archive.errors import ArchiveDamaged
from streams.archive.manifest import ArchivedFile, Events

Batch = Any  # pyarrow has no types
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# A row group is what a reader skips or reads: so many rows, or less where they are long.
ROW_GROUP_ROWS = 32_768
ROW_GROUP_BYTES = 16 * 1024**2
# What reading may need at most: no row group that Muster writes comes near it.
LARGEST_ROW_GROUP_BYTES = 64 * 1024**2
READING_BYTES = 128 * 1024**2
READ_ROWS = 2_000
LAST_BYTES = 8  # of every file: how long its end is, and the mark of the format
FILE_ROWS = 1_000_000  # what a write that is killed has to do again at most

_TYPES = {
    Kind.SMALL: pa.int16(),
    Kind.INTEGER: pa.int32(),
    Kind.BIG: pa.int64(),
    Kind.TEXT: pa.string(),
    Kind.BYTES: pa.binary(),
    Kind.SHA256: pa.binary(32),
    Kind.INSTANT: pa.timestamp("us", tz="UTC"),
    Kind.TEXTS: pa.list_(pa.string()),
    Kind.BYTE_STRINGS: pa.list_(pa.binary()),
    Kind.TRUTH: pa.bool_(),
}
# Few different values, so that a dictionary makes them small; of the others it only costs time.
_FEW_VALUES = frozenset(
    {
        *("date_precision", "source", "type", "subject", "reliability", "credibility"),
        *("root_source", "topic", "reason", "recorded_at", "version", "label_id", "sequence"),
        *("topic_epoch", "partition"),
    }
)


def schema_of(table: Table) -> pa.Schema:
    """Return the columns of a table as Parquet has them."""
    return pa.schema([_field(column) for column in table.columns])


def type_of(column: Column) -> pa.DataType:
    """Return what the values of a column are in Parquet."""
    return _TYPES[column.kind]


def _field(column: Column) -> pa.Field:
    return pa.field(column.name, type_of(column), nullable=column.is_optional)


def batch_of(table: Table, rows: Sequence[Sequence[Any]]) -> Batch:
    """Return rows as a batch."""
    schema = schema_of(table)
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    arrays = [
        pa.array(list(values), one.type) for values, one in zip(columns, schema, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


class ParquetFile:
    """A Parquet file that is being written, batch by batch."""

    def __init__(self, archive: Path, table: Table) -> None:
        self._schema = schema_of(table)
        self.table = table
        self.file = NewFile(archive)
        self.rows: int = 0
        self._waiting: list[Batch] = []
        self._waiting_rows = self._waiting_bytes = 0
        self._writer = pq.ParquetWriter(
            self.file,
            self._schema,
            compression="zstd",
            # It takes names of columns too, which its types do not say.
            use_dictionary=cast("Any", [one for one in table.names if one in _FEW_VALUES]),
            write_page_checksum=True,
            write_page_index=True,
            sorting_columns=[pq.SortingColumn(0)] if table.way is Way.EVENTS else None,
        )

    def add(self, batch: Batch) -> None:
        """Write rows, once there are enough of them for a row group."""
        self.rows += batch.num_rows
        self._waiting.append(batch)
        self._waiting_rows += batch.num_rows
        self._waiting_bytes += batch.nbytes
        if self._waiting_rows >= ROW_GROUP_ROWS or self._waiting_bytes >= ROW_GROUP_BYTES:
            self._write_row_group()

    def finish(self) -> None:
        """Write what is left, and the end of the file."""
        if self._waiting:
            self._write_row_group()
        self._writer.close()

    def close(self) -> None:
        """Take the file away, unless it has its name."""
        # Of a file that goes away it does not matter whether it ends as one should.
        with suppress(OSError, ValueError, pa.ArrowException):
            self._writer.close()
        self.file.close()

    def _write_row_group(self) -> None:
        whole = pa.Table.from_batches(self._waiting, self._schema)
        self._writer.write_table(whole, row_group_size=max(whole.num_rows, 1))
        self._waiting = []
        self._waiting_rows = self._waiting_bytes = 0


class MonthFile(ParquetFile):
    """A file of events that were recorded in one month."""

    def __init__(self, archive: Path, month: str) -> None:
        super().__init__(archive, LEDGER)
        self._month = month
        self._first: tuple[int, datetime] | None = None
        self._last: tuple[int, datetime] = (0, datetime.min.replace(tzinfo=UTC))

    def takes(self, month: str) -> bool:
        """Tell whether it takes more events, of this month."""
        return self._month == month and self.rows < FILE_ROWS

    def add(self, batch: Batch) -> None:
        """Write events, which must follow on those before."""
        first, last = _place_of(batch, 0), _place_of(batch, -1)
        self._first = self._first or first
        self._last = last
        super().add(batch)

    @property
    def events(self) -> Events:
        """Return which events it holds."""
        assert self._first is not None
        (first_seq, first_at), (last_seq, last_at) = self._first, self._last
        return Events(
            first_seq=first_seq,
            last_seq=last_seq,
            first_recorded_at=first_at,
            last_recorded_at=last_at,
        )

    @property
    def path(self) -> str:
        """Return where it belongs in an archive."""
        events = self.events
        numbers = f"{events.first_seq:012d}-{events.last_seq:012d}"
        return f"{LEDGER.name}/month={self._month}/{numbers}.parquet"


def _place_of(batch: Batch, row: int) -> tuple[int, datetime]:
    row %= batch.num_rows
    moment = batch.column("recorded_at")[row].as_py()
    return batch.column("seq")[row].as_py(), moment.astimezone(UTC)


def by_month(batches: Iterable[Batch]) -> Iterator[tuple[str, Batch]]:
    """Return batches of events each of which was recorded in one month, with that month."""
    for batch in batches:
        if _month(_place_of(batch, 0)[1]) == _month(_place_of(batch, -1)[1]):
            yield _month(_place_of(batch, 0)[1]), batch
            continue
        start = 0
        for month, moments in groupby(batch.column("recorded_at").to_pylist(), key=_month):
            length = sum(1 for _ in moments)
            yield month, batch.slice(start, length)
            start += length


def _month(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m}"


@contextmanager
def _little_memory() -> Generator[None]:
    """Let what is read in the block take so much memory beside what is there, and no more.

    A small file can ask for any amount. Memory is taken from the system's own allocator here, so
    that its limit is met by an error instead of by the end of the process.
    """
    pool = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    before = resource.getrlimit(resource.RLIMIT_DATA)
    limit = _data_bytes() + READING_BYTES
    unlimited = resource.RLIM_INFINITY
    bounds = [one for one in (limit, *before) if one != unlimited]
    resource.setrlimit(resource.RLIMIT_DATA, (min(bounds), before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)
        pa.set_memory_pool(pool)


def _data_bytes() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmData:")[2].split()[0]) * 1024


def rows(
    archive: Path, file: ArchivedFile, table: Table, names: Sequence[str] = ()
) -> Iterator[Any]:
    """Return the rows of a file, with these columns or all it has, a list of thousands at a time.

    Every page is checked; a file that is not what the manifest says is refused in one line.
    """
    for batch in batches(archive, file, table, names):
        yield list(zip(*map(_values, batch.columns), strict=True))


def batches(
    archive: Path, file: ArchivedFile, table: Table, names: Sequence[str] = ()
) -> Iterator[Batch]:
    """Return the batches of a file in the same way."""
    path = archive / file.path
    seen = 0
    try:
        with _little_memory():
            parquet = pq.ParquetFile(path, page_checksum_verification=True)
        with parquet:
            _require_reasonable(parquet, file, table)
            for number in range(parquet.num_row_groups):
                for batch in _of_group(parquet, number, names):
                    seen += batch.num_rows
                    yield batch
    except (MemoryError, pa.ArrowMemoryError) as error:
        raise ArchiveDamaged(
            f"{path} wants more than {READING_BYTES // 1024**2} MiB to be read, which nothing "
            "that Muster writes does; take the file from another copy of the archive"
        ) from error
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ArchiveDamaged(f"{path} cannot be read as Parquet: {error}") from error
    if seen != file.rows:
        raise ArchiveDamaged(f"{path} holds {seen} rows, and the manifest says {file.rows}")


def _of_group(parquet: pq.ParquetFile, number: int, names: Sequence[str]) -> Iterator[Batch]:
    found = parquet.iter_batches(
        READ_ROWS, row_groups=[number], columns=list(names) or None, use_threads=False
    )
    while True:
        with _little_memory():
            batch = next(found, None)
        if batch is None:
            return
        yield batch


def spans(archive: Path, file: ArchivedFile) -> list[tuple[int, int]]:
    """Return the first and the last event of each row group of a file of events."""
    path = archive / file.path
    try:
        with pq.ParquetFile(path) as parquet:
            _require_reasonable(parquet, file, LEDGER)
            groups = [parquet.metadata.row_group(n) for n in range(parquet.num_row_groups)]
            seqs = [_seqs(group) for group in groups]
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ArchiveDamaged(f"{path} cannot be read as Parquet: {error}") from error
    if any(one is None for one in seqs):
        raise ArchiveDamaged(f"{path} does not say which events it holds")
    return [one for one in seqs if one is not None]


def _seqs(group: Any) -> tuple[int, int] | None:
    columns = (group.column(number) for number in range(group.num_columns))
    found = next((one for one in columns if one.path_in_schema == "seq"), None)
    if found is None or not found.is_stats_set or not found.statistics.has_min_max:
        return None
    return found.statistics.min, found.statistics.max


def group_rows(
    archive: Path, file: ArchivedFile, number: int, names: Sequence[str]
) -> Iterator[Any]:
    """Return these columns of the events of one row group, a list of thousands at a time."""
    path = archive / file.path
    try:
        with _little_memory():
            parquet = pq.ParquetFile(path, page_checksum_verification=True)
        with parquet:
            for batch in _of_group(parquet, number, names):
                there = [_values(batch.column(name)) for name in names]
                yield list(zip(*there, strict=True))
    except (MemoryError, pa.ArrowException, OSError, ValueError, KeyError) as error:
        raise ArchiveDamaged(f"{path} cannot be read as Parquet: {error}") from error


def _values(column: Any) -> list[Any]:
    """Return the values of a column; moments in a sixth of the time that Arrow's own way takes."""
    if not pa.types.is_timestamp(column.type):
        return column.to_pylist()
    micros = column.cast(pa.timestamp("us", tz="UTC")).cast(pa.int64()).to_pylist()
    return [None if one is None else EPOCH + timedelta(microseconds=one) for one in micros]


def names_in(archive: Path, file: ArchivedFile) -> list[str]:
    """Return the names of the columns that a file has."""
    try:
        return list(pq.read_schema(archive / file.path).names)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ArchiveDamaged(
            f"{archive / file.path} cannot be read as Parquet: {error}"
        ) from error


def _require_reasonable(parquet: pq.ParquetFile, file: ArchivedFile, table: Table) -> None:
    metadata, path = parquet.metadata, file.path
    if metadata.num_rows != file.rows:
        raise ArchiveDamaged(
            f"{path} holds {metadata.num_rows} rows, and the manifest says {file.rows}"
        )
    for number in range(metadata.num_row_groups):
        size = metadata.row_group(number).total_byte_size
        if size > LARGEST_ROW_GROUP_BYTES:
            raise ArchiveDamaged(
                f"{path} unpacks to {size:,} bytes at once, which nothing that Muster writes "
                "does; take the file from another copy of the archive"
            )
    known = schema_of(table)
    for field in parquet.schema_arrow:
        place = known.get_field_index(field.name)
        if place < 0 or known.field(place).type != field.type:
            raise ArchiveDamaged(
                f"{path} has a column {field.name!r} of {field.type} for {table.name}"
            )


def end_of(path: Path) -> int:
    """Return the byte at which the end of a file begins, by which it is read."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - LAST_BYTES))
        length = int.from_bytes(file.read(LAST_BYTES)[:4], "little")
    return max(0, size - LAST_BYTES - length)


def where_in(path: Path, first_byte: int, last_byte: int) -> str:
    """Return which rows and columns of a Parquet file lie in a range of its bytes.

    Only of a file whose end is whole: Arrow may end the process over one that is not.
    """
    try:
        with pq.ParquetFile(path) as parquet:
            found = _hit(parquet.metadata, first_byte, last_byte)
    except (pa.ArrowException, OSError, ValueError):  # what says where things are is damaged
        found = ()
    return "; ".join(found) or "its end, by which it is read"


def _hit(metadata: Any, first_byte: int, last_byte: int) -> Sequence[str]:
    found: list[str] = []
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        hit = [
            column.path_in_schema
            for column in map(group.column, range(group.num_columns))
            if _first_byte(column) <= last_byte
            and first_byte < _first_byte(column) + column.total_compressed_size
        ]
        if hit:
            found.append(f"row group {number + 1} of {metadata.num_row_groups}: {', '.join(hit)}")
    return found


def _first_byte(column: Any) -> int:
    starts = (column.dictionary_page_offset, column.data_page_offset)
    return min(start for start in starts if start is not None)
