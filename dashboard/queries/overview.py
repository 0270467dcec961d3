"""What the overview asks beside the readings of now."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dashboard import constants
from dashboard.queries import ReadModel
from dashboard.queries.rows import ReportingState
from dashboard.queries.rows_overview import (
    AgeingOffer,
    ChiefCause,
    EndingOverride,
    LevelThen,
    PairLevelThen,
    RunningSilence,
)

HORIZONS_DAYS = (30, 90)
# More than these are counted by nobody on an overview; a page of their own lists all.
MOST_ENDING = 100


@dataclass(frozen=True, slots=True)
class Then:
    """The levels of a body some days later, and who reports, if nothing is heard until then."""

    days: int
    readings: list[LevelThen]
    pairs: list[PairLevelThen]
    states: list[ReportingState]


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is known of the next months: levels at each horizon, and what ends by a date."""

    then: list[Then]
    overrides: list[EndingOverride]
    silences: list[RunningSilence]
    offers: list[AgeingOffer] = field(default_factory=list)


async def ahead(ask: ReadModel, body: str, as_of: datetime, known_at: datetime) -> Ahead:
    """Ask the readings of days to come, with what is known now."""
    clocks = {"body": body, "as_of": as_of, "known_at": known_at}
    now = {**clocks, "max_rows": MOST_ENDING}
    overrides, silences, offers, then = await asyncio.gather(
        ask.ask(EndingOverride, "ending_overrides", within_days=HORIZONS_DAYS[-1], **now),
        ask.ask(
            RunningSilence,
            "running_silences",
            until=as_of + timedelta(days=HORIZONS_DAYS[-1]),
            **now,
        ),
        ask.ask(
            AgeingOffer,
            "ageing_offers",
            within_days=HORIZONS_DAYS[-1],
            late_days=constants.method().declaration.late_days,
            **clocks,
        ),
        asyncio.gather(*(_then(ask, body, as_of, known_at, days) for days in HORIZONS_DAYS)),
    )
    return Ahead(then, overrides, silences, offers)


async def _then(ask: ReadModel, body: str, as_of: datetime, known_at: datetime, days: int) -> Then:
    later = {"body": body, "as_of": as_of + timedelta(days=days), "known_at": known_at}
    readings, pairs, states = await asyncio.gather(
        ask.ask(LevelThen, "levels_then", **later),
        ask.ask(PairLevelThen, "pair_levels_then", **later),
        ask.ask(ReportingState, "reporting_states", **later),
    )
    return Then(days, readings, pairs, states)


async def chief_cause(
    ask: ReadModel,
    actor: str,
    area: str,
    *,
    from_at: datetime,
    as_of: datetime,
    known_at: datetime,
) -> ChiefCause | None:
    """Give what moved the level of one reading since a moment; none where it stands."""
    found = await ask.ask(
        ChiefCause,
        "chief_cause",
        actor=actor,
        area=area,
        from_at=from_at,
        as_of=as_of,
        known_at=known_at,
    )
    return found[0] if found else None
