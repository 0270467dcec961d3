"""How far can two actors work together, as far as tests have shown?"""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from schemas.events import InteropTestRecorded
from schemas.method import Method
from schemas.vocabulary import Dimension, Outcome
from tests.reference.declared import Baseline
from tests.reference.evidence import Item, Mix, mix_of
from tests.reference.rows import PairReading
from tests.reference.statements import Order, Statement

BEST_LEVEL = 3
SUCCESS = {Outcome.SUCCESS: 1.0, Outcome.LIMITED: 0.5, Outcome.ISSUE: 0.0}

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Test:
    """One test of a pair: how far it succeeded, and when."""

    __test__ = False  # not a test of ours

    success: float
    order: Order
    seq: int

    def item(self, method: Method) -> Item:
        """Give it as a piece of evidence."""
        return Item(
            instrument="interop_test",
            version="1",
            decay=method.decay.interop_test,
            points=self.success,
            full_weight=1.0,
            is_external=False,
            order=self.order,
            seq=self.seq,
        )


@dataclass(frozen=True, slots=True)
class Tested:
    """What the tests of a pair in a dimension add up to on a day: their mix, faded since t*."""

    mix: Mix
    on: date
    method: Method

    @property
    def is_lapsed(self) -> bool:
        """Tell whether no test of the mix is inside its validity any more."""
        return not self.mix.unexpired(self.on)

    @property
    def successes(self) -> float:
        """Give A: the weights of t* times how far each test succeeded."""
        return sum(self.mix.weight_of(item) * item.points for item in self.mix.items)

    @property
    def failures(self) -> float:
        """Give B: the weights of t* times how far each test failed."""
        return sum(self.mix.weight_of(item) * (1 - item.points) for item in self.mix.items)

    def fading(self) -> float:
        """Give f: what is left of a weight of t*."""
        half_life = self.method.decay.interop_test.half_life_days
        return math.pow(2, -(self.on - self.mix.day).days / half_life)

    def mean(self, fading: float) -> float:
        """Give the mean of the belief in success."""
        alpha, beta = self._belief(fading)
        return alpha / (alpha + beta)

    def lower_bound(self, fading: float) -> float:
        """Give the success that can be counted on."""
        alpha, beta = self._belief(fading)
        deviation = math.sqrt(alpha * beta / ((alpha + beta) ** 2 * (alpha + beta + 1)))
        return self.mean(fading) - self.method.interoperability.z * deviation

    def level(self, fading: float) -> int:
        """Give 3 integrated, 2 compatible, 1 deconflicted or 0 none."""
        rules = self.method.interoperability
        cut_offs = (rules.level_1_at_least, rules.level_2_at_least, rules.level_3_at_least)
        return sum(self.lower_bound(fading) >= at_least for at_least in cut_offs)

    def _belief(self, fading: float) -> tuple[float, float]:
        rules = self.method.interoperability
        alpha = rules.prior_alpha + self.successes * fading
        return alpha, rules.prior_beta + self.failures * fading


def test_of(statement: Statement) -> tuple[str, str, Dimension, Test] | None:
    """Give the pair in its order, the dimension and the test, None for anything else."""
    data = statement.data
    if not isinstance(data, InteropTestRecorded) or data.outcome not in SUCCESS:
        return None
    first, second = sorted((data.actor_a, data.actor_b))
    test = Test(SUCCESS[data.outcome], statement.order, statement.seq)
    return first, second, data.dimension, test


def pair_reading(
    key: Key, tests: Sequence[Test], newest_users: Collection[str] | None, on: date, method: Method
) -> PairReading:
    """Give the reading of a pair in a dimension that was ever tested."""
    tested = Tested(mix_of([test.item(method) for test in tests]), on, method)
    now, newest = tested.fading(), max(tests, key=lambda test: test.order)
    best = _best_level(key, newest_users, method)
    level = None if tested.is_lapsed else tested.level(now)
    unexpired = tested.mix.unexpired(on)
    return PairReading(
        actor_a=key[0],
        actor_b=key[1],
        dimension=key[2],
        level=None if level is None else min(level, best),
        is_lapsed=tested.is_lapsed,
        last_level=min(tested.level(now), best),
        lower_bound=None if tested.is_lapsed else tested.lower_bound(now),
        mean=None if tested.is_lapsed else tested.mean(now),
        n_eff=sum(item.weight(on) for item in unexpired),
        tests=len(unexpired),
        newest_at=newest.order[0],
        age_days=(on - newest.order[0].date()).days,
        newest_seq=newest.seq,
        is_capped=level is not None and level > best,
        is_weakest=False,
    )


def _best_level(key: Key, newest_users: Collection[str] | None, method: Method) -> int:
    """Give the level a pair can have at best: less when one of it works by an older baseline."""
    is_free = newest_users is None or {*key[:2]}.issubset(newest_users)
    if key[2] != Dimension.TECHNICAL or is_free:
        return BEST_LEVEL
    return method.interoperability.below_baseline_level


def newest_users(held: Iterable[Baseline]) -> set[str] | None:
    """Give who works by the newest spiral of every baseline in use; None when none is in use.

    Who never adopted a baseline that others use is below any spiral of it.
    """
    users: dict[str, set[str]] = {}
    for one in held:
        of_baseline = users.setdefault(one.baseline, set())
        if one.level == one.newest_level:
            of_baseline.add(one.actor)
    if not users:
        return None
    first, *others = users.values()
    return first.intersection(*others)


def with_weakest(readings: Iterable[PairReading]) -> list[PairReading]:
    """Mark the weakest dimension of each pair: lapsed before any level, then the lowest."""
    found = list(readings)
    weakest: dict[tuple[str, str], PairReading] = {}
    for one in sorted(found, key=weakness, reverse=True):
        weakest[one.actor_a, one.actor_b] = one
    return [replace(one, is_weakest=weakest[one.actor_a, one.actor_b] is one) for one in found]


def weakness(reading: PairReading) -> tuple[bool, int, float, str]:
    """Give the order from the weakest dimension to the strongest."""
    level = -1 if reading.level is None else reading.level
    bound = -1.0 if reading.lower_bound is None else reading.lower_bound
    return not reading.is_lapsed, level, bound, reading.dimension
