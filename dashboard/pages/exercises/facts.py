"""What the page of exercises asks, at once and from one moment."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.figures.timeline import Strip
from dashboard.moment import Moment
from dashboard.queries import ReadModel
from dashboard.queries import exercises as queries
from dashboard.queries.rows import Member
from dashboard.queries.rows_exercises import Exercise
from dashboard.wording import exercises as wording

MONTHS_BEFORE, MONTHS_AFTER = 12, 11


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the page shows."""

    strip: Strip
    exercises: list[Exercise]
    matching: list[Exercise]
    members: list[Member]
    chosen: str | None
    record: queries.ExerciseRecord | None


async def facts_of(ask: ReadModel, moment: Moment) -> Facts:
    """Ask for the schedule, and for the exercise that is chosen or would be."""
    strip = strip_of(moment.as_of.date())
    days = (strip.first, strip.last)
    exercises, members = await asyncio.gather(
        queries.schedule(ask, moment.body, days, moment.as_of, moment.known_at),
        ask.members(moment.body, moment.as_of, moment.known_at),
    )
    matching = wording.matching(exercises, moment.view)
    chosen = moment.view.exercise or usual(matching)
    record = await queries.record(ask, chosen, moment.as_of, moment.known_at) if chosen else None
    return Facts(strip, exercises, matching, members, chosen, record)


def strip_of(on: date) -> Strip:
    """Give what is drawn around a day: whole months, a year back and nearly one ahead."""
    return Strip(_month_start(on, -MONTHS_BEFORE), _month_start(on, MONTHS_AFTER), on)


def usual(exercises: Sequence[Exercise]) -> str | None:
    """Give the exercise shown when none is chosen: the newest with results, else the first."""
    found = [exercise for exercise in exercises if exercise.graded] or list(exercises)
    return found[0].exercise_id if found else None


def _month_start(on: date, months: int) -> date:
    number = on.year * 12 + on.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
