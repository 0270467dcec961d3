"""The dates of a calendar (iCalendar, RFC 5545), one row each, in the process that may be ended.

An event that repeats gives a row for each time it takes place, exceptions heeded.
"""
# pyright: standard

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import icalendar
import recurring_ical_events

COLUMNS = (
    "uid",
    "summary",
    "start",
    "end",
    "all_day",
    "location",
    "description",
    "categories",
    "status",
    "organizer",
    "url",
)
LONGEST_YEARS = 5  # of what repeats without end, from its own first date
MOST = 100_000


def lines(path: str) -> Iterator[tuple[int, list[str], str | None]]:
    """Return the names of the columns, then a row for each date, numbered by its event."""
    yield 1, list(COLUMNS), None
    calendar: Any = icalendar.Calendar.from_ical(Path(path).read_bytes())
    events = calendar.walk("VEVENT")
    for number, event in enumerate(events, start=2):
        if problem := _problem(event):
            yield number, [str(event.get("UID", ""))], problem
    sound: Any = icalendar.Calendar()
    numbers: dict[str, int] = {}
    for number, event in enumerate(events, start=2):
        if _problem(event) is None:
            numbers.setdefault(str(event.get("UID", "")), number)
            sound.add_component(event)
    for zone in calendar.walk("VTIMEZONE"):
        sound.add_component(zone)
    found = list(islice(_dates(sound), MOST + 1))
    if len(found) > MOST:
        raise LookupError(f"it has more than {MOST:,} dates")
    for event in sorted(found, key=lambda one: (_instant(one["DTSTART"].dt), _text(one, "UID"))):
        yield numbers[_text(event, "UID")], _cells(event), None


def _dates(calendar: Any) -> Iterator[Any]:
    begins = [event["DTSTART"].dt for event in calendar.walk("VEVENT")]
    if not begins:
        return
    first, last = min(map(_instant, begins)), max(map(_instant, begins))
    end = last + timedelta(days=366 * LONGEST_YEARS)
    longest = {
        _text(event, "UID"): _instant(event["DTSTART"].dt) + timedelta(days=366 * LONGEST_YEARS)
        for event in calendar.walk("VEVENT")
        if "RRULE" in event
    }
    occurrences: Any = recurring_ical_events.of(calendar)
    for event in occurrences.between(first - timedelta(days=1), end):
        if _instant(event["DTSTART"].dt) <= longest.get(_text(event, "UID"), end):
            yield event


def _problem(event: Any) -> str | None:
    """Say why an event has no dates; a broken one raises only when its value is asked for."""
    if event.get("DTSTART") is None:
        return "has no DTSTART"
    for name in ("DTSTART", "DTEND", "DURATION"):
        value = event.get(name)
        if value is None:
            continue
        try:
            _ = value.dt if name != "DURATION" else value.td
        except (AttributeError, ValueError):
            return f"{name} is {value.to_ical().decode(errors='replace')!r}, which is no date"
    return None


def _cells(event: Any) -> list[str]:
    start = event["DTSTART"].dt
    end = event["DTEND"].dt if "DTEND" in event else start
    is_all_day = not isinstance(start, datetime)
    if is_all_day and "DTEND" in event and end > start:
        end -= timedelta(days=1)  # the end of a calendar is the first day that is free again
    return [
        _text(event, "UID"),
        _text(event, "SUMMARY"),
        _written(start),
        _written(end),
        str(is_all_day).lower(),
        _text(event, "LOCATION"),
        _text(event, "DESCRIPTION"),
        _categories(event),
        _text(event, "STATUS").lower(),
        _text(event, "ORGANIZER"),
        _text(event, "URL"),
    ]


def _categories(event: Any) -> str:
    given = event.get("CATEGORIES", [])
    listed = given if isinstance(given, list) else [given]
    return ";".join(str(name) for group in listed for name in getattr(group, "cats", [group]))


def _text(event: Any, name: str) -> str:
    return str(event.get(name, "")).strip()


def _written(at: date) -> str:
    """Write a day as 2026-03-25, an instant as 2026-03-25T09:00:00Z: both can be part of an id."""
    return f"{_instant(at):%Y-%m-%dT%H:%M:%SZ}" if isinstance(at, datetime) else at.isoformat()


def _instant(at: date) -> datetime:
    """Return a moment in UTC; one of no zone is taken as UTC, a day as its beginning."""
    if not isinstance(at, datetime):
        return datetime(at.year, at.month, at.day, tzinfo=UTC)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
