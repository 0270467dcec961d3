"""What Trends tells in a period, of whatever was chosen: a finding, panels, and a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import constants
from dashboard.at_once import AtOnce
from dashboard.figures.shapes import Panel
from dashboard.moment import Moment
from dashboard.pages.trends import twin, words
from dashboard.pages.trends.figures import actor_panels, body_panels, compared_panel, ticks
from dashboard.pages.trends.figures.interoperability import dimension_panels, pair_panels
from dashboard.pages.trends.period import Period
from dashboard.pages.trends.twin import Shown
from dashboard.pages.trends.words import compared
from dashboard.pages.trends.words import interoperability as interop_trends
from dashboard.queries import ReadModel, ledger, readings
from dashboard.queries.ledger import EventLine
from dashboard.queries.readings import TrendPoint
from dashboard.view import DIMENSIONS, View
from dashboard.wording.catalogue import say

TICK_EVENTS = 1000
MOST_COMPARED = 4
ACTOR_TICKS = ("org.muster.exercise.result_recorded", "org.muster.capability.assessed")
BODY_TICKS = ("org.muster.meeting.held", "org.muster.decision.adopted")
PAIR_TICKS = ("org.muster.exercise.interop_tested",)


@dataclass(frozen=True, slots=True)
class Story:
    """What the page shows for a body, for actors, or for pairs."""

    title: str
    sentence: str
    drawn: list[Panel]
    rows: list[Shown]
    suffix: str
    key: str


def compared_of(view: View) -> list[str]:
    """Give the actors to compare: at most as many as there are colours."""
    return view.actors.split(",")[:MOST_COMPARED] if view.actors else []


def is_interop(view: View) -> bool:
    """Say whether pairs are shown, not members."""
    return view.pair is not None or view.dimension is not None


async def story_of(ask: ReadModel, moment: Moment, period: Period) -> Story:
    """Ask for what the address names: a pair, a dimension, some actors, one, or the body."""
    view = moment.view
    if view.pair:
        return await _pair_story(ask, moment, period, view.pair)
    if view.dimension:
        return await _dimension_story(ask, moment, period)
    if actors := compared_of(view):
        return await _compared_story(ask, moment, period, actors)
    if view.actor:
        return await _actor_story(ask, moment, period, view.actor)
    return await _body_story(ask, moment, period)


async def _body_story(ask: ReadModel, moment: Moment, period: Period) -> Story:
    async with AtOnce() as at_once:
        asked_points = at_once.ask(
            readings.body_trend(ask, body=moment.body, known_at=moment.known_at, **period.steps)
        )
        asked_events = at_once.ask(_events(ask, moment, period, BODY_TICKS))
    points, events = asked_points.result(), asked_events.result()
    area = moment.view.area
    shown = [point for point in points if area in (None, point.area)]
    return Story(
        title=words.body_title(shown),
        sentence=words.body_sentence(shown, period.from_at, period.to_at),
        drawn=body_panels(shown, events, area) if shown else [],
        rows=twin.merged(
            [twin.body_row(point, point.at == period.to_at) for point in shown], events
        ),
        suffix=" %",
        key=say("trends.key.body"),
    )


async def _trend(
    ask: ReadModel, moment: Moment, period: Period, actor: str, area: str | None
) -> list[TrendPoint]:
    return await readings.trend(
        ask, actor=actor, area=area, known_at=moment.known_at, **period.steps
    )


async def _actor_story(ask: ReadModel, moment: Moment, period: Period, actor: str) -> Story:
    area = moment.view.area
    async with AtOnce() as at_once:
        asked_points = at_once.ask(_trend(ask, moment, period, actor, area))
        asked_events = at_once.ask(_events(ask, moment, period, ACTOR_TICKS, actor=actor))
    points, events = asked_points.result(), asked_events.result()
    drawn = actor_panels(points, events, area) if points else []
    broken = sorted((one for panel in drawn for one in panel.breaks), key=lambda one: one.at)
    return Story(
        title=words.actor_title(actor, points, period.to_at),
        sentence=words.actor_sentence(points, [(one.at, one.words) for one in broken]),
        drawn=drawn,
        rows=twin.merged(
            [twin.actor_row(point, point.at == period.to_at) for point in points], events
        ),
        suffix="",
        key=say("trends.key.actor"),
    )


async def _compared_story(
    ask: ReadModel, moment: Moment, period: Period, actors: Sequence[str]
) -> Story:
    wanted = moment.view.area
    async with AtOnce() as at_once:
        found = [at_once.ask(_trend(ask, moment, period, actor, wanted)) for actor in actors]
    points = [point for own in found for point in own.result()]
    area = wanted or compared.widest_area(actors, points, period.to_at)
    if area is None:
        return Story(say("trends.heading"), "", [], [], "", "")
    shown = [point for point in points if point.area == area]
    latest = compared.latest_of(actors, shown, period.to_at)
    return Story(
        title=compared.title(latest, area),
        sentence=compared.sentence(
            actors,
            latest,
            area,
            from_at=period.from_at,
            to_at=period.to_at,
            is_widest=wanted is None,
        ),
        drawn=[compared_panel(actors, shown, area)] if shown else [],
        rows=twin.merged([twin.actor_row(one, one.at == period.to_at) for one in shown], []),
        suffix="",
        key=say("trends.key.compared"),
    )


def _dimensions(view: View) -> Sequence[str]:
    return [view.dimension] if view.dimension in DIMENSIONS else DIMENSIONS


async def _dimension_story(ask: ReadModel, moment: Moment, period: Period) -> Story:
    async with AtOnce() as at_once:
        asked_points = at_once.ask(
            readings.interoperability_trend(
                ask, body=moment.body, known_at=moment.known_at, **period.steps
            )
        )
        asked_events = at_once.ask(_events(ask, moment, period, BODY_TICKS))
    points, events = asked_points.result(), asked_events.result()
    chosen = _dimensions(moment.view)
    shown = [point for point in points if point.dimension in chosen]
    return Story(
        title=interop_trends.body_title(shown),
        sentence=interop_trends.body_sentence(shown),
        drawn=dimension_panels(shown, chosen, ticks(events)) if shown else [],
        rows=twin.merged([twin.dimension_row(point) for point in shown], events),
        suffix=" %",
        key=say("trends.key.interoperability", level=constants.COMPATIBLE),
    )


async def _pair_story(ask: ReadModel, moment: Moment, period: Period, pair: str) -> Story:
    first, _, second = pair.partition("+")
    async with AtOnce() as at_once:
        asked_points = at_once.ask(
            readings.pair_trend(
                ask,
                body=moment.body,
                actor_a=first,
                actor_b=second,
                known_at=moment.known_at,
                **period.steps,
            )
        )
        asked_events = at_once.ask(_events(ask, moment, period, PAIR_TICKS, subject=pair))
    points, events = asked_points.result(), asked_events.result()
    chosen = _dimensions(moment.view)
    shown = [point for point in points if point.dimension in chosen]
    return Story(
        title=interop_trends.pair_title((first, second), shown, period.to_at),
        sentence=interop_trends.pair_sentence(shown, period.from_at, period.to_at),
        drawn=pair_panels(shown, chosen, ticks(events), period.step) if points else [],
        rows=twin.merged(
            [twin.pair_row(point, pair, point.at == period.to_at) for point in shown], events
        ),
        suffix=" %",
        key=say("trends.key.pair"),
    )


async def _events(
    ask: ReadModel,
    moment: Moment,
    period: Period,
    types: Sequence[str],
    *,
    actor: str | None = None,
    subject: str | None = None,
) -> list[EventLine]:
    async with AtOnce() as at_once:
        found = [
            at_once.ask(
                ledger.events(
                    ask,
                    known_at=moment.known_at,
                    max_rows=TICK_EVENTS,
                    type=type,
                    actor=actor,
                    subject=subject,
                    occurred_from=period.from_at,
                    occurred_to=period.to_at,
                )
            )
            for type in types
        ]
    return [event for part in found for event in part.result()]
