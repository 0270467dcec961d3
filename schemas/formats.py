"""Times in the formats of other people's files (strptime): how exact they are, and what they mean.

A format says a moment or is refused: what strptime reads and then ignores (a week without its
day) or guesses (the century of a year in two digits) has to be said.
"""

from datetime import datetime

from schemas import moments
from schemas.errors import MusterSchemaError
from schemas.vocabulary import DatePrecision

_YEAR = ("%Y", "%G", "%y", "%c", "%x", "%D", "%F")
_TWO_DIGITS = ("%y", "%D", "%x", "%c")  # in the C locale %x and %D write two digits
_WEEK = ("%V", "%U", "%W")
_WEEKDAY = ("%u", "%w", "%a", "%A")
_DAY = ("%d", "%j", "%x", "%D", "%F", "%c")
_MONTH = ("%m", "%b", "%B")
_HOUR = ("%H", "%I", "%X", "%T", "%R", "%c")


class NoMoment(MusterSchemaError):
    """A format does not say which moment it means."""


def precision(form: str) -> DatePrecision | None:
    """Return how exact a format is; None: to the instant. Refuse one that says no moment."""
    has_week, has_weekday = _has(form, _WEEK), _has(form, _WEEKDAY)
    if not _has(form, _YEAR):
        raise NoMoment(f"{form!r} has no year")
    if has_week and not has_weekday:
        raise NoMoment(
            f"{form!r} names a week, and a week is no day, month or year: add the day of the week "
            "to text and format (Monday: '-1' and '-%u')"
        )
    has_day = _has(form, _DAY) or (has_week and has_weekday)
    if _has(form, _HOUR):
        if not has_day:
            raise NoMoment(f"{form!r} has an hour of no day")
        return None
    if has_day:
        if _has(form, ("%d",)) and not _has(form, _MONTH):
            raise NoMoment(f"{form!r} has a day of no month")
        return DatePrecision.DAY
    return DatePrecision.MONTH if _has(form, _MONTH) else DatePrecision.YEAR


def has_two_digit_year(form: str) -> bool:
    """Tell whether a format leaves the century open."""
    return _has(form, _TWO_DIGITS)


def read(text: str, form: str, first_year: int | None = None) -> datetime:
    """Return what a text says in a format; a year in two digits is one of the 100 from the first.

    Fractions of a second are cut after the microsecond, never rounded up. Raises ValueError for a
    text in another format, NoMoment for a year in two digits whose century nobody states.
    """
    is_open = has_two_digit_year(form)
    if is_open and first_year is None:
        raise NoMoment(f"{form!r} has years in two digits: state the first year they can mean")
    at = datetime.strptime(moments.cut(text), form)  # noqa: DTZ007 - files know no zones
    if is_open and first_year is not None:
        at = at.replace(year=first_year + (at.year - first_year) % 100)
    return at


def _has(form: str, codes: tuple[str, ...]) -> bool:
    plain = form.replace("%%", "")
    return any(code in plain for code in codes)
