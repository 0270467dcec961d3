"""The only place that reads the clock; everything else takes time as an argument."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Give the present instant, in UTC."""
    return datetime.now(UTC)
