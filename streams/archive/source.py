"""What an archive is written from: the database as it was at one moment."""
# pyright: standard

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
from psycopg import sql
from pyarrow import csv

from infra.postgres import Connection
from infra.sql import load
from schemas.vocabulary import Classification
from streams.archive import parquet
from streams.archive.contents import DEAD_LETTERS, LEDGER, Column, Kind, Table
from streams.archive.manifest import LedgerEnd, Offset
from streams.archive.parquet import Batch

# A row must fit into a block: the longest event, every sign of it doubled by the format.
BLOCK_BYTES = 8 * 1024**2
LETTERS_AT_ONCE = 100
ROWS_AT_ONCE = 16  # of a table that may hold whole documents


def ledger_end(connection: Connection) -> LedgerEnd:
    """Return where the ledger ends."""
    seq, recorded_at, content_sha256 = _row(connection, "ledger_end")
    return LedgerEnd(seq=seq, recorded_at=recorded_at, content_sha256=content_sha256)


def event_at(connection: Connection, seq: int) -> LedgerEnd | None:
    """Return the event with a number, if there is one, as the end of a ledger would name it."""
    row = connection.execute(load(__package__, "archive.sql")["event_at"], {"seq": seq}).fetchone()
    return (
        None if row is None else LedgerEnd(seq=row[0], recorded_at=row[1], content_sha256=row[2])
    )


def core_version(connection: Connection) -> str:
    """Return the newest migration of the tables that are archived."""
    return str(_row(connection, "core_version")[0])


def highest_classification(connection: Connection) -> str:
    """Return the highest classification of any event."""
    query = load(__package__, "archive.sql")["highest_classification"]
    row = connection.execute(query).fetchone()
    return str(row[0]) if row else Classification.UNCLASSIFIED.value


def offsets(connection: Connection) -> tuple[Offset, ...]:
    """Return where each partition goes on."""
    found = connection.execute(load(__package__, "archive.sql")["offsets"])
    return tuple(
        Offset(topic=topic, epoch=epoch, partition=partition, next_offset=following)
        for topic, epoch, partition, following in found
    )


def whole(connection: Connection, table: Table) -> Iterator[Batch]:
    """Return all rows of a table that is written as a whole, some at a time."""
    statement = sql.SQL("select {} from muster.{} order by {}").format(
        sql.SQL(", ").join(map(sql.Identifier, table.names)),
        sql.Identifier(table.name),
        sql.SQL(", ").join(map(sql.Identifier, table.order)),
    )
    with connection.cursor(name=table.name) as cursor:
        cursor.itersize = ROWS_AT_ONCE
        cursor.execute(statement)
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield parquet.batch_of(table, rows)


def dead_letters(connection: Connection, since: Sequence[Offset]) -> Iterator[Batch]:
    """Return what became dead letters from these offsets on."""
    where = {
        "topics": [one.topic for one in since],
        "epochs": [one.epoch for one in since],
        "partitions": [one.partition for one in since],
        "offsets": [one.next_offset for one in since],
    }
    with connection.cursor(name="dead_letters") as cursor:
        cursor.itersize = LETTERS_AT_ONCE
        cursor.execute(load(__package__, "archive.sql")["dead_letters_since"], where)
        while rows := cursor.fetchmany(LETTERS_AT_ONCE):
            yield parquet.batch_of(DEAD_LETTERS, rows)


def events(connection: Connection, after_seq: int, last_seq: int) -> Iterator[Batch]:
    """Return the events between two numbers, without the first and with the last.

    They come as COPY's own text and become columns without a Python object for each value.
    """
    columns = sql.SQL(", ").join(map(_selected, LEDGER.columns))
    statement = sql.SQL(
        "copy (select {} from muster.ledger where seq > {} and seq <= {} order by seq)"
        " to stdout (format csv)"
    ).format(columns, sql.Literal(after_seq), sql.Literal(last_seq))
    if after_seq >= last_seq:
        return
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for batch in _read(_Stream(copy)):
            yield _typed(batch)


def _selected(column: Column) -> sql.Composed:
    name = sql.Identifier(column.name)
    return (
        sql.SQL("encode({}, 'hex')").format(name)
        if column.kind is Kind.SHA256
        else sql.Composed([name])
    )


def _read(stream: "_Stream") -> csv.CSVStreamingReader:
    types = {
        one.name: pa.string() if one.kind is Kind.SHA256 else parquet.type_of(one)
        for one in LEDGER.columns
    }
    return csv.open_csv(
        stream,
        read_options=csv.ReadOptions(
            column_names=list(types), block_size=BLOCK_BYTES, use_threads=False
        ),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        # What is missing has no quotes, and what is empty has.
        convert_options=csv.ConvertOptions(
            column_types=types,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )


def _typed(batch: Batch) -> Batch:
    arrays = [
        _bytes_of(values) if column.kind is Kind.SHA256 else values
        for column, values in zip(LEDGER.columns, batch.columns, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=parquet.schema_of(LEDGER))


def _bytes_of(texts: pa.Array) -> pa.Array:
    """Return hashes written as hexadecimal digits, all of one length, as bytes."""
    kind = parquet.type_of(next(one for one in LEDGER.columns if one.kind is Kind.SHA256))
    content = bytes.fromhex("".join(texts.to_pylist()))
    return pa.FixedSizeBinaryArray.from_buffers(kind, len(texts), [None, pa.py_buffer(content)])


class _Stream:
    """What COPY sends, as a file to read from."""

    closed = False

    def __init__(self, copy: Any) -> None:
        self._copy = copy
        self._parts: list[bytes] = []
        self._size = 0

    def read(self, size: int) -> bytes:
        """Return so many bytes, fewer only at the end."""
        while self._size < size and (part := self._copy.read()):
            self._parts.append(part)
            self._size += len(part)
        content = b"".join(self._parts)
        self._parts = [content[size:]]
        self._size = len(self._parts[0])
        return content[:size]

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def close(self) -> None:
        """Do nothing: who began the COPY ends it."""
        self.closed = True


def _row(connection: Connection, name: str) -> Sequence[Any]:
    row = connection.execute(load(__package__, "archive.sql")[name]).fetchone()
    assert row is not None  # each of them gives exactly one
    return row
