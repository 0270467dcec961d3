"""What the overview asks the read functions, all for one moment."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from dashboard.moment import Moment
from dashboard.queries import ReadModel
from dashboard.queries.overview import Ahead, ahead, chief_cause
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
from dashboard.wording.overview import MOST_NAMED, Causes, Moved, moved

LATEST_EVENTS = 40
COUNTED_EVENTS = 500
MONTH = timedelta(days=365) / 12


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the page shows, from one moment."""

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


async def facts_of(ask: ReadModel, moment: Moment) -> Facts:
    """Ask everything the page shows."""
    body, at, known = moment.body, moment.as_of, moment.known_at
    day_ago = at - timedelta(days=1)
    members, now, before, pairs, states = await asyncio.gather(
        ask.members(body, at, known),
        ask.readiness_in_body(body, at, known),
        ask.readiness(body, day_ago, known),
        ask.interoperability(body, at, known),
        ask.reporting_states(body, at, known),
    )
    fell, rose = moved(now, before)
    (year, compliance, commitments, latest, last_day), (to_come, causes) = await asyncio.gather(
        asyncio.gather(
            ask.interoperability_trend(body, at - 12 * MONTH, at, MONTH, known),
            ask.compliance(body, at, known),
            ask.commitments(body, at, known),
            ask.events(known, max_rows=LATEST_EVENTS, occurred_to=at),
            ask.events(known, max_rows=COUNTED_EVENTS, occurred_from=day_ago, occurred_to=at),
        ),
        asyncio.gather(
            ahead(ask, body, at, known),
            _causes(ask, moment, [*fell[:MOST_NAMED], *rose[:MOST_NAMED]]),
        ),
    )
    return Facts(
        members=members,
        now=list(now),
        rolled_up=_rolled_up(now),
        states=states,
        pairs=pairs,
        year=year,
        compliance=compliance,
        commitments=commitments,
        latest=latest,
        last_day=last_day,
        ahead=to_come,
        fell=fell,
        rose=rose,
        causes=causes,
    )


def _rolled_up(readings: Sequence[ReadingInBody]) -> list[RolledUp]:
    """Give one line per area: each reading says the same of its own."""
    by_area = {reading.area: reading.rolled_up for reading in readings}
    return [by_area[area] for area in sorted(by_area)]


async def _causes(ask: ReadModel, moment: Moment, named: Sequence[Moved]) -> Causes:
    """Ask what moved each reading that is named; the others are only counted."""
    found = await asyncio.gather(
        *(
            chief_cause(
                ask,
                reading.actor,
                reading.area,
                from_at=moment.as_of - timedelta(days=1),
                as_of=moment.as_of,
                known_at=moment.known_at,
            )
            for reading, _ in named
        )
    )
    return {
        (reading.actor, reading.area): cause
        for (reading, _), cause in zip(named, found, strict=True)
        if cause is not None
    }
