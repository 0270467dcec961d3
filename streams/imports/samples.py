"""What the columns of a table hold, by its first rows: examples, and what they look like."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import islice
from pathlib import Path

import msgspec

from streams.imports import cells, countries, files
from streams.imports.errors import ImportFailed, Unconvertible
from streams.imports.language import Rule, Table
from streams.imports.table import NumberedRow, TableFile

SAMPLE_ROWS = 5_000
EXAMPLES = 5
MOST_WORDS = 40  # different values up to which a column is one of words
MOST_SHOWN = 60  # characters of an example
DELIMITERS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")
# What people write where they have no value.
NO_VALUE = frozenset(
    {"-", "–", "—", "..", "n/a", "na", "nan", "none", "null", "no data", "-9", "-99", "-999"}
)
YEARS = re.compile(r"(?:1[89]|20|21)[0-9]{2}")
COMMA_NUMBER = re.compile(r"[+-]?[0-9]+,[0-9]+")
# The day before the month where the two can be told apart, else the way of ISO, Europe, America.
FORMATS = (
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%Y/%m/%d",
    "%d-%m-%Y",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%Y%m%d",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m",
    "%Y",
)


class Looks(StrEnum):
    """What all values of a column could be, the first of these that fits."""

    NOTHING = "nothing"
    DATE = "date"
    WHOLE = "whole"
    NUMBER = "number"
    YES_NO = "yes-no"
    COUNTRY = "country"
    TEXT = "text"


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column by its first rows."""

    name: str
    examples: Sequence[str]
    looks: Looks
    formats: Sequence[str] = ()
    words: Sequence[str] = ()  # all its values, where they are few
    filled: int
    is_distinct: bool


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """The first rows of a file, and how it is written."""

    file: Table
    columns: Sequence[Column]
    missing: Sequence[str] = ()  # what stands where a value is missing
    rows: int  # that were looked at
    is_whole: bool


def sample_of(path: Path, *, sheet: str | None = None) -> tuple[Sample, list[NumberedRow]]:
    """Return what the columns of a file hold, and the rows that were looked at.

    Raises ImportFailed for a file that is no table.
    """
    table = _written(path, sheet)
    opened = TableFile(path, table)
    rows = list(islice(opened.rows(), SAMPLE_ROWS + 1))
    looked_at = [row for row in rows[:SAMPLE_ROWS] if not row.problem]
    missing = _missing(opened.columns, looked_at)
    names = [name for name in dict.fromkeys(opened.columns) if name]
    found = [_column(name, looked_at, table, missing) for name in names]
    if table.decimal == "." and any(_has_commas(one) for one in found):
        table = msgspec.structs.replace(table, decimal=",")
        found = [_column(name, looked_at, table, missing) for name in names]
    is_whole = len(rows) <= SAMPLE_ROWS
    sample = Sample(
        file=table, columns=found, missing=missing, rows=len(looked_at), is_whole=is_whole
    )
    return sample, looked_at


def _missing(names: Sequence[str], rows: Sequence[NumberedRow]) -> Sequence[str]:
    """Return the words for no value, of columns in which they stand beside values."""
    found: dict[str, None] = {}
    for name in names:
        texts = {row.cells.get(name, "").strip() for row in rows} - {""}
        said = {text for text in texts if text.lower() in NO_VALUE}
        others = texts - said
        if said and others and not (said & {"-9", "-99", "-999"} and _are_numbers(others)):
            found |= dict.fromkeys(sorted(said))
    return list(found)


def _are_numbers(texts: Iterable[str]) -> bool:
    return all(re.fullmatch(r"[+-]?[0-9.,]+", text) for text in texts)


def _has_commas(column: Column) -> bool:
    filled = [text for text in column.examples if text]
    return (
        bool(filled)
        and all(COMMA_NUMBER.fullmatch(text) or text.lstrip("+-").isdigit() for text in filled)
        and any("," in text for text in filled)
    )


def _written(path: Path, sheet: str | None) -> Table:
    """Return how a file is written: of text the first encoding and delimiter that fit."""
    kind = files.kind_of(path, Table())
    if kind not in ("text", "gzip"):
        return Table(sheet=sheet)
    for encoding in ENCODINGS:
        try:
            header = next(files.records(path, Table(encoding=encoding, delimiter="\x1f")), None)
            for _ in islice(files.records(path, Table(encoding=encoding)), 1_000):
                pass
        except ImportFailed as error:
            if not isinstance(error.__cause__, UnicodeError):
                return Table(encoding=encoding, delimiter=_delimiter(path, encoding))
            continue
        if header is None:
            raise ImportFailed(f"{path} is empty")
        return Table(encoding=encoding, delimiter=_delimiter(path, encoding))
    raise ImportFailed(f"{path} is text of no encoding that is known here")


def _delimiter(path: Path, encoding: str) -> str | None:
    """Return the delimiter that gives most columns; None where it is the comma."""

    def columns(mark: str) -> int:
        try:
            header = next(files.records(path, Table(encoding=encoding, delimiter=mark)), None)
        except ImportFailed:
            return 0
        return len(header.cells) if header else 0

    best = max(DELIMITERS, key=columns)
    return None if best == "," else best


def _column(
    name: str, rows: Sequence[NumberedRow], table: Table, missing: Sequence[str]
) -> Column:
    unknown = {"", *missing}
    texts = [text for row in rows if (text := row.cells.get(name, "").strip()) not in unknown]
    values = list(dict.fromkeys(texts))
    looks, formats = _looks(values, table)
    return Column(
        name=name,
        examples=[text[:MOST_SHOWN] for text in values[:EXAMPLES]],
        looks=looks,
        formats=formats,
        words=values if len(values) <= MOST_WORDS else (),
        filled=len(texts),
        is_distinct=len(texts) == len(rows) == len(values),
    )


def _looks(values: Sequence[str], table: Table) -> tuple[Looks, Sequence[str]]:
    if not values:
        return Looks.NOTHING, ()
    if formats := _formats(values):
        return Looks.DATE, formats
    if _all(values, lambda text: cells.whole_number(text, table)):
        return Looks.WHOLE, ()
    if _all(values, lambda text: cells.number(text, table)):
        return Looks.NUMBER, ()
    if _all(values, cells.yes_or_no):
        return Looks.YES_NO, ()
    known = sum(countries.code_of(text) is not None for text in values)
    if known * 4 >= len(values) * 3:
        return Looks.COUNTRY, ()
    return Looks.TEXT, ()


def _formats(values: Sequence[str]) -> Sequence[str]:
    """Return the formats that read all values, as few as do; none where they are no dates."""
    found: list[str] = []
    left = list(values)
    for form in FORMATS:
        if form == "%Y" and not all(YEARS.fullmatch(text) for text in left):
            continue
        rest = [text for text in left if not _reads(text, form)]
        if form in ("%d/%m/%Y", "%d-%m-%Y") and 0 < len(rest) < len(left) and _us(left):
            continue  # month first throughout
        if len(rest) < len(left):
            found.append(form)
            left = rest
        if not left:
            return found
    return ()


def _us(values: Sequence[str]) -> bool:
    return all(_reads(text, "%m/%d/%Y") for text in values)


def _reads(text: str, form: str) -> bool:
    try:
        cells.event_time(text, Rule(column="", formats=(form,)))
    except Unconvertible:
        return False
    # strptime takes less than a format says: 2025 for %Y%m%d it does not, 1/2/25 for %Y it does.
    return form != "%Y%m%d" or len(text) == len("20250102")


def _all(values: Sequence[str], read: Callable[[str], object]) -> bool:
    return all(_can(text, read) for text in values)


def _can(text: str, read: Callable[[str], object]) -> bool:
    try:
        read(text)
    except Unconvertible:
        return False
    return True


def distinct_together(rows: Sequence[NumberedRow], names: Sequence[str]) -> bool:
    """Tell whether these columns together name one row each."""
    seen: set[tuple[str, ...]] = set()
    for key in _keys(rows, names):
        if key in seen:
            return False
        seen.add(key)
    return True


def _keys(rows: Sequence[NumberedRow], names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(row.cells.get(name, "") for name in names) for row in rows)
