"""Rows of a table as a file, with all that says what they are. Pure."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

# A spreadsheet runs what begins like this; full-width signs are read as the narrow ones.
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_WHEN = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{6})?Z)?")
_CUT_BEFORE_A_FORMULA = re.compile(r"([,;])(?=[=+@＝＋－＠-])")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: the key of its values, its heading, and what its values are."""

    field: str
    heading: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with the facts that must go wherever its rows go, by name."""

    columns: tuple[Column, ...]
    rows: Sequence[Mapping[str, Any]]
    facts: Mapping[str, str]


def as_csv(sheet: Sheet) -> bytes:
    """Give the table as CSV with its facts in comment lines before it.

    Texts that a spreadsheet would run as a formula begin with an apostrophe; numbers are numbers.
    """
    out = io.StringIO()
    # Spreadsheets read UTF-8 only when the text begins with this mark.
    out.write("\ufeff")
    for name, value in sheet.facts.items():
        out.write(f"# {name.replace('_', ' ')}: {_comment(value)}\r\n")
    out.write(_line(_quoted(safe(column.heading)) for column in sheet.columns))
    for row in sheet.rows:
        out.write(_line(_cell(row.get(column.field)) for column in sheet.columns))
    return out.getvalue().encode()


def as_parquet(sheet: Sheet) -> bytes:
    """Give the table as Parquet with page checksums and its facts in the schema's metadata."""
    # Imported here: it takes a third of a second, and few want it.
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    fields: list[Any] = []
    arrays: list[Any] = []
    for column in sheet.columns:
        values = [_typed(row.get(column.field), column.kind) for row in sheet.rows]
        kind = _type(pa, column.kind, values)
        if kind == pa.string():
            values = [None if value is None else str(value) for value in values]
        arrays.append(pa.array(values, kind))
        fields.append(pa.field(column.field, kind, metadata={"heading": column.heading}))
    schema = pa.schema(fields, metadata={f"muster.{k}": v for k, v in sheet.facts.items()})
    sink = io.BytesIO()
    parquet.write_table(pa.table(arrays, schema=schema), sink, write_page_checksum=True)
    return sink.getvalue()


def safe(text: str) -> str:
    """Give a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text


def words_of(value: Any) -> str:
    """Give the words in what a page puts on the screen, components or text."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "".join(map(words_of, value))
    return words_of(value.children) if hasattr(value, "children") else str(value)


def _cell(value: Any) -> str:
    value = _plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float) or _NUMBER.fullmatch(value) or _WHEN.fullmatch(value):
        return str(value)
    return _quoted(safe(value))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _line(cells: Iterable[str]) -> str:
    return ",".join(cells) + "\r\n"


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return words_of(value)


def _typed(value: Any, kind: str) -> Any:
    """Give a value as its column holds it; days and instants come as texts."""
    value = _plain(value)
    if value in (None, ""):
        return None if kind != "text" else value
    if kind == "day":
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if kind == "instant" else value


def _type(pa: Any, kind: str, values: Sequence[Any]) -> Any:
    """Give the type of a column: what its values are, not what happens to be in it."""
    types = {
        "code": pa.string,
        "count": pa.int64,
        "days": pa.int64,
        "signed": pa.int64,
        "number": pa.float64,
        "hundredths": pa.float64,
        "percent": pa.float64,
        "seconds": pa.float64,
        "flag": pa.bool_,
        "day": pa.date32,
        "instant": lambda: pa.timestamp("us", tz="UTC"),
    }
    return types[kind]() if kind in types else getattr(pa, _kind(values))()


def _kind(values: Sequence[Any]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return "bool_"
    if kinds == {int}:
        return "int64"
    return "float64" if kinds and kinds <= {int, float} else "string"


def _comment(value: str) -> str:
    """Give a text for a comment line: a spreadsheet may cut it at separators into cells."""
    return _CUT_BEFORE_A_FORMULA.sub(r"\1 ", " ".join(value.split()))
