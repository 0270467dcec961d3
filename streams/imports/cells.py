"""The text of one cell becomes a value: a number, a date, a yes or no."""

import calendar
import functools
import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from schemas import moments
from schemas.vocabulary import DatePrecision
from streams.imports.errors import Unconvertible
from streams.imports.language import Edge, Rule, Table

YES = frozenset({"1", "true", "yes", "y", "x", "t"})
NO = frozenset({"", "0", "false", "no", "n", "f"})

# Who names a space between thousands means the narrow and the fixed ones too: they look the same.
SPACES = " \u00a0\u202f\u2009"
NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
NOT_IN_IDENTIFIERS = re.compile(r"[^A-Za-z0-9._:/+-]+")
YEARS_OF_TWO_DIGITS = 100
REMEMBERED = 20_000  # values of cells: most columns say the same again and again


@dataclass(frozen=True, slots=True)
class EventTime:
    """A time as exact as the file knew it; an exact instant has no precision."""

    at: datetime
    precision: DatePrecision | None


def number(text: str, table: Table, scale: float = 1.0) -> float:
    """Return the number a cell holds, times a factor, without the noise of binary fractions."""
    return float(_scaled(text, table, scale))


def whole_number(text: str, table: Table, scale: float = 1.0) -> int:
    """Return the whole number a cell holds, times a factor."""
    value = _scaled(text, table, scale)
    if value != value.to_integral_value():
        raise Unconvertible("is not a whole number", text)
    return int(value)


@functools.lru_cache(REMEMBERED)
def _scaled(text: str, table: Table, scale: float) -> Decimal:
    value = _exact(text, table)
    # The shortest text of the factor is what the mapping says: 0.1, not what binary makes of it.
    return value if scale == 1 else value * Decimal(repr(scale))


def _exact(text: str, table: Table) -> Decimal:
    plain = text.strip().removesuffix("%").strip().replace("\N{MINUS SIGN}", "-")
    found = _grammar(table.decimal, table.thousands).fullmatch(plain)
    if found is None:
        if NOT_FINITE.fullmatch(plain):
            raise Unconvertible("is not a finite number", text)
        raise Unconvertible("is not a number", text, hint=_hint(plain, table))
    part = found.groupdict(default="")
    whole = re.sub(r"[^0-9]", "", part["whole"])
    value = Decimal(f"{part['sign']}{whole or '0'}.{part['fraction'] or '0'}{part['exponent']}")
    if not math.isfinite(float(value)):
        raise Unconvertible("is not a finite number", text)
    return value


@functools.cache
def _grammar(decimal: str, thousands: str) -> re.Pattern[str]:
    """Return what numbers look like: a mark between thousands stands before three digits only."""
    point = re.escape(decimal)
    grouped = ""
    if thousands:
        mark = f"[{SPACES}]" if thousands in SPACES else re.escape(thousands)
        # All marks of one number are the same, and nobody writes a nought before the first: 0,012
        # has its decimal mark there.
        grouped = f"[1-9][0-9]{{0,2}}(?P<mark>{mark})[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*|"
    whole = f"(?P<whole>{grouped}[0-9]+|(?={point}[0-9]))"
    rest = f"(?:{point}(?P<fraction>[0-9]*))?(?P<exponent>[eE][+-]?[0-9]{{1,3}})?"
    return re.compile(f"(?P<sign>[+-]?){whole}{rest}")


def _hint(plain: str, table: Table) -> str:
    """Return what the mapping may have to say when something looks like a number all the same."""
    if not re.fullmatch(rf"[+-]?[0-9.,'’_{SPACES}]+", plain):
        return ""
    other = "," if table.decimal == "." else "."
    if table.thousands and table.thousands in plain:
        return (
            f" (the mark between thousands, {table.thousands!r}, stands before groups of three "
            f"digits only; if it is the decimal mark, set file.decimal)"
        )
    if other in plain:
        return f" (if {other!r} is the decimal mark, set file.decimal; else file.thousands)"
    if any(space in plain for space in SPACES):
        return ' (set file.thousands = " " if it stands between thousands)'
    return f" (digits and {table.decimal!r} only; set file.thousands if a mark is between them)"


def yes_or_no(text: str) -> bool:
    """Tell whether a flag is set."""
    word = text.strip().casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise Unconvertible(
        "is neither yes nor no", text, hint=" (1, yes, y, x, true; 0, no, n, false)"
    )


def identifier(text: str) -> str:
    """Return a text as an identifier: no accents, and - for what may not stand in one."""
    plain = unicodedata.normalize("NFKD", text.strip())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    made = NOT_IN_IDENTIFIERS.sub("-", plain).strip("-._:/+")
    if not made:
        raise Unconvertible("has nothing that can stand in an identifier", text)
    return made


def event_time(text: str, rule: Rule) -> EventTime:
    """Return the time a cell holds, read by the first of the rule's formats that fits.

    A format without a day (or month) gives the first moment of that month (or year), or with
    `edge = "end"` its last day.
    """
    return _event_time(text, rule.formats, rule.pivot, rule.edge, rule.years_later)


@functools.lru_cache(REMEMBERED)
def _event_time(
    text: str, formats: tuple[str, ...], pivot: int | None, edge: Edge, years_later: int
) -> EventTime:
    # A fraction finer than a microsecond is cut off, as in every event.
    exact = moments.cut(text.strip())
    for form in formats:
        try:
            at = datetime.strptime(exact, form)  # noqa: DTZ007 - files know no zones
        except ValueError:
            continue
        if pivot is not None and has_two_digit_year(form):
            at = _in_years_from(pivot, at, text)
        at = _later(at, years_later, text)
        return _at_edge(at if at.tzinfo else at.replace(tzinfo=UTC), precision(form), edge)
    raise Unconvertible(f"is not a date like {' or '.join(formats)}", text)


def has_two_digit_year(form: str) -> bool:
    """Tell whether a format has years of two digits."""
    return any(part in directives(form) for part in ("y", "x", "c"))


def directives(form: str) -> set[str]:
    """Return the letters behind the percent signs of a format."""
    return set(re.findall(r"%(.)", form.replace("%%", "")))


def _in_years_from(first: int, at: datetime, text: str) -> datetime:
    year = first + (at.year - first) % YEARS_OF_TWO_DIGITS
    try:
        return at.replace(year=year)
    except ValueError:
        raise Unconvertible(f"is no day of the year {year}", text) from None


def _later(at: datetime, years: int, text: str) -> datetime:
    """Return the same day some years later; 28 February for a leap day that year does not have."""
    try:
        day = min(at.day, calendar.monthrange(at.year + years, at.month)[1])
        return at.replace(year=at.year + years, day=day)
    except ValueError:
        raise Unconvertible(f"lies with {years} years more outside the calendar", text) from None


def precision(form: str) -> DatePrecision | None:
    """Return how exact a date of this format is; an instant has no precision."""
    parts = directives(form)
    if parts & {"H", "I", "X", "c"}:
        return None
    # A weekday of a week is a day, too.
    if parts & {"d", "j", "x", "a", "A", "u", "w"}:
        return DatePrecision.DAY
    if parts & {"m", "b", "B"}:
        return DatePrecision.MONTH
    return DatePrecision.YEAR


def _at_edge(at: datetime, precision: DatePrecision | None, edge: Edge) -> EventTime:
    if precision is None or precision is DatePrecision.DAY or edge == "start":
        return EventTime(at.astimezone(UTC), precision)
    month = 12 if precision is DatePrecision.YEAR else at.month
    last_day = calendar.monthrange(at.year, month)[1]
    return EventTime(at.replace(month=month, day=last_day), DatePrecision.DAY)
