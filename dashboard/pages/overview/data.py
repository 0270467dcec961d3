"""Everything the overview shows, asked for one moment; and what the next months will take away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from dashboard import constants
from dashboard.asked import Asked
from dashboard.at_once import AtOnce
from dashboard.moment import Moment
from dashboard.pages.overview.rows import (
    AgeingOffer,
    Ahead,
    ChiefCause,
    EndingOverride,
    LevelThen,
    PairLevelThen,
    RunningSilence,
    Then,
)
from dashboard.pages.overview.words import MOST_NAMED, Causes, Moved, moved
from dashboard.queries.rows import (
    CommitmentLine,
    Compliance,
    EventLine,
    InteropPoint,
    Member,
    PairReading,
    Reading,
    ReadingInBody,
    ReportingState,
    RolledUp,
)

LATEST_EVENTS = 40
COUNTED_EVENTS = 500
DAY = timedelta(days=1)
MONTH = timedelta(days=365) / 12
HORIZONS_DAYS = (30, 90)
# More than these are counted by nobody on an overview; a page of their own lists all.
MOST_ENDING = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Everything the page shows, from one moment."""

    moment: Moment
    members: list[Member]
    now: list[Reading]
    rolled_up: list[RolledUp]
    states: list[ReportingState]
    pairs: list[PairReading]
    year: list[InteropPoint]
    compliance: list[Compliance]
    commitments: list[CommitmentLine]
    latest: list[EventLine]
    last_day: list[EventLine]
    ahead: Ahead
    fell: list[Moved]
    rose: list[Moved]
    causes: Causes


async def read(asked: Asked) -> Overview:
    """Ask everything the page shows."""
    model, moment = asked.model, asked.moment
    body, at, known = moment.body, moment.as_of, moment.known_at
    async with AtOnce() as at_once:
        members = at_once.ask(model.members(body, at, known))
        now = at_once.ask(model.readiness_in_body(body, at, known))
        before = at_once.ask(model.readiness(body, at - DAY, known))
        pairs = at_once.ask(model.interoperability(body, at, known))
        states = at_once.ask(model.reporting_states(body, at, known))
    fell, rose = moved(now.result(), before.result())
    async with AtOnce() as at_once:
        year = at_once.ask(model.interoperability_trend(body, at - 12 * MONTH, at, MONTH, known))
        compliance = at_once.ask(model.compliance(body, at, known))
        commitments = at_once.ask(model.commitments(body, at, known))
        latest = at_once.ask(model.events_of_body(body, at, known, LATEST_EVENTS))
        last_day = at_once.ask(
            model.events(known, max_rows=COUNTED_EVENTS, occurred_from=at - DAY, occurred_to=at)
        )
        to_come = at_once.ask(_ahead(asked))
        causes = at_once.ask(_causes(asked, [*fell[:MOST_NAMED], *rose[:MOST_NAMED]]))
    return Overview(
        moment=moment,
        members=members.result(),
        now=list(now.result()),
        rolled_up=_rolled_up(now.result()),
        states=states.result(),
        pairs=pairs.result(),
        year=year.result(),
        compliance=compliance.result(),
        commitments=commitments.result(),
        latest=latest.result(),
        last_day=last_day.result(),
        ahead=to_come.result(),
        fell=fell,
        rose=rose,
        causes=causes.result(),
    )


def _rolled_up(readings: Sequence[ReadingInBody]) -> list[RolledUp]:
    """Give one line per area: each reading says the same of its own."""
    by_area = {reading.area: reading.rolled_up for reading in readings}
    return [by_area[area] for area in sorted(by_area)]


async def _causes(asked: Asked, named: Sequence[Moved]) -> Causes:
    """Ask what moved each reading that is named; the others are only counted."""
    from_at = asked.moment.as_of - DAY
    async with AtOnce() as at_once:
        found = {
            (reading.actor, reading.area): at_once.ask(
                asked.model.ask(
                    ChiefCause,
                    "chief_cause",
                    actor=reading.actor,
                    area=reading.area,
                    from_at=from_at,
                    **asked.moment.clocks,
                )
            )
            for reading, _ in named
        }
    return {key: one.result()[0] for key, one in found.items() if one.result()}


async def _ahead(asked: Asked) -> Ahead:
    """Ask the readings of days to come, with what is known now."""
    model, of_body = asked.model, asked.moment.of_body
    last = HORIZONS_DAYS[-1]
    until = asked.moment.as_of + timedelta(days=last)
    async with AtOnce() as at_once:
        overrides = at_once.ask(
            model.ask(
                EndingOverride,
                "ending_overrides",
                within_days=last,
                max_rows=MOST_ENDING,
                **of_body,
            )
        )
        silences = at_once.ask(
            model.ask(
                RunningSilence, "running_silences", until=until, max_rows=MOST_ENDING, **of_body
            )
        )
        offers = at_once.ask(
            model.ask(
                AgeingOffer,
                "ageing_offers",
                within_days=last,
                late_days=constants.method().declaration.late_days,
                **of_body,
            )
        )
        then = [at_once.ask(_then(asked, days)) for days in HORIZONS_DAYS]
    return Ahead(
        [one.result() for one in then], overrides.result(), silences.result(), offers.result()
    )


async def _then(asked: Asked, days: int) -> Then:
    model, moment = asked.model, asked.moment
    later = {**moment.of_body, "as_of": moment.as_of + timedelta(days=days)}
    async with AtOnce() as at_once:
        readings = at_once.ask(model.ask(LevelThen, "levels_then", **later))
        pairs = at_once.ask(model.ask(PairLevelThen, "pair_levels_then", **later))
        states = at_once.ask(model.ask(ReportingState, "reporting_states", **later))
    return Then(days, readings.result(), pairs.result(), states.result())
