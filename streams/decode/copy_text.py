"""Values as COPY's text format, so that rows are bytes before a transaction asks for them."""

from collections.abc import Iterable
from datetime import datetime

NULL = r"\N"


def text(value: str) -> str:
    """Return a text as a field."""
    if "\\" in value:
        value = value.replace("\\", "\\\\")
    if "\n" in value or "\t" in value or "\r" in value:
        value = value.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return value


def is_as_it_is(value: str) -> bool:
    """Tell, quickly, whether a text, and each part of it, is written as it is."""
    return not ("\\" in value or "\n" in value or "\t" in value or "\r" in value)


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
