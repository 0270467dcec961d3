"""What the overview asks the read functions, all for one moment."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from dashboard.moment import Moment
from dashboard.queries import ReadModel
from dashboard.queries.rows import (
    CommitmentLine,
    Compliance,
    EventLine,
    InteropPoint,
    Member,
    PairReading,
    Reading,
    RolledUp,
)

LATEST_EVENTS = 40
COUNTED_EVENTS = 500
MONTH = timedelta(days=365) / 12


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the page shows, from one moment."""

    members: list[Member]
    now: list[Reading]
    before: list[Reading]
    rolled_up: list[RolledUp]
    pairs: list[PairReading]
    year: list[InteropPoint]
    compliance: list[Compliance]
    commitments: list[CommitmentLine]
    latest: list[EventLine]
    last_day: list[EventLine]


async def facts_of(ask: ReadModel, moment: Moment) -> Facts:
    """Ask everything the page shows."""
    body, at, known = moment.body, moment.as_of, moment.known_at
    day_ago = at - timedelta(days=1)
    members, now, before, rolled_up, pairs = await asyncio.gather(
        ask.members(body, at, known),
        ask.readiness(body, at, known),
        ask.readiness(body, day_ago, known),
        ask.rollup(body, at, known),
        ask.interoperability(body, at, known),
    )
    year, compliance, commitments, latest, last_day = await asyncio.gather(
        ask.interoperability_trend(body, at - 12 * MONTH, at, MONTH, known),
        ask.compliance(body, at, known),
        ask.commitments(body, at, known),
        ask.events(known, max_rows=LATEST_EVENTS, occurred_to=at),
        ask.events(known, max_rows=COUNTED_EVENTS, occurred_from=day_ago, occurred_to=at),
    )
    return Facts(
        members=members,
        now=now,
        before=before,
        rolled_up=rolled_up,
        pairs=pairs,
        year=year,
        compliance=compliance,
        commitments=commitments,
        latest=latest,
        last_day=last_day,
    )
