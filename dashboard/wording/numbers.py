"""How instants, ages, shares and counts are written, the same everywhere.

scripts/grids/numbers.js writes the values of grids by the same rules.
"""

import math
from collections.abc import Sequence
from contextvars import ContextVar
from datetime import UTC, date, datetime

from dashboard import constants
from dashboard.wording.catalogue import say
from infra.clock import utc_now

_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
NO_BREAK = "\u00a0"
MINUS = "−"
YEAR_DAYS = 365.25
MOST_DIGITS = 2  # where one decimal would say the other side of a threshold

_year: ContextVar[int | None] = ContextVar("the year a page is read in", default=None)


def read_in(year: int) -> None:
    """Say in which year what follows is read; of other years date-time groups say all digits."""
    _year.set(year)


def dtg(at: datetime) -> str:
    """Give the date-time group of an instant: 230356ZNOV26, and of another year 230356ZNOV2019."""
    at = at.astimezone(UTC)
    year = f"{at:%y}" if at.year == (_year.get() or utc_now().year) else f"{at.year:04}"
    return f"{at:%d%H%M}Z{_MONTHS[at.month - 1]}{year}"


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


def rounded(
    value: float, steps: Sequence[float] = (), *, digits: int = 1, is_above: bool = False
) -> tuple[float, int]:
    """Give a number as it is shown, and with how many decimals.

    It never says the other side of a step than the value is on: it takes one more digit where that
    is enough, and else the last number on its own side. Steps are reached (`>=`), or have to be
    passed (`is_above`).
    """
    for places in (digits, max(digits + 1, MOST_DIGITS)):
        shown = round(value, places)
        if all(_side(shown, step, is_above) == _side(value, step, is_above) for step in steps):
            return shown, places
    size = 10.0**digits
    crossed = next(
        one for one in steps if _side(shown, one, is_above) != _side(value, one, is_above)
    )
    turn = math.ceil if _side(value, crossed, is_above) else math.floor
    return turn(value * size) / size, digits


def _side(value: float, step: float, is_above: bool) -> bool:
    return value > step if is_above else value >= step


def in_decimals(
    value: float | None,
    steps: Sequence[float] = (),
    *,
    digits: int = 1,
    is_above: bool = False,
) -> str:
    """Give a number with so many decimals, one more where a step asks for it; none is a dash."""
    if value is None:
        return "–"
    shown, places = rounded(value, steps, digits=digits, is_above=is_above)
    # What rounds to nothing has no sign.
    return f"{shown + 0.0:,.{places}f}"


def one_decimal(
    value: float | None, steps: Sequence[float] = (), *, is_above: bool = False
) -> str:
    """Give a number with one decimal at most; none is a dash.

    Where that would cross a step it has one more, or is the last number on its side.
    """
    return in_decimals(value, steps, is_above=is_above).removesuffix(".0")


def percent(ratio: float | None, steps: Sequence[float] = (), *, is_above: bool = False) -> str:
    """Give a ratio as a percentage, never broken over two lines: 62.5 %."""
    if ratio is None:
        return "–"
    limits = [in_percent(step) for step in steps]
    return f"{one_decimal(in_percent(ratio), limits, is_above=is_above)}{NO_BREAK}%"


def in_percent(ratio: float) -> float:
    """Give a ratio in percent, without the dust that multiplying leaves."""
    return round(ratio * 100, 10)


def noise() -> float:
    """Give from how many points on a change says something."""
    return constants.method().trend.noise_band_points


def counted(n: int, one: str, many: str | None = None) -> str:
    """Give a count with its noun: 1 member, 3 members."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def change_points(now: float | None, before: float | None) -> str:
    """Give a change in points with its sign as a symbol: ▲ 3.2."""
    if now is None or before is None:
        return ""
    return moved(now - before)


def moved(change: float) -> str:
    """Give a change with an arrow as its sign: ▲ 3.2; what rounds to nothing is none."""
    if round(change, 1) == 0:
        return say("numbers.no_change")
    return f"{'▲' if change > 0 else '▼'} {one_decimal(abs(change), (noise(),))}"


def signed(value: float, steps: Sequence[float] = ()) -> str:
    """Give a change with its sign; what rounds to nothing has none: +3.2, −0.4, 0."""
    if round(value, 1) == 0:
        return "0"
    return f"{'+' if value > 0 else MINUS}{one_decimal(abs(value), steps)}"


def adding_up(shares: Sequence[float], whole: float, digits: int = 1) -> list[float]:
    """Round shares so that they add up to a whole that is rounded: the largest remainders go up.

    Equal remainders go up in the order given. Shares that never added up are only rounded.
    """
    size = 10.0**digits
    if not shares or abs(sum(shares) - whole) > 1 / size:
        return [round(share, digits) for share in shares]
    units = [math.floor(round(share * size, 6)) for share in shares]
    rests = [share * size - unit for share, unit in zip(shares, units, strict=True)]
    missing = round(whole * size) - sum(units)
    by_rest = sorted(range(len(shares)), key=lambda place: -rests[place])
    for place in by_rest[: max(missing, 0)]:
        units[place] += 1
    for place in by_rest[len(by_rest) + min(missing, 0) :]:
        units[place] -= 1
    return [unit / size for unit in units]


def shares(found: Sequence[float | None], change: float | None) -> list[str]:
    """Give shares of a change with their signs, so that they add up to the change as printed."""
    known = [share for share in found if share is not None]
    shown, places = rounded(abs(change or 0.0), (noise(),))
    whole = math.copysign(shown, change or 0.0)
    parts = iter(known if change is None else adding_up(known, whole, places))
    return ["–" if share is None else _signed(next(parts), places) for share in found]


def _signed(value: float, places: int) -> str:
    if round(value, places) == 0:
        return "0"
    return f"{'+' if value > 0 else MINUS}{abs(value):,.{places}f}"


def listed(items: Sequence[str], at_most: int = 3) -> str:
    """Give a few names as a phrase: A, B and 4 more."""
    shown = list(items[:at_most])
    rest = len(items) - len(shown)
    if rest:
        shown.append(say("numbers.more", count=rest))
    if len(shown) < 2:
        return "".join(shown)
    return say("numbers.and", first=", ".join(shown[:-1]), last=shown[-1])


def ready_levels() -> str:
    """Give the levels that count as ready, as they stand in a sentence: 1 or 2."""
    *first, last = constants.ready_levels()
    return say("numbers.or", first=", ".join(first), last=last) if first else last


def span(days: int) -> str:
    """Give a span of days, in years where it is whole ones: 3 years, 548 days."""
    years = round(days / YEAR_DAYS)
    if years and abs(days - years * YEAR_DAYS) < 1:
        return say("numbers.years", n=years)
    return say("numbers.days", n=days)


def bound(value: float | None) -> str:
    """Give the lower bound of a pair, a share of one that levels are read off; none is a dash."""
    return in_decimals(value, constants.pair_steps(), digits=2)


def on_day(on: date | None) -> str:
    """Give a day: 9 Jun 2026."""
    return "–" if on is None else f"{on.day} {on:%b %Y}"


def clear_change(now: float | None, before: float | None) -> str:
    """Give a change in points; one below the noise is called no clear change."""
    if now is None or before is None:
        return say("numbers.no_data")
    if abs(now - before) < noise():
        return say("numbers.no_clear_change")
    return change_points(now, before)
