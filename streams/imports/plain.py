"""Values that have a type in their file become the text that a cell of a CSV file would hold."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

LARGEST_WHOLE = 1e15  # beyond it a float no longer counts by ones


def text_of(value: object, decimal: str) -> str:
    """Return a value as text: numbers with the table's decimal mark, dates as 2026-11-28."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float():
            # A workbook knows no whole numbers: 3 is kept as 3.0.
            is_whole = value.is_integer() and abs(value) < LARGEST_WHOLE
            return str(int(value)) if is_whole else str(value).replace(".", decimal)
        case Decimal():
            return str(value).replace(".", decimal)
        case datetime():
            return _instant(value)
        case date():
            return value.isoformat()
        case bytes():
            return value.decode()
        case _:
            return str(value)


def _instant(value: datetime) -> str:
    if value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    is_day = value.time() == time()
    return value.date().isoformat() if is_day else value.isoformat(" ")
