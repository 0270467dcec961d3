"""Values as COPY's text format, so that rows are bytes before a transaction asks for them."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from streams.projections import Series

NULL = r"\N"
_SPECIAL = ("\\", "\t", "\n", "\r")


def field(value: object) -> str:
    """Return one value as a field of a row."""
    return _encoder(type(value))(value)


def row(values: Iterable[object]) -> str:
    """Return values as the fields of a row, without the end of the line."""
    return "\t".join([field(value) for value in values])


def text(value: str) -> str:
    """Return a text as a field."""
    if "\\" in value:
        value = value.replace("\\", "\\\\")
    if value.isprintable():
        return value
    return value.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def instant(value: datetime) -> str:
    """Return an instant as a field."""
    return value.isoformat(" ")


def _bytes(value: bytes) -> str:
    return f"\\\\x{value.hex()}"


def array_literal(values: Iterable[str]) -> str:
    """Return texts as one array literal: psycopg writes a list ten times as slowly."""
    return f"{{{','.join([_quoted(value) for value in values])}}}"


def _array(value: Iterable[str]) -> str:
    return text(array_literal(value))


def _quoted(item: str) -> str:
    escaped = item.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_ENCODERS: dict[type, Callable[..., str]] = {
    type(None): lambda _: NULL,
    bool: lambda value: "t" if value else "f",
    int: str,
    float: repr,
    str: text,
    bytes: _bytes,
    datetime: instant,
    date: date.isoformat,
    tuple: _array,
    Series: lambda series: str(series.series_id),
}


def _encoder(kind: type) -> Callable[..., str]:
    encoder = _ENCODERS.get(kind)
    if encoder is None:
        # The closed lists of the vocabulary are texts; each is looked up once.
        encoder = next(_ENCODERS[base] for base in kind.__mro__ if base in _ENCODERS)
        _ENCODERS[kind] = encoder
    return encoder
