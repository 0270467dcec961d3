"""When something happened: read exactly as written, never later, and said in one way only.

A time, its precision and the days in the data describe one moment. Where they cannot, the refusal
says how to write it. What the ledger holds was judged when it came and is not judged again.
"""

import calendar
import re
from datetime import datetime

from schemas.errors import Reason, Refused
from schemas.events.event import EventData
from schemas.vocabulary import DatePrecision

EARLIEST_YEAR = 1900
_LONGEST_EXACT = len("2026-05-12T12:00:00.123456Z")
_BEYOND_MICROSECONDS = re.compile(r"(\.\d{6})\d+")
_LEAP_SECOND = re.compile(r"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:60(\.\d+)?([Zz]|[+-]\d{2}:?\d{2})$")
_ZONE_WITHOUT_COLON = re.compile(r"[+-]\d{4}$")
_WITHOUT_ZONE = re.compile(r"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?$")
_SECONDS_SINCE_1970 = re.compile(r"^\d{9,19}(\.\d+)?$")

# How much of a written instant a precision says.
_LENGTHS = {DatePrecision.DAY: 10, DatePrecision.MONTH: 7, DatePrecision.YEAR: 4}


def is_plain(text: str) -> bool:
    """Tell whether every decoder reads this instant alike: no finer than microseconds, in Z."""
    return len(text) <= _LONGEST_EXACT and text[-1:] == "Z"


def cut(text: str) -> str:
    """Return an instant without what lies beyond its microseconds: never later than it says.

    Decoders differ here: msgspec rounds the seventh digit half up, PostgreSQL half to even.
    """
    return _BEYOND_MICROSECONDS.sub(r"\1", text, count=1)


def refuse_zone_without_colon(text: str, where: str) -> None:
    """Refuse `+0200`, which is ISO 8601 but no RFC 3339."""
    if _ZONE_WITHOUT_COLON.search(text) and "T" in text.upper():
        better = f"{text[:-2]}:{text[-2:]}"
        raise Refused(Reason.BAD_TIME, f"{where}: no RFC 3339; write {better[:60]}")


def hint(written: object) -> str | None:
    """Return what was probably meant by a time that no decoder takes."""
    text = str(written)
    if _LEAP_SECOND.match(text):
        return "a leap second; write the second before it (59), clocks here have no second 60"
    if _WITHOUT_ZONE.match(text):
        return f"no zone; if it is UTC write {text[:40]}Z"
    if _SECONDS_SINCE_1970.match(text):
        return "seconds since 1970; write RFC 3339, as 2026-05-12T12:00:00Z"
    return None


def refuse_disagreement(
    time: datetime, precision: DatePrecision | None, data: EventData, written: str, where: str
) -> None:
    """Refuse a time that is no beginning of its period, or lies beside the days of the data."""
    if precision is not None and _first_moment(time, precision) != time:
        first = written[: _LENGTHS[precision]] + "-01-01T00:00:00Z"[_LENGTHS[precision] - 4 :]
        raise Refused(
            Reason.INVALID_DATA,
            f"{where}: dateprecision says {precision}, so it must be the first moment of that "
            f"{precision} in UTC: write {first}, or leave dateprecision out",
        )
    if data.HAPPENED_BETWEEN is None:
        return
    first, last = (getattr(data, name) for name in data.HAPPENED_BETWEEN)
    # A day of somebody's calendar may be the one before or after it in UTC.
    slack = 1 if precision is None else 0
    begins = time.toordinal()
    ends = begins + _days(time, precision) - 1
    if ends < first.toordinal() - slack or begins > last.toordinal() + slack:
        names = " and ".join(data.HAPPENED_BETWEEN)
        raise Refused(
            Reason.INVALID_DATA,
            f"{where}: {_said(time, precision)} does not lie between {names}, {first} and {last}: "
            f"write when it happened, as {first}T00:00:00Z with dateprecision day",
        )


def _first_moment(time: datetime, precision: DatePrecision) -> datetime:
    day = time.replace(hour=0, minute=0, second=0, microsecond=0)
    if precision is DatePrecision.DAY:
        return day
    return day.replace(day=1) if precision is DatePrecision.MONTH else day.replace(month=1, day=1)


def _days(time: datetime, precision: DatePrecision | None) -> int:
    """Return how many days a time stands for that is the first moment of its period."""
    if precision is DatePrecision.MONTH:
        return calendar.monthrange(time.year, time.month)[1]
    if precision is DatePrecision.YEAR:
        return 366 if calendar.isleap(time.year) else 365
    return 1


def _said(time: datetime, precision: DatePrecision | None) -> str:
    forms = {DatePrecision.DAY: "%Y-%m-%d", DatePrecision.MONTH: "%Y-%m", DatePrecision.YEAR: "%Y"}
    return f"{time:{forms[precision]}}" if precision else f"{time:%Y-%m-%dT%H:%M:%SZ}"
