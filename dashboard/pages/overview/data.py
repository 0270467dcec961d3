"""Everything the overview shows, asked for one moment; and what the next months will take away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from dashboard import constants
from dashboard.asked import Asked
from dashboard.at_once import AtOnce
from dashboard.moment import Moment, OfBody
from dashboard.pages.overview import queries
from dashboard.pages.overview.rows import Ahead, ChiefCause, RolledUp, Then, rolled_up
from dashboard.pages.overview.words import MOST_NAMED, Causes, Moved, moved
from dashboard.queries import bodies, commitments, ledger, readings
from dashboard.queries.bodies import Member
from dashboard.queries.commitments import CommitmentLine, Compliance
from dashboard.queries.ledger import EventLine
from dashboard.queries.readings import (
    InteropPoint,
    PairReading,
    Reading,
    ReadingInBody,
    ReportingState,
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
    at, known, of_body = moment.as_of, moment.known_at, moment.of_body
    year_ago, day_ago = at - 12 * MONTH, at - DAY
    async with AtOnce() as at_once:
        members = at_once.ask(bodies.members(model, **of_body))
        now = at_once.ask(readings.readiness_in_body(model, **of_body))
        before = at_once.ask(readings.readiness(model, **{**of_body, "as_of": day_ago}))
        pairs = at_once.ask(readings.interoperability(model, **of_body))
        states = at_once.ask(readings.reporting_states(model, **of_body))
    fell, rose = moved(now.result(), before.result())
    async with AtOnce() as at_once:
        year = at_once.ask(
            readings.interoperability_trend(
                model, body=moment.body, from_at=year_ago, to_at=at, step=MONTH, known_at=known
            )
        )
        compliance = at_once.ask(commitments.compliance(model, **of_body))
        promised = at_once.ask(commitments.commitments(model, **of_body))
        latest = at_once.ask(
            model.ask(EventLine, "events_of_body", max_rows=LATEST_EVENTS, **of_body)
        )
        last_day = at_once.ask(
            ledger.events(
                model,
                max_rows=COUNTED_EVENTS,
                occurred_from=day_ago,
                occurred_to=at,
                known_at=known,
            )
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
        commitments=promised.result(),
        latest=latest.result(),
        last_day=last_day.result(),
        ahead=to_come.result(),
        fell=fell,
        rose=rose,
        causes=causes.result(),
    )


def _rolled_up(readings: Sequence[ReadingInBody]) -> list[RolledUp]:
    """Give one line per area: each reading says the same of its own."""
    by_area = {reading.area: rolled_up(reading) for reading in readings}
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
            queries.ending_overrides(
                model,
                within_days=last,
                max_rows=MOST_ENDING,
                **of_body,
            )
        )
        silences = at_once.ask(
            queries.running_silences(model, until=until, max_rows=MOST_ENDING, **of_body)
        )
        offers = at_once.ask(
            queries.ageing_offers(
                model,
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
    later: OfBody = {**moment.of_body, "as_of": moment.as_of + timedelta(days=days)}
    async with AtOnce() as at_once:
        levels = at_once.ask(queries.levels_then(model, **later))
        pairs = at_once.ask(queries.pair_levels_then(model, **later))
        states = at_once.ask(readings.reporting_states(model, **later))
    return Then(days, levels.result(), pairs.result(), states.result())
