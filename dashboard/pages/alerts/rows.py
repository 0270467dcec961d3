"""The load of the watch: how many alerts, in what bursts, shared how (pure).

Only what was raised counts: acknowledging, clearing and sending are no load. Six an hour are
acceptable and twelve the most that can be managed; ten in ten minutes begin a flood, which ends
below five.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.pages.alerts.queries import Annunciation

ACCEPTABLE_AN_HOUR, MOST_AN_HOUR = 6, 12
FLOOD_BEGINS, FLOOD_ENDS = 10, 5
GOALS = {"high": 5, "medium": 15, "low": 80}
TEN_MINUTES, HOUR, DAY = timedelta(minutes=10), timedelta(hours=1), timedelta(days=1)
CHATTERS = 3  # in one hour, the same subject of the same rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What the alerts of a span ask of the one who watches."""

    raised: int
    an_hour: float
    peak_hour: int
    peak_ten_minutes: int
    flood_ratio: float
    shares: dict[str, float | None]
    chattering: int
    standing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Worst:
    """A rule, and how much of all it raised."""

    rule: str
    raised: int
    ratio: float


def load_of(found: Sequence[Annunciation], from_at: datetime, now: datetime) -> Load:
    """Give the load between two moments."""
    raised = sorted(one.raised_at for one in found if from_at <= one.raised_at <= now)
    by_priority = Counter(one.priority for one in found if from_at <= one.raised_at <= now)
    n = len(raised)
    return Load(
        raised=n,
        an_hour=n / ((now - from_at) / HOUR),
        peak_hour=_peak(raised, HOUR),
        peak_ten_minutes=_peak(raised, TEN_MINUTES),
        flood_ratio=_flooded(raised, from_at, now) / (now - from_at),
        shares={name: by_priority[name] / n if n else None for name in GOALS},
        chattering=_chattering(found, from_at, now),
        standing=sum(one.cleared_at is None and now - one.raised_at > DAY for one in found),
    )


def worst(found: Sequence[Annunciation], from_at: datetime, most: int = 10) -> list[Worst]:
    """Give the rules that raised the most."""
    counted = Counter(one.rule for one in found if one.raised_at >= from_at)
    total = sum(counted.values())
    ranked = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return [Worst(rule=rule, raised=n, ratio=n / total) for rule, n in ranked[:most]]


def is_flood(found: Sequence[Annunciation], now: datetime) -> bool:
    """Tell whether a flood is going on."""
    raised = sorted(one.raised_at for one in found if one.raised_at <= now)
    return bool(_flooded(raised, now - TEN_MINUTES, now)) and _within(raised, now) >= FLOOD_ENDS


def _peak(raised: Sequence[datetime], span: timedelta) -> int:
    """Give the most that were raised within a span, wherever it begins."""
    return max((i + 1 - bisect_right(raised, at - span) for i, at in enumerate(raised)), default=0)


def _within(raised: Sequence[datetime], at: datetime) -> int:
    return bisect_right(raised, at) - bisect_right(raised, at - TEN_MINUTES)


def _flooded(raised: Sequence[datetime], from_at: datetime, now: datetime) -> timedelta:
    """Give how long there was a flood: it begins and ends where the last ten minutes change."""
    steps = sorted({*raised, *(at + TEN_MINUTES for at in raised if at + TEN_MINUTES <= now), now})
    flooded, is_on, since = timedelta(0), False, from_at
    for at in steps[bisect_left(steps, from_at) :]:
        if is_on:
            flooded += at - since
        n = _within(raised, at)
        is_on = n >= FLOOD_ENDS if is_on else n > FLOOD_BEGINS
        since = at
    return flooded


def _chattering(found: Sequence[Annunciation], from_at: datetime, now: datetime) -> int:
    """Give how many subjects were raised three times within an hour."""
    by_subject: dict[tuple[str, str], list[datetime]] = {}
    for one in found:
        if from_at <= one.raised_at <= now:
            by_subject.setdefault((one.rule, one.subject), []).append(one.raised_at)
    return sum(_peak(sorted(some), HOUR) >= CHATTERS for some in by_subject.values())
