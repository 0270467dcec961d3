"""Everything the page of interoperability shows, asked for one moment."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypedDict

from dashboard.asked import Asked
from dashboard.at_once import AtOnce
from dashboard.moment import Moment
from dashboard.pages.interoperability import queries
from dashboard.pages.interoperability.rows import PairFacts, PairLevel, PairTest
from dashboard.queries import bodies
from dashboard.queries.bodies import Member
from dashboard.queries.readings import PairReading, interoperability, pair_trend
from dashboard.view import DIMENSIONS

PATH = "/interoperability"
ORDERS = ("cluster", "mean", "name")
# The newest of each dimension: the explain panel and the event log have the rest.
TESTS_EACH = 6
HISTORY_STEP = timedelta(days=365) / 12
HISTORY_STEPS = 24


class Both(TypedDict):
    """The two actors of a pair, by the names that read functions have for them."""

    actor_a: str
    actor_b: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interoperability:
    """Everything the page shows, from one moment."""

    moment: Moment
    members: list[Member]
    readings: list[PairReading]
    weakest: list[PairLevel]
    pair: tuple[str, str] | None
    pair_facts: PairFacts | None

    @property
    def dimension(self) -> str:
        """Give the dimension shown: the weakest of each pair, unless the address names one."""
        return self.moment.view.dimension or "weakest"

    @property
    def order(self) -> str:
        """Give the order of the matrix; what is no order is the usual one."""
        return self.moment.view.order if self.moment.view.order in ORDERS else ORDERS[0]

    @property
    def codes(self) -> list[str]:
        """Give the members in the order of their codes."""
        return [member.actor for member in self.members]

    @property
    def pair_readings(self) -> list[PairReading]:
        """Give the readings of the pair shown."""
        return [r for r in self.readings if (r.actor_a, r.actor_b) == self.pair]


async def read(asked: Asked) -> Interoperability:
    """Ask everything the page shows; which pair that is may depend on the readings."""
    model, moment = asked.model, asked.moment
    async with AtOnce() as at_once:
        members = at_once.ask(bodies.members(model, **moment.of_body))
        readings = at_once.ask(interoperability(model, **moment.of_body))
    pair = _pair(moment, readings.result())
    return Interoperability(
        moment=moment,
        members=members.result(),
        readings=readings.result(),
        weakest=weakest_of(readings.result()),
        pair=pair,
        pair_facts=await _pair_facts(asked, pair) if pair else None,
    )


async def _pair_facts(asked: Asked, pair: tuple[str, str]) -> PairFacts:
    """Ask everything about one pair at once."""
    model, moment = asked.model, asked.moment
    clocks, of_body = moment.clocks, moment.of_body
    both: Both = {"actor_a": pair[0], "actor_b": pair[1]}
    newest = {"dimensions": list(DIMENSIONS), "each": TESTS_EACH}
    async with AtOnce() as at_once:
        history = at_once.ask(
            pair_trend(
                model,
                **both,
                body=moment.body,
                from_at=moment.as_of - HISTORY_STEPS * HISTORY_STEP,
                to_at=moment.as_of,
                step=HISTORY_STEP,
                known_at=moment.known_at,
            )
        )
        tests = at_once.ask(model.ask(PairTest, "pair_tests", **newest, **both, **clocks))
        exposure = at_once.ask(queries.joint_exposure(model, **both, **clocks))
        standards = at_once.ask(queries.pair_standards(model, **both, **of_body))
        baselines = at_once.ask(queries.pair_baselines(model, **both, **of_body))
    return PairFacts(
        history.result(),
        tests.result(),
        exposure.result(),
        standards.result(),
        baselines.result(),
    )


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


def levels_of(dimension: str, found: Interoperability) -> dict[str, int]:
    """Give the level of each pair that has one in a dimension; what has lapsed has none."""
    return {
        f"{one.actor_a}|{one.actor_b}": one.level
        for one in shown_in(dimension, found)
        if one.level is not None
    }


def last_levels_of(dimension: str, found: Interoperability) -> dict[str, int]:
    """Give the last known level of each pair that has lapsed in a dimension."""
    return {
        f"{one.actor_a}|{one.actor_b}": one.last_level
        for one in shown_in(dimension, found)
        if one.level is None
    }


def lapsed_in(dimension: str, found: Interoperability) -> int:
    """Give how many pairs have lapsed in a dimension."""
    return sum(one.is_lapsed for one in shown_in(dimension, found))


def shown_in(
    dimension: str, found: Interoperability
) -> Sequence[PairLevel] | Sequence[PairReading]:
    """Give what is shown of each pair that was ever tested in a dimension."""
    if dimension == "weakest":
        return found.weakest
    return [reading for reading in found.readings if reading.dimension == dimension]


def tested_in(dimension: str, found: Interoperability) -> dict[str, str]:
    """Give for each pair with data, such as `EST+FIN`, the dimension its level stands for."""
    if dimension == "weakest":
        return {f"{p.actor_a}+{p.actor_b}": p.weakest_dimension for p in found.weakest}
    return {
        f"{r.actor_a}+{r.actor_b}": dimension for r in found.readings if r.dimension == dimension
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
