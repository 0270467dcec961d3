"""Which level does a percentage earn, and which do several pillars earn together?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from schemas.method import Method
from schemas.vocabulary import Pillar
from streams.readiness.evidence import Demonstrated
from streams.readiness.statements import Order

NOT_DEMONSTRATED = "ND"
ROUNDING = 1e-9  # a mean of weighted points may miss a threshold it reaches by its last digit
REPORTED_PILLARS = (Pillar.PERSONNEL, Pillar.SUPPLIES, Pillar.CONDITION)


@dataclass(frozen=True, slots=True)
class Report:
    """What an actor reported of a pillar in one area."""

    pct: float
    order: Order

    def age_days(self, on: date) -> int:
        """Give its age in whole UTC days."""
        return (on - self.order[0].date()).days


def level(pillar: Pillar, pct: float | None, method: Method) -> int | None:
    """Give the level, 1 the best and 4 the worst, that a percentage of a pillar earns."""
    if pct is None:
        return None
    return 1 + sum(pct < at_least - ROUNDING for at_least in method.pillar_levels[pillar])


def demonstrated_level(shown: Demonstrated, method: Method) -> int | None:
    """Give the level of what was shown; old evidence alone earns no best level."""
    earned = level(Pillar.TRAINING, shown.points, method)
    if earned is None:
        return None
    return max(earned, method.readiness.stale_level) if shown.is_stale else earned


def overall(t_level: int | None, reported: Mapping[Pillar, int | None]) -> str:
    """Give the level of the weakest pillar; without anything shown it is not demonstrated."""
    if t_level is None:
        return NOT_DEMONSTRATED
    return str(max(t_level, *(one for one in reported.values() if one is not None), 1))


def index(*pillars: float | None) -> float | None:
    """Give the mean of the pillars that are present, for trend lines only."""
    present = [pct for pct in pillars if pct is not None]
    return sum(present) / len(present) if present else None
