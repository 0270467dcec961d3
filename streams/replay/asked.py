"""What is asked of a replay clock, read and checked (pure)."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from streams.replay.errors import BadRequest, NothingRecorded

LONGEST = timedelta(days=366 * 150)
FASTEST = 3600
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?", re.IGNORECASE)
_RATE = re.compile(r"([0-9]{1,9})x?", re.IGNORECASE)
_STEP = re.compile(r"(-?)([0-9]{1,6})([smhd])")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


class Present(NamedTuple):
    """What time it is, and from when to when events were recorded."""

    now: datetime
    first_recorded_at: datetime | None
    last_recorded_at: datetime


class Period(NamedTuple):
    """What is replayed; known at one moment, or, without one, as it became known."""

    from_at: datetime
    to_at: datetime
    known_at: datetime | None


def name_of(text: str) -> str:
    """Return a name that can stand in an address."""
    if not _NAME.fullmatch(text):
        raise BadRequest(
            f"{text[:60]!r} cannot name a replay; use at most 40 small letters, digits and -"
        )
    return text


def instant(option: str, text: str) -> datetime:
    """Return an instant written as ISO 8601 with a zone, or as a day."""
    written = text if _ISO.fullmatch(text) else ""
    try:
        at = datetime.fromisoformat(written.upper().replace("Z", "+00:00"))
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        said = f"{option} is {text[:40]!r}; write 2026-05-12, or 2026-05-12T12:00Z"
        raise BadRequest(said) from error
    if not 1900 <= at.year <= 2199:
        raise BadRequest(f"{option} is {text[:40]!r}; the years are 1900 to 2199")
    return at


def rate(text: str) -> int:
    """Return how many seconds of a replay go by in a second, written 60 or 60x."""
    match = _RATE.fullmatch(text)
    if match is None or not 1 <= int(match[1]) <= FASTEST:
        raise BadRequest(f"the speed is {text[:40]!r}; it goes from 1x to {FASTEST}x")
    return int(match[1])


def step(text: str) -> timedelta:
    """Return a span written with its unit: 30s, 15m, 6h, 1d, or back with a minus."""
    match = _STEP.fullmatch(text)
    if match is None or timedelta(seconds=int(match[2]) * _UNITS[match[3]]) > LONGEST:
        raise BadRequest(f"the step is {text[:40]!r}; write 30s, 15m, 6h, 1d, or -1d to go back")
    span = timedelta(seconds=int(match[2]) * _UNITS[match[3]])
    return -span if match[1] else span


def period(from_at: datetime, to_at: datetime, *, as_then_known: bool, present: Present) -> Period:
    """Return what is to be replayed, or say why that cannot be."""
    if from_at >= to_at:
        raise BadRequest(f"--from {_said(from_at)} does not lie before --to {_said(to_at)}")
    if to_at - from_at > LONGEST:
        raise BadRequest("--from and --to are more than 150 years apart; replay a part of it")
    if to_at > present.now:
        raise BadRequest(f"--to {_said(to_at)} is still to come; a replay shows what has been")
    first = present.first_recorded_at
    if first is None:
        raise NothingRecorded("no event is recorded, and so there is nothing to replay")
    if as_then_known and to_at < first:
        raise NothingRecorded(
            f"the first event was recorded at {_said(first)}, after --to: nothing was known then; "
            "--known now replays it with what is known now"
        )
    return Period(from_at, to_at, None if as_then_known else present.last_recorded_at)


def _said(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%MZ}"
