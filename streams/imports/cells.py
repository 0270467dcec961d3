"""The text of one cell becomes a value: a number, a date, a yes or no, a country."""

import calendar
import math
from dataclasses import dataclass
from datetime import UTC, datetime

from schemas.vocabulary import DatePrecision
from streams.imports.errors import Unconvertible
from streams.imports.mapping import Edge, Rule, Table

YES = frozenset({"1", "true", "yes", "y", "x", "t"})
NO = frozenset({"", "0", "false", "no", "n", "f"})


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as exact as the file knew it; an exact instant has no precision."""

    at: datetime
    precision: DatePrecision | None


def number(text: str, table: Table) -> float:
    """Give the number a cell holds, whatever its marks for decimals, thousands and percent."""
    plain = text.strip().removesuffix("%").strip()
    if table.thousands:
        plain = plain.replace(table.thousands, "")
    try:
        value = float(plain.replace(table.decimal, "."))
    except ValueError as error:
        raise Unconvertible(f"{text!r} is not a number") from error
    if not math.isfinite(value):
        raise Unconvertible(f"{text!r} is not a finite number")
    return value


def whole_number(text: str, table: Table) -> int:
    """Give the whole number a cell holds."""
    value = number(text, table)
    if value != int(value):
        raise Unconvertible(f"{text!r} is not a whole number")
    return int(value)


def yes_or_no(text: str) -> bool:
    """Tell whether a flag is set."""
    word = text.strip().casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise Unconvertible(f"{text!r} is neither yes nor no")


def moment(text: str, rule: Rule) -> Moment:
    """Give the time a cell holds, read by the first of the rule's formats that fits.

    A format without a day (or month) gives the first moment of that month (or year), or with
    `edge = "end"` its last day.
    """
    for form in rule.formats:
        try:
            at = datetime.strptime(text.strip(), form)  # noqa: DTZ007 - files know no zones
        except ValueError:
            continue
        at = _later(at, rule.years_later)
        return _at_edge(at if at.tzinfo else at.replace(tzinfo=UTC), _precision(form), rule.edge)
    raise Unconvertible(f"{text!r} is not a date like {' or '.join(rule.formats)}")


def _later(at: datetime, years: int) -> datetime:
    """Give the same day some years later; 28 February for a leap day that year does not have."""
    day = min(at.day, calendar.monthrange(at.year + years, at.month)[1])
    return at.replace(year=at.year + years, day=day)


def _precision(form: str) -> DatePrecision | None:
    if any(part in form for part in ("%H", "%I", "%X", "%c")):
        return None
    if any(part in form for part in ("%d", "%j", "%x", "%D", "%F")):
        return DatePrecision.DAY
    if any(part in form for part in ("%m", "%b", "%B")):
        return DatePrecision.MONTH
    return DatePrecision.YEAR


def _at_edge(at: datetime, precision: DatePrecision | None, edge: Edge) -> Moment:
    if edge == "start" or precision is None or precision is DatePrecision.DAY:
        return Moment(at.astimezone(UTC), precision)
    month = 12 if precision is DatePrecision.YEAR else at.month
    last_day = calendar.monthrange(at.year, month)[1]
    return Moment(at.replace(month=month, day=last_day), DatePrecision.DAY)
