"""A file of any kind that can hold a table becomes records: lists of texts, one for each row."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from streams.imports import apart, parquet
from streams.imports.errors import ImportFailed
from streams.imports.language import Table

LONGEST_CELL = 1_000_000  # characters; csv's own limit is 131,072
LONGEST_LINE = 16_000_000  # characters; a longer one is no table, or is made to fill the memory
HEAD_BYTES = 24
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
APART = ("xlsx", "ods", "ics")  # opened by a process of their own
WORKBOOKS = ("xlsx", "ods")  # they keep nothing behind a row's last cell
GZIP = b"\x1f\x8b"
# Files that begin like this are none we read: what they are, and what to do.
OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls); save it as .xlsx or CSV"),
    (b"%PDF", "a PDF; export the table as CSV or .xlsx"),
    (b"BZh", "compressed by bzip2; unpack it first"),
    (b"\xfd7zXZ", "compressed by xz; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd; unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it first"),
    (b"SQLite", "an SQLite database; export the table as CSV"),
    (b"\xff\xfe", 'UTF-16; set file.encoding = "utf-16" in the mapping'),
    (b"\xfe\xff", 'UTF-16; set file.encoding = "utf-16" in the mapping'),
)


@dataclass(frozen=True, slots=True)
class Record:
    """One row as it stands: its number in the file, its cells, and why they cannot be read."""

    number: int
    cells: list[str]
    problem: str | None = None


def kind_of(path: Path, table: Table) -> str:
    """Return what a file is by how it begins: text, gzip, parquet, xlsx, ods or ics."""
    head = _head(path)
    kind = "text"
    if head.startswith(b"PAR1"):
        kind = "parquet"
    elif head.startswith(b"PK\x03\x04"):
        kind = _workbook(path)
    elif head.removeprefix(b"\xef\xbb\xbf").upper().startswith(b"BEGIN:VCALENDAR"):
        kind = "ics"
    elif head.startswith(GZIP):
        kind = "gzip"
    elif not table.encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32")):
        for beginning, what in OTHERS:
            if head.startswith(beginning):
                raise ImportFailed(f"{path} is {what}")
    if table.format in ("parquet", *APART) and kind != table.format:
        raise ImportFailed(f"{path} is no {table.format} file, which file.format says it is")
    return kind


def records(path: Path, table: Table) -> Iterator[Record]:
    """Return the rows of a file in order, its header first; rows without any cell are left out."""
    kind = kind_of(path, table)
    if kind in APART:
        found = apart.rows(path, kind, table.sheet, table.decimal)
        return (Record(number, cells, problem) for number, cells, problem in found)
    if kind == "parquet":
        return (Record(n, cells) for n, cells in enumerate(parquet.rows(path, table.decimal), 1))
    return _text_records(path, table, kind)


def _text_records(path: Path, table: Table, kind: str) -> Iterator[Record]:
    delimiter = table.delimiter or ("\t" if table.format == "tsv" else ",")
    csv.field_size_limit(LONGEST_CELL)
    try:
        with (
            _opened(path, kind) as file,
            io.TextIOWrapper(file, table.encoding, newline="") as text,
        ):
            reader = csv.reader(_lines(path, text), delimiter=delimiter, strict=True)
            for number, cells in enumerate(_read(path, reader), start=1):
                if cells:
                    yield Record(number, cells)
    except UnicodeError as error:
        raise ImportFailed(
            f"{path} is not {table.encoding}{_byte_of(error)}; set file.encoding in the mapping "
            "(utf-8-sig, cp1252, latin-1, utf-16, ...)"
        ) from error
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise ImportFailed(f"{path} is damaged or incomplete: {error}") from error
    except OSError as error:
        raise ImportFailed(f"{path}: {error.strerror or error}") from error


def _read(path: Path, reader: Iterator[list[str]]) -> Iterator[list[str]]:
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ImportFailed(f"{path}, row {number}: {error}; is a quote missing?") from error
        yield cells


def _lines(path: Path, text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise ImportFailed(f"{path} has a line of more than {LONGEST_LINE:,} characters")
        yield line


def _byte_of(error: UnicodeError) -> str:
    return f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""


def _opened(path: Path, kind: str) -> BinaryIO:
    if kind == "gzip":
        return gzip.open(path, "rb")  # type: ignore[return-value]
    return path.open("rb")


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError as error:
        raise ImportFailed(f"{path}: {error.strerror}") from error


def _workbook(path: Path) -> str:
    """Return which kind of workbook a ZIP archive is; raise ImportFailed when it is none."""
    try:
        with ZipFile(path) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (BadZipFile, OSError, zlib.error) as error:
        raise ImportFailed(f"{path} is a damaged ZIP archive or workbook: {error}") from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    if mimetype.startswith(SPREADSHEET):
        return "ods"
    if mimetype:
        raise ImportFailed(f"{path} is an OpenDocument file and no spreadsheet (.ods)")
    if "xl/workbook.bin" in names:
        raise ImportFailed(f"{path} is a binary Excel workbook (.xlsb); save it as .xlsx or CSV")
    raise ImportFailed(f"{path} is a ZIP archive and no workbook; unpack it first")
