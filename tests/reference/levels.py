"""Which level does a percentage earn, and which do several pillars earn together?"""

from collections.abc import Collection

from schemas.method import Method
from schemas.vocabulary import Pillar
from tests.reference.evidence import Demonstrated
from tests.reference.reports import REPORTED_PILLARS

NOT_DEMONSTRATED = "ND"
ROUNDING = 1e-9  # a mean of weighted points may miss a threshold it reaches by its last digit


def level(pillar: Pillar, pct: float | None, method: Method) -> int | None:
    """Give the level, 1 the best and 4 the worst, that a percentage of a pillar earns."""
    if pct is None:
        return None
    return 1 + sum(pct < at_least - ROUNDING for at_least in method.pillar_levels[pillar])


def last_demonstrated_level(shown: Demonstrated, method: Method) -> int | None:
    """Give the level of what was shown last; old evidence alone earns no best level."""
    earned = level(Pillar.TRAINING, shown.last_points, method)
    if earned is None:
        return None
    return max(earned, method.readiness.stale_level) if shown.is_stale else earned


def overall(t_level: int | None, reported: Collection[int], method: Method) -> str:
    """Give the level of the weakest pillar; no best one without a word on all pillars.

    Without anything shown it is not demonstrated.
    """
    if t_level is None:
        return NOT_DEMONSTRATED
    is_complete = len(reported) == len(REPORTED_PILLARS)
    best = 1 if is_complete else method.readiness.incomplete_level
    return str(max(t_level, best, *reported))


def index(*pillars: float | None) -> float | None:
    """Give the mean of the pillars that are present, for trend lines and gaps only."""
    present = [pct for pct in pillars if pct is not None]
    return sum(present) / len(present) if present else None
