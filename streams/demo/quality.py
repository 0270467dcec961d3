"""How good each member of the synthetic season is in each area, day by day: invented stories."""

import functools
import math
from datetime import date

from schemas.vocabulary import Area
from streams.demo.chance import Chance
from streams.demo.members import JOINED_ON, LANDLOCKED, LARGE, MEMBERS, NOT_HELD_BY_SMALL, SMALL

EPOCH = date(2000, 1, 1)
FALLING_MEMBERS = 6  # in whose hands logistics falls, from each March on
FALL = 0.5
FALL_DAYS = 150
RECOVERY_DAYS = 90
OF_AREA = {
    Area.AIR: 0.04,
    Area.LAND: 0.06,
    Area.C2_COMMS: -0.03,
    Area.CYBER_HYBRID: -0.08,
    Area.CBRN: -0.12,
}
RISE_DAYS = 1000  # from accession to the level of the others


@functools.cache
def holds(chance: Chance, actor: str, area: Area) -> bool:
    """Tell whether the member has the capability at all."""
    if area is Area.MARITIME and actor in LANDLOCKED:
        return False
    if actor in SMALL and area in NOT_HELD_BY_SMALL:
        return False
    return not chance.happens(0.04, "holds not", actor, area)


def trains(chance: Chance, actor: str, area: Area) -> bool:
    """Tell whether the member shows the capability in exercises, or only reports it."""
    return holds(chance, actor, area) and not chance.happens(0.04, "trains not", actor, area)


def quality(chance: Chance, actor: str, area: Area, on: date) -> float:
    """Return how good the member is, from 0 to 1."""
    size = 0.06 if actor in LARGE else -0.04 if actor in SMALL else 0.0
    lasting = 0.1 * chance.swing("member", actor) + 0.2 * chance.swing("cell", actor, area)
    value = (
        0.74
        + size
        + OF_AREA.get(area, 0.0)
        + lasting
        + _wave(chance, actor, area, on)
        + _newcomer(actor, on)
    )
    if area is Area.LOGISTICS:
        value -= _logistics_fall(chance, actor, on)
    return min(0.98, max(0.05, value))


@functools.cache
def falling(chance: Chance, year: int) -> tuple[str, ...]:
    """Return the members whose logistics falls from March of that year on."""
    return tuple(sorted(chance.some(MEMBERS, FALLING_MEMBERS, "logistics", year)))


def _wave(chance: Chance, actor: str, area: Area, on: date) -> float:
    """Everybody's year is better or worse, and so is each member's own."""
    shared = _sine(chance.between(1000, 1700, "wave", area), chance.share("phase", area), on)
    days, phase = (
        chance.between(500, 1400, "wave", actor, area),
        chance.share("phase", actor, area),
    )
    return 0.08 * shared + 0.07 * _sine(days, phase, on)


def _sine(days: float, phase: float, on: date) -> float:
    return math.sin(2 * math.pi * ((on - EPOCH).days / days + phase))


def _newcomer(actor: str, on: date) -> float:
    if actor not in JOINED_ON:
        return 0.0
    days = (on - JOINED_ON[actor]).days
    return -0.3 * (1 - min(1.0, max(0.0, days / RISE_DAYS)))


def _logistics_fall(chance: Chance, actor: str, on: date) -> float:
    year = on.year if on.month >= 3 else on.year - 1
    days = (on - date(year, 3, 1)).days
    fall = FALL * min(1.0, days / FALL_DAYS) if actor in falling(chance, year) else 0.0
    healing = FALL * max(0.0, 1 - days / RECOVERY_DAYS)
    return max(fall, healing if actor in falling(chance, year - 1) else 0.0)
