"""Which period the scrubber shows, and where A and B stand on it: pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.view import View, days_before

USUAL_SPAN = "1y"
# Widest last: a span that does not hold both moments gives way to the next.
SPANS_DAYS = {"90d": 90, "1y": 365, "3y": 1096, "5y": 1826}
ALL = "all"
COMPARED_DAYS = 90
SHORTEST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Axis:
    """The period of the scrubber and the two moments on it."""

    span: str
    start: datetime
    end: datetime
    a: datetime
    b: datetime


def asked_span(view: View) -> str:
    """Give the span the address asks for, or the usual one."""
    return view.span if view.span in (*SPANS_DAYS, ALL) else USUAL_SPAN


def axis_of(view: View, now: datetime, first: datetime | None) -> Axis:
    """Give the shortest period, not shorter than asked, that holds A and B.

    It ends now when it can: then both moments may be moved either way. `first` is the oldest
    event, needed for all there is; a comparison the wrong way round is turned.
    """
    b = view.as_of or now
    a = view.from_at or days_before(b, COMPARED_DAYS).replace(second=0, microsecond=0)
    a, b = min(a, b), max(a, b)
    asked = asked_span(view)
    for span, days in list(SPANS_DAYS.items())[_place(asked) :]:
        for end in (max(now, b), b):
            start = days_before(end, days)
            if start <= a and b <= end:
                return Axis(span, start, end, a, b)
    end = max(now, b)
    start = min(a, first or a)
    return Axis(ALL, min(start, end - SHORTEST), end, a, b)


def _place(span: str) -> int:
    return [*SPANS_DAYS, ALL].index(span)
