"""When a report and its actions are due, counted from the end of what is reviewed (pure)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

DRAFT_DAYS, ACTIONS_DAYS, FINAL_DAYS = 30, 60, 90


class Due(NamedTuple):
    """What is due when, and on which day it was done if it was."""

    what: str
    due_on: date
    done_on: date | None
    is_kept: bool = True  # else nobody knows when it was done


def dues(
    ended_on: date,
    *,
    tasked_on: Sequence[date | None],
    final_on: date | None,
) -> tuple[Due, ...]:
    """Return what is due; the day after the end is day 1.

    `tasked_on` has the day on which each lesson got its first action; actions are assigned once
    all have one. Drafts are not kept, so nobody knows when the first one was there.
    """
    days = [one for one in tasked_on if one is not None]
    assigned = max(days) if days and len(days) == len(tasked_on) else None
    return (
        Due("Draft report", _day(ended_on, DRAFT_DAYS), None, is_kept=False),
        Due("Actions assigned", _day(ended_on, ACTIONS_DAYS), assigned),
        Due("Final report", _day(ended_on, FINAL_DAYS), final_on),
    )


def day_number(ended_on: date, on: date) -> int:
    """Return which day after the end a day is."""
    return (on - ended_on).days


def _day(ended_on: date, number: int) -> date:
    return ended_on + timedelta(days=number)
