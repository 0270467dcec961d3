"""How much at once: events a second for each key, requests under way for all (pure)."""

from collections import OrderedDict
from typing import NamedTuple

from streams.events.recorded import EventKey
from streams.gateway.broker import Placed

BURST_S = 2  # so many seconds' worth may come at once
MOST_KEYS = 10_000
MOST_REMEMBERED = 100_000
BODY_WITHIN_S = 30
MOST_UNDER_WAY = 200  # requests that are read, checked or waited for
LONGEST_WAIT_S = 30
RETRY_AFTER_S = 2


class _Level(NamedTuple):
    events: float
    at: float


class Rates:
    """A bucket for each key: it fills with time, and each event takes one out."""

    def __init__(self) -> None:
        self._levels: OrderedDict[str, _Level] = OrderedDict()

    def take(self, key_id: str, events: int, events_per_s: int, now: float) -> float:
        """Take events out and return 0, or return after how many seconds there is room for them.

        A request that holds more than a full bucket is let through when the bucket is full.
        """
        room = float(events_per_s * BURST_S)
        level = self._levels.pop(key_id, _Level(room, now))
        there = min(room, level.events + (now - level.at) * events_per_s)
        wanted = min(float(events), room)
        is_enough = there >= wanted
        self._levels[key_id] = _Level(there - events if is_enough else there, now)
        while len(self._levels) > MOST_KEYS:
            self._levels.popitem(last=False)
        return 0.0 if is_enough else (wanted - there) / events_per_s


class Lately:
    """Where the log has what was accepted lately; what was accepted longest ago goes first."""

    def __init__(self) -> None:
        self._places: OrderedDict[EventKey, Placed] = OrderedDict()

    def remember(self, key: EventKey, place: Placed) -> None:
        """Keep where an event is in the log."""
        self._places.pop(key, None)
        self._places[key] = place
        while len(self._places) > MOST_REMEMBERED:
            self._places.popitem(last=False)

    def place(self, key: EventKey) -> Placed | None:
        """Return where an event is in the log, None if it was not accepted lately."""
        return self._places.get(key)

    def forget(self, key: EventKey) -> None:
        """Let go of an event of which the database knows what became."""
        self._places.pop(key, None)
