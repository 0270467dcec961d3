"""What the pages ask about one pair of actors."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.queries import ReadModel
from dashboard.queries.rows_interoperability import (
    Exposure,
    PairBaseline,
    PairPoint,
    PairStandards,
    PairTest,
)
from dashboard.view import DIMENSIONS

# The newest of each dimension: the explain panel and the event log have the rest.
TESTS_EACH = 6
HISTORY_STEP = timedelta(days=365) / 12
HISTORY_STEPS = 24


@dataclass(frozen=True, slots=True)
class PairFacts:
    """Everything that is known about one pair at one moment."""

    history: list[PairPoint]
    tests: list[PairTest]
    exposure: Exposure
    standards: list[PairStandards]
    baselines: list[PairBaseline]


async def pair_facts(
    ask: ReadModel, body: str, pair: tuple[str, str], as_of: datetime, known_at: datetime
) -> PairFacts:
    """Ask everything about one pair at once."""
    clocks = {"as_of": as_of, "known_at": known_at}
    both = {"actor_a": pair[0], "actor_b": pair[1]}
    history, tests, exposure, standards, baselines = await asyncio.gather(
        pair_trend(
            ask,
            body,
            pair,
            from_at=as_of - HISTORY_STEPS * HISTORY_STEP,
            to_at=as_of,
            step=HISTORY_STEP,
            known_at=known_at,
        ),
        ask.ask(
            PairTest, "pair_tests", **both, **clocks, dimensions=list(DIMENSIONS), each=TESTS_EACH
        ),
        ask.ask(Exposure, "joint_exposure", **both, **clocks),
        ask.ask(PairStandards, "pair_standards", body=body, **both, **clocks),
        ask.ask(PairBaseline, "pair_baselines", body=body, **both, **clocks),
    )
    return PairFacts(history, tests, exposure[0], standards, baselines)


async def pair_trend(
    ask: ReadModel,
    body: str,
    pair: tuple[str, str],
    *,
    from_at: datetime,
    to_at: datetime,
    step: timedelta,
    known_at: datetime,
) -> list[PairPoint]:
    """Give how one pair stood in each dimension over time; no point where there was no test."""
    return await ask.ask(
        PairPoint,
        "pair_trend",
        body=body,
        actor_a=pair[0],
        actor_b=pair[1],
        from_at=from_at,
        to_at=to_at,
        step=step,
        known_at=known_at,
    )
