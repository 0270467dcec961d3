"""The calendar of meetings: planned, held, postponed or cancelled, and who came. All made up.

Summits up to 2025 are facts and told as such; the season adds those of later years, and all
meetings of ministers, chiefs of defence and ambassadors.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from schemas.events import (
    Attendee,
    EventData,
    MeetingCancelled,
    MeetingHeld,
    MeetingPostponed,
    MeetingScheduled,
)
from schemas.vocabulary import MeetingLevel
from streams.demo.chance import Chance
from streams.demo.members import LARGE, MEMBERS, takes_part
from streams.demo.telling import Told

BODY = "NATO"
PLACE = "Brussels"
FIRST_INVENTED_SUMMIT = 2026
# Month and day on or after which a level meets each year, on how many days.
YEARLY = {
    MeetingLevel.FM: (((4, 2), (12, 1)), 2),
    MeetingLevel.DM: (((2, 11), (6, 9), (10, 15)), 2),
    MeetingLevel.MC: (((1, 18), (5, 14), (9, 16)), 2),
}
ANNOUNCED_DAYS = {
    MeetingLevel.SUMMIT: 300,
    MeetingLevel.FM: 150,
    MeetingLevel.DM: 120,
    MeetingLevel.MC: 90,
    MeetingLevel.AMBASSADOR: 21,
}
HIGHEST_RANK = {
    MeetingLevel.SUMMIT: 1,
    MeetingLevel.FM: 1,
    MeetingLevel.DM: 1,
    MeetingLevel.MC: 2,
    MeetingLevel.AMBASSADOR: 3,
}
POSTPONED, CANCELLED, DATE_LEFT_OPEN = 0.18, 0.06, 0.35
REASONS = ("the host asked for another date", "a storm closed the airport", "elections")


@dataclass(frozen=True, slots=True)
class Plan:
    """One meeting as it was first planned."""

    meeting_id: str
    level: MeetingLevel
    starts_on: date
    days: int


def meetings(chance: Chance, first: date, now: datetime) -> Iterator[Told]:
    """Return the life of every meeting planned from the first day to a year from now."""
    for plan in plans(first, now.date() + timedelta(days=365)):
        yield from _life(chance, plan)


def plans(first: date, last: date) -> Iterator[Plan]:
    """Return the meetings first planned to start between two days."""
    for year in range(first.year, last.year + 1):
        found = [*_yearly(year), *_weekly(year)]
        yield from (plan for plan in found if first <= plan.starts_on <= last)


def _yearly(year: int) -> Iterator[Plan]:
    for level, (starts, days) in YEARLY.items():
        for month, day in starts:
            on = date(year, month, day)
            yield Plan(f"EXERCISE-{level}-{on:%Y-%m}", level, on, days)
    if year >= FIRST_INVENTED_SUMMIT:
        yield Plan(f"EXERCISE-summit-{year}", MeetingLevel.SUMMIT, date(year, 7, 7), 2)


def _weekly(year: int) -> Iterator[Plan]:
    on = date(year, 1, 7)
    on += timedelta(days=(2 - on.weekday()) % 7)  # the first Wednesday after the holidays
    while on.year == year:
        yield Plan(f"EXERCISE-ambassadors-{on}", MeetingLevel.AMBASSADOR, on, 1)
        on += timedelta(days=7)


def _life(chance: Chance, plan: Plan) -> Iterator[Told]:
    announced_on = plan.starts_on - timedelta(days=ANNOUNCED_DAYS[plan.level])
    yield _told(plan, "scheduled", announced_on, _scheduled(plan))
    if _is_cancelled(chance, plan):
        on = plan.starts_on - timedelta(days=chance.whole(1, 9, "cancelled on", plan.meeting_id))
        data = MeetingCancelled(
            meeting_id=plan.meeting_id, body=BODY, reason=_reason(chance, plan)
        )
        yield _told(plan, "cancelled", on, data)
        return
    starts_on: date = plan.starts_on
    if _is_postponed(chance, plan):
        starts_on += timedelta(days=_delay_days(chance, plan))
        yield from _postponement(chance, plan, starts_on)
    held_on = starts_on + timedelta(days=plan.days - 1)
    yield _told(plan, "held", held_on, _held(chance, plan, starts_on, held_on), hour=17)


def _scheduled(plan: Plan) -> MeetingScheduled:
    return MeetingScheduled(
        meeting_id=plan.meeting_id,
        body=BODY,
        level=plan.level,
        starts_on=plan.starts_on,
        ends_on=plan.starts_on + timedelta(days=plan.days - 1),
        place=PLACE,
    )


def _postponement(chance: Chance, plan: Plan, starts_on: date) -> Iterator[Told]:
    """Return one postponement to a day, or two: first without a day, then with one."""
    name = plan.meeting_id
    known_on = plan.starts_on - timedelta(days=chance.whole(1, 20, "postponed on", name))
    if chance.happens(DATE_LEFT_OPEN, "date left open", name):
        open_end = MeetingPostponed(meeting_id=name, body=BODY, reason=_reason(chance, plan))
        yield _told(plan, "date-open", known_on, open_end)
        known_on = min(known_on + timedelta(days=15), starts_on - timedelta(days=1))
    data = MeetingPostponed(
        meeting_id=name,
        body=BODY,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=plan.days - 1),
        reason=_reason(chance, plan),
    )
    yield _told(plan, "postponed", known_on, data)


def _held(chance: Chance, plan: Plan, started_on: date, ended_on: date) -> MeetingHeld:
    present = [a for a in MEMBERS if takes_part(a, started_on) and _comes(chance, plan, a)]
    return MeetingHeld(
        meeting_id=plan.meeting_id,
        body=BODY,
        level=plan.level,
        started_on=started_on,
        ended_on=ended_on,
        place=PLACE,
        attendees=tuple(Attendee(actor=a, rank=_rank(chance, plan, a)) for a in present),
    )


def _comes(chance: Chance, plan: Plan, actor: str) -> bool:
    likely = chance.between(0.62, 1.05, "comes to meetings", actor)
    return chance.happens(likely, "comes", plan.meeting_id, actor)


def _rank(chance: Chance, plan: Plan, actor: str) -> int:
    sends_deputies = chance.between(0.05, 0.7, "sends deputies", actor)
    sends_deputies *= 0.6 if actor in LARGE else 1
    lower = chance.happens(sends_deputies, "deputy", plan.meeting_id, actor)
    return HIGHEST_RANK[plan.level] + (1 if lower else 0)


def _is_cancelled(chance: Chance, plan: Plan) -> bool:
    if plan.level is MeetingLevel.SUMMIT:
        return False
    if plan.level is MeetingLevel.AMBASSADOR and plan.starts_on.month == 8:
        return plan.starts_on.day <= 21  # summer recess
    return chance.happens(CANCELLED, "cancelled", plan.meeting_id)


def _is_postponed(chance: Chance, plan: Plan) -> bool:
    if plan.level is MeetingLevel.SUMMIT:
        return True  # the season's summits slip into the next winter: something to watch
    return chance.happens(POSTPONED, "postponed", plan.meeting_id)


def _delay_days(chance: Chance, plan: Plan) -> int:
    low, high = {
        MeetingLevel.SUMMIT: (210, 225),
        MeetingLevel.AMBASSADOR: (1, 2),
    }.get(plan.level, (14, 56))
    return chance.whole(low, high, "delay", plan.meeting_id)


def _reason(chance: Chance, plan: Plan) -> str:
    return chance.pick(REASONS, "reason", plan.meeting_id)


def _told(plan: Plan, what: str, on: date, data: EventData, hour: int = 9) -> Told:
    at = datetime(on.year, on.month, on.day, hour, tzinfo=UTC)
    return Told(f"{plan.meeting_id}:{what}", data, at, at, correlation_id=plan.meeting_id)
