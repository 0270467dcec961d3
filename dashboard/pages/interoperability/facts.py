"""What the page asks the read functions, all for one moment."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.moment import Moment
from dashboard.queries import ReadModel
from dashboard.queries.interoperability import PairFacts, pair_facts
from dashboard.queries.rows import Member, PairLevel, PairReading

ORDERS = ("cluster", "mean", "name")


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the page shows, from one moment."""

    members: list[Member]
    readings: list[PairReading]
    weakest: list[PairLevel]
    pair: tuple[str, str] | None
    pair_facts: PairFacts | None

    @property
    def codes(self) -> list[str]:
        """Give the members in the order of their codes."""
        return [member.actor for member in self.members]

    @property
    def pair_readings(self) -> list[PairReading]:
        """Give the readings of the pair shown."""
        return [r for r in self.readings if (r.actor_a, r.actor_b) == self.pair]


async def facts_of(ask: ReadModel, moment: Moment) -> Facts:
    """Ask everything the page shows; which pair that is may depend on the readings."""
    body, at, known = moment.body, moment.as_of, moment.known_at
    members, readings = await asyncio.gather(
        ask.members(body, at, known),
        ask.interoperability(body, at, known),
    )
    pair = _pair(moment, readings)
    about = await pair_facts(ask, body, pair, at, known) if pair else None
    return Facts(members, readings, weakest_of(readings), pair, about)


def weakest_of(readings: Sequence[PairReading]) -> list[PairLevel]:
    """Give each pair's level in its weakest dimension, beside what was tested in all."""
    by_pair: defaultdict[tuple[str, str], list[PairReading]] = defaultdict(list)
    for reading in readings:
        by_pair[reading.actor_a, reading.actor_b].append(reading)
    return [
        PairLevel(
            actor_a=one.actor_a,
            actor_b=one.actor_b,
            level=one.level,
            is_lapsed=one.is_lapsed,
            last_level=min(r.last_level if r.level is None else r.level for r in of_pair),
            weakest_dimension=one.dimension,
            dimensions=sum(not reading.is_lapsed for reading in of_pair),
            tested_dimensions=len(of_pair),
            tests=sum(reading.tests for reading in of_pair),
            age_days=min((r.age_days for r in of_pair if r.age_days is not None), default=None),
        )
        for of_pair in by_pair.values()
        for one in of_pair
        if one.is_weakest
    ]


def dimension_of(moment: Moment) -> str:
    """Give the dimension shown: the weakest of each pair, unless the address names one."""
    return moment.view.dimension or "weakest"


def order_of(moment: Moment) -> str:
    """Give the order of the matrix; what is no order is the usual one."""
    return moment.view.order if moment.view.order in ORDERS else ORDERS[0]


def levels_of(dimension: str, facts: Facts) -> dict[str, int]:
    """Give the level of each pair that has one in a dimension; what has lapsed has none."""
    return {
        f"{one.actor_a}|{one.actor_b}": one.level
        for one in shown_in(dimension, facts)
        if one.level is not None
    }


def lapsed_in(dimension: str, facts: Facts) -> int:
    """Give how many pairs have lapsed in a dimension."""
    return sum(one.is_lapsed for one in shown_in(dimension, facts))


def shown_in(dimension: str, facts: Facts) -> Sequence[PairLevel] | Sequence[PairReading]:
    """Give what is shown of each pair that was ever tested in a dimension."""
    if dimension == "weakest":
        return facts.weakest
    return [reading for reading in facts.readings if reading.dimension == dimension]


def tested_in(dimension: str, facts: Facts) -> dict[str, str]:
    """Give for each pair with data, such as `EST+FIN`, the dimension its level stands for."""
    if dimension == "weakest":
        return {f"{p.actor_a}+{p.actor_b}": p.weakest_dimension for p in facts.weakest}
    return {
        f"{r.actor_a}+{r.actor_b}": dimension for r in facts.readings if r.dimension == dimension
    }


def _pair(moment: Moment, readings: list[PairReading]) -> tuple[str, str] | None:
    if moment.view.pair:
        first, _, second = moment.view.pair.partition("+")
        return first, second
    actor = moment.view.actor
    own = [r for r in readings if actor in (r.actor_a, r.actor_b)] or readings
    if not own:
        return None
    worst = min(own, key=_weakness)
    return worst.actor_a, worst.actor_b


def _weakness(reading: PairReading) -> tuple[bool, int, float, str, str]:
    """Order pairs that have a level before those that have lapsed, the weakest first."""
    return (
        reading.level is None,
        reading.last_level if reading.level is None else reading.level,
        reading.lower_bound or 0.0,
        reading.actor_a,
        reading.actor_b,
    )
