"""How far can two actors work together, as far as tests have shown?"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from schemas.events import InteropTestRecorded
from schemas.method import Method
from schemas.vocabulary import Dimension, Outcome
from streams.readiness.statements import Order, Statement

SUCCESS = {Outcome.SUCCESS: 1.0, Outcome.LIMITED: 0.5, Outcome.ISSUE: 0.0}


@dataclass(frozen=True, slots=True)
class Test:
    """One test of a pair: how far it succeeded, and when."""

    __test__ = False  # not a test of ours

    success: float
    order: Order
    seq: int

    def age_days(self, on: date) -> int:
        """Give its age in whole UTC days."""
        return (on - self.order[0].date()).days

    def is_valid(self, on: date, method: Method) -> bool:
        """Tell whether it still counts."""
        return self.age_days(on) <= method.decay.interop_test.validity_days

    def weight(self, on: date, method: Method) -> float:
        """Give its weight, halved with each half-life."""
        return math.pow(2, -self.age_days(on) / method.decay.interop_test.half_life_days)


@dataclass(frozen=True, slots=True)
class Tested:
    """What the valid tests of a pair in a dimension add up to."""

    mean: float
    lower_bound: float
    n_eff: float
    tests: int

    def level(self, method: Method) -> int:
        """Give 3 integrated, 2 compatible, 1 deconflicted or 0 none."""
        rules = method.interoperability
        cut_offs = (rules.level_1_at_least, rules.level_2_at_least, rules.level_3_at_least)
        return sum(self.lower_bound >= at_least for at_least in cut_offs)


def test_of(statement: Statement) -> tuple[str, str, Dimension, Test] | None:
    """Give the pair in its order, the dimension and the test, None for anything else."""
    data = statement.data
    if not isinstance(data, InteropTestRecorded) or data.outcome not in SUCCESS:
        return None
    first, second = sorted((data.actor_a, data.actor_b))
    test = Test(SUCCESS[data.outcome], statement.order, statement.seq)
    return first, second, data.dimension, test


def tested(tests: Iterable[Test], on: date, method: Method) -> Tested | None:
    """Give what valid tests add up to, None without any: no data is never an even chance."""
    valid = [test for test in tests if test.is_valid(on, method)]
    if not valid:
        return None
    rules = method.interoperability
    successes = sum(test.weight(on, method) * test.success for test in valid)
    failures = sum(test.weight(on, method) * (1 - test.success) for test in valid)
    alpha, beta = rules.prior_alpha + successes, rules.prior_beta + failures
    mean = alpha / (alpha + beta)
    deviation = math.sqrt(alpha * beta / ((alpha + beta) ** 2 * (alpha + beta + 1)))
    return Tested(mean, mean - rules.z * deviation, successes + failures, len(valid))
