"""The whole synthetic season: years of exercises, tests, lessons, reports and pledges up to now.

The same seed and the same day give the same events. On a later day the season goes on: what was
told before is told the same way, and what is new comes after it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from schemas.events import ExerciseResultRecorded
from streams.demo.amendments import amendments
from streams.demo.chance import Chance
from streams.demo.deciding import deciding
from streams.demo.exercises import conducted, exercises
from streams.demo.lessons import lessons
from streams.demo.meetings import meetings
from streams.demo.offering import offering
from streams.demo.partners import partners
from streams.demo.plans import MONTHS_AHEAD, plans
from streams.demo.pledges import pledges
from streams.demo.reports import assessments, resource_levels
from streams.demo.requirements import requirements
from streams.demo.results import campaign, ratings, tests
from streams.demo.scoring import scoring
from streams.demo.telling import Told, months, months_after

MONTHS_IN_FULL = 13  # of older years no training is reported


def season(chance: Chance, now: datetime, years: int) -> list[Told]:
    """Return every event heard by now, in the order in which they are heard."""
    first = first_day(now, years).date()
    told = [event for month in months(first, now.date()) for event in _month(chance, month, now)]
    told += lessons(chance, [e for e in told if isinstance(e.data, ExerciseResultRecorded)])
    for month in months(first, months_after(now.date(), MONTHS_AHEAD)):
        told += plans(chance, month)
    told += pledges(chance, now)
    told += requirements(chance)
    told += meetings(chance, first, now)
    told += deciding(chance, first, now)
    told += scoring(chance, now)
    told += partners(now)
    told += offering(chance, first, now)
    heard = [event for event in told if event.at <= now and event.heard_at <= now]
    return sorted(heard, key=lambda event: (event.heard_at, event.id))


def first_day(now: datetime, years: int) -> datetime:
    """Return the first moment of the season: of the same month, so many years ago."""
    return datetime(now.year - years, now.month, 1, tzinfo=UTC)


def _month(chance: Chance, month: date, now: datetime) -> Iterator[Told]:
    age_months = (now.year - month.year) * 12 + now.month - month.month
    yield from resource_levels(chance, month, with_training=age_months <= MONTHS_IN_FULL)
    yield from assessments(chance, month)
    yield from campaign(chance, month)
    for exercise in exercises(chance, month):
        yield conducted(chance, exercise)
        rated = list(ratings(chance, exercise))
        yield from rated
        yield from amendments(chance, rated)
        yield from tests(chance, exercise)
