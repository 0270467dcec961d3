"""What Trends tells of a body or of one actor in a period: a finding, panels, and a table."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dashboard import names
from dashboard.figures.lines import Break, Panel
from dashboard.figures.trends import actor_panels, body_panels
from dashboard.moment import Moment
from dashboard.queries import ReadModel
from dashboard.queries.rows import BodyPoint, EventLine, TrendPoint
from dashboard.view import SPANS_YEARS, days_before
from dashboard.wording import trends as wording
from dashboard.wording.numbers import counted, percent

USUAL_SPAN = "3y"
# At most some sixty points a line: more cannot be told apart, and each takes the database time.
STEPS_DAYS = {"1y": 7, "3y": 30, "5y": 31, "10y": 61, "20y": 122}
TICK_EVENTS = 1000
ACTOR_TICKS = ("org.muster.exercise.result_recorded", "org.muster.capability.assessed")
BODY_TICKS = ("org.muster.meeting.held", "org.muster.decision.adopted")


@dataclass(frozen=True, slots=True)
class Period:
    """The time a trend covers."""

    from_at: datetime
    to_at: datetime
    step: timedelta


@dataclass(frozen=True, slots=True)
class Story:
    """What the page shows for a body or for one actor."""

    title: str
    sentence: str
    drawn: list[Panel]
    rows: list[dict[str, Any]]
    suffix: str
    key: str


def period_of(moment: Moment) -> Period:
    """Give the period that the address asks for."""
    span = moment.view.span if moment.view.span in SPANS_YEARS else USUAL_SPAN
    from_at = days_before(moment.as_of, round(SPANS_YEARS[span] * 365.25))
    step = timedelta(days=STEPS_DAYS[span])
    # Count back from the end: the last point is always the moment shown.
    steps = (moment.as_of - from_at) // step
    return Period(moment.as_of - steps * step, moment.as_of, step)


async def story_of(ask: ReadModel, moment: Moment, period: Period) -> Story:
    """Ask for the chosen actor, or for the whole body."""
    if moment.view.actor:
        return await _actor_story(ask, moment, period, moment.view.actor)
    return await _body_story(ask, moment, period)


async def _body_story(ask: ReadModel, moment: Moment, period: Period) -> Story:
    points, ticks = await asyncio.gather(
        ask.body_trend(moment.body, period.from_at, period.to_at, period.step, moment.known_at),
        _ticks(ask, moment, period, BODY_TICKS),
    )
    area = moment.view.area
    shown = [point for point in points if area in (None, point.area)]
    return Story(
        title=wording.body_title(shown),
        sentence=wording.body_sentence(shown, period.from_at),
        drawn=body_panels(shown, ticks, area) if shown else [],
        rows=[_body_row(point) for point in reversed(shown)],
        suffix=" %",
        key="— share of reporting members ready   ·· share reporting   | meetings and decisions",
    )


async def _actor_story(ask: ReadModel, moment: Moment, period: Period, actor: str) -> Story:
    area = moment.view.area
    points, ticks = await asyncio.gather(
        ask.trend(
            actor,
            area,
            from_at=period.from_at,
            to_at=period.to_at,
            step=period.step,
            known_at=moment.known_at,
        ),
        _ticks(ask, moment, period, ACTOR_TICKS, actor),
    )
    drawn = actor_panels(points, ticks, area) if points else []
    broken = sorted((one for panel in drawn for one in panel.breaks), key=_at)
    return Story(
        title=wording.actor_title(actor, points, period.to_at),
        sentence=wording.actor_sentence(points, broken),
        drawn=drawn,
        rows=[_actor_row(point) for point in reversed(points)],
        suffix="",
        key="— index 0 to 100   ·· method changes: values do not compare   | results, assessments",
    )


async def _ticks(
    ask: ReadModel,
    moment: Moment,
    period: Period,
    types: Sequence[str],
    actor: str | None = None,
) -> list[EventLine]:
    found = await asyncio.gather(
        *(
            ask.events(
                moment.known_at,
                max_rows=TICK_EVENTS,
                type=type,
                actor=actor,
                occurred_from=period.from_at,
                occurred_to=period.to_at,
            )
            for type in types
        )
    )
    return [event for part in found for event in part]


def _at(one: Break) -> datetime:
    return one.at


def _body_row(point: BodyPoint) -> dict[str, Any]:
    return {
        "at": f"{point.at:%Y-%m-%d}",
        "area": names.area(point.area),
        "value": percent(point.ready_ratio),
        "coverage": f"{point.reporting} of {point.members}",
        "level": "",
        "basis": "",
    }


def _actor_row(point: TrendPoint) -> dict[str, Any]:
    return {
        "at": f"{point.at:%Y-%m-%d}",
        "area": names.area(point.area),
        "value": "–" if point.index is None else f"{point.index:.1f}",
        "coverage": counted(point.items, "item"),
        "level": point.level,
        "basis": " ".join(part for part in (point.pillars, point.instrument_key) if part),
    }
