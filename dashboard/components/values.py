"""Values of grids as JSON carries them, and where needed beside them the words to say them in."""

from datetime import UTC, date, datetime
from typing import Any

from dashboard.components.table import WORDS


def day_value(on: date | None) -> str | None:
    """Give a day of the calendar: 2026-11-23."""
    return None if on is None else on.isoformat()


def instant_value(at: datetime | None) -> str | None:
    """Give an instant in one form of one length, so that its texts sort as the instants do."""
    return None if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def said(field: str, value: Any, words: str | None) -> dict[str, Any]:
    """Give a value with words of its own."""
    return {field: value} if words is None else {field: value, f"{field}{WORDS}": words}
