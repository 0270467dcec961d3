"""Values as COPY's text format, so that rows are bytes before a transaction asks for them."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import StrEnum

from streams.projections import Series

NULL = r"\N"


def field(value: object) -> str:
    """Return one value as a field of a row."""
    return _ENCODERS[type(value)](value)


def row(values: Iterable[object]) -> str:
    """Return values as the fields of a row, without the end of the line."""
    return "\t".join([_ENCODERS[type(value)](value) for value in values])


def text(value: str) -> str:
    """Return a text as a field."""
    if "\\" in value:
        value = value.replace("\\", "\\\\")
    if value.isprintable():
        return value
    return value.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def optional_text(value: str | None) -> str:
    """Return a text that may be missing as a field."""
    return NULL if value is None else text(value)


def instant(value: datetime) -> str:
    """Return an instant as a field."""
    return value.isoformat(" ")


def array(items: Iterable[str | None]) -> str:
    """Return texts as the literal of an array, for a parameter; far quicker than the driver's."""
    return "{" + ",".join([_item(item) for item in items]) + "}"


def _item(item: str | None) -> str:
    if item is None:
        return "NULL"
    if "\\" in item or '"' in item:
        item = item.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{item}"'


def _null(_: None) -> str:
    return NULL


def _bool(value: bool) -> str:
    return "t" if value else "f"


def _bytes(value: bytes) -> str:
    return f"\\\\x{value.hex()}"


def _texts(value: tuple[str, ...]) -> str:
    return text(array(value))


def _series(value: Series) -> str:
    return str(value.series_id)


class _Encoders(dict[type, Callable[..., str]]):
    """How to write each type; the closed lists of the vocabulary are added as they come."""

    def __missing__(self, kind: type) -> Callable[..., str]:
        if not issubclass(kind, StrEnum):
            raise TypeError(f"no way to write a {kind.__name__}")
        self[kind] = {member: text(member.value) for member in kind}.__getitem__
        return self[kind]


_ENCODERS = _Encoders(
    {
        type(None): _null,
        bool: _bool,
        int: str,
        float: repr,
        str: text,
        bytes: _bytes,
        datetime: instant,
        date: date.isoformat,
        tuple: _texts,
        Series: _series,
    }
)
