"""Where each exercise lies on a strip of time: in which row and lane, from where to where."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.pages.exercises.queries import Exercise

SHORTEST = 0.007  # of the width: a day must still be seen
GAP_DAYS = 2  # between bars of one lane


@dataclass(frozen=True, slots=True)
class Strip:
    """The days from the left end to the right, and the day the page is about."""

    first: date
    last: date
    on: date

    def share_of(self, day: date) -> float:
        """Give where a day lies between the ends, held to 0 and 1."""
        days = max(1, (self.last - self.first).days)
        return min(1.0, max(0.0, (day - self.first).days / days))


@dataclass(frozen=True, slots=True)
class Bar:
    """One exercise on the strip; left and width are shares from 0 to 1."""

    exercise: Exercise
    lane: int
    left: float
    width: float


@dataclass(frozen=True, slots=True)
class Row:
    """The exercises that share a kind or a series, in as few lanes as keep them apart."""

    name: str
    lanes: int
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Month:
    """The first of a month on the strip."""

    on: date
    left: float


def rows_by(
    exercises: Sequence[Exercise],
    name_of: Callable[[Exercise], str],
    order: Sequence[str],
    strip: Strip,
) -> list[Row]:
    """Give a row per name, those of `order` first, then those with the most exercises."""
    counts = Counter(name_of(exercise) for exercise in exercises)
    places = {name: place for place, name in enumerate(order)}
    names = sorted(counts, key=lambda one: (places.get(one, len(places)), -counts[one], one))
    return [
        _row(name, [one for one in exercises if name_of(one) == name], strip) for name in names
    ]


def months_of(strip: Strip) -> list[Month]:
    """Give every first of a month on a strip."""
    number = strip.first.year * 12 + strip.first.month - 1 + (strip.first.day > 1)
    found = []
    while (on := date(number // 12, number % 12 + 1, 1)) <= strip.last:
        found.append(Month(on, strip.share_of(on)))
        number += 1
    return found


def _row(name: str, exercises: Sequence[Exercise], strip: Strip) -> Row:
    free_on: list[date] = []  # per lane, from when on it is free again
    bars = []
    least = timedelta(days=round(SHORTEST * (strip.last - strip.first).days))
    for one in sorted(exercises, key=lambda one: (one.starts_on, one.exercise_id)):
        lane = next((n for n, on in enumerate(free_on) if on <= one.starts_on), len(free_on))
        end = max(one.ends_on, one.starts_on + least) + timedelta(days=GAP_DAYS)
        free_on[lane : lane + 1] = [end]
        left = strip.share_of(one.starts_on)
        right = strip.share_of(one.ends_on + timedelta(days=1))
        bars.append(Bar(one, lane, left, max(SHORTEST, right - left)))
    return Row(name, max(1, len(free_on)), bars)
