"""How instants, ages, shares and counts are written, the same everywhere."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from dashboard.wording.catalogue import say

_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
# A change smaller than this many points says nothing (method.toml: noise band).
NOISE_POINTS = 5.0
NO_BREAK = "\u00a0"


def dtg(at: datetime) -> str:
    """Give the date-time group of an instant: 230356ZNOV26."""
    at = at.astimezone(UTC)
    return f"{at:%d%H%M}Z{_MONTHS[at.month - 1]}{at:%y}"


def day(at: datetime) -> str:
    """Give the day of an instant: 23 Nov 2026."""
    at = at.astimezone(UTC)
    return f"{at.day} {_MONTHS[at.month - 1].capitalize()} {at.year}"


def month(on: date) -> str:
    """Give the month of a day: Nov 2026."""
    return f"{_MONTHS[on.month - 1].capitalize()} {on.year}"


def calendar_day(on: date) -> str:
    """Give a day of the calendar: 23 Nov 2026."""
    return f"{on.day} {month(on)}"


def occurred(at: datetime, precision: str | None) -> str:
    """Give when something happened, no more exactly than it is known."""
    at = at.astimezone(UTC)
    if precision == "year":
        return f"{at.year}"
    if precision == "month":
        return f"{_MONTHS[at.month - 1]} {at.year}"
    if precision == "day":
        return f"{at:%d} {_MONTHS[at.month - 1]} {at.year}"
    return dtg(at)


def age(days: int | None) -> str:
    """Give an age in days: 12 d."""
    return say("numbers.no_age") if days is None else f"{max(days, 0):,} d"


def one_decimal(value: float | None) -> str:
    """Give a number with one decimal at most; none is a dash."""
    if value is None:
        return "–"
    text = f"{value:,.1f}"
    return text.removesuffix(".0")


def percent(ratio: float | None) -> str:
    """Give a ratio as a percentage, never broken over two lines: 62.5 %."""
    return "–" if ratio is None else f"{one_decimal(ratio * 100)}{NO_BREAK}%"


def counted(n: int, one: str, many: str | None = None) -> str:
    """Give a count with its noun: 1 member, 3 members."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def change_points(now: float | None, before: float | None) -> str:
    """Give a change in points with its sign as a symbol: ▲ 3.2."""
    if now is None or before is None:
        return ""
    difference = round(now - before, 1)
    if difference == 0:
        return say("numbers.no_change")
    return f"{'▲' if difference > 0 else '▼'} {one_decimal(abs(difference))}"


def signed(value: float) -> str:
    """Give a change with its sign; what rounds to nothing has none: +3.2, −0.4, 0."""
    rounded = round(value, 1)
    if rounded == 0:
        return "0"
    return f"{'+' if rounded > 0 else '−'}{one_decimal(abs(rounded))}"


def listed(items: Sequence[str], at_most: int = 3) -> str:
    """Give a few names as a phrase: A, B and 4 more."""
    shown = list(items[:at_most])
    rest = len(items) - len(shown)
    if rest:
        shown.append(say("numbers.more", count=rest))
    if len(shown) < 2:
        return "".join(shown)
    return say("numbers.and", first=", ".join(shown[:-1]), last=shown[-1])
