"""How ready the members of the season have to be: invented targets, one for all and some own."""

from collections.abc import Iterator
from datetime import UTC, datetime

from schemas.events import RequirementSet
from schemas.events.guidance import ALL_ACTORS
from schemas.vocabulary import Area
from streams.demo.chance import Chance
from streams.demo.members import AREAS, LARGE
from streams.demo.telling import Told

SET_AT = datetime(2021, 6, 15, 10, tzinfo=UTC)
RAISED_AT = datetime(2025, 6, 24, 10, tzinfo=UTC)
SET_BY = "EXERCISE defence planning staff"
RAISED_AREAS = (Area.LOGISTICS, Area.AIR, Area.CYBER_HYBRID)
FOR_ALL = 72.0
FOR_LARGE = 80.0
RAISED_BY = 6.0
OWN = 0.2  # share of a large member's areas that have a target of their own


def requirements(chance: Chance) -> Iterator[Told]:
    """Return the targets, and those that a later round raised."""
    for area in AREAS:
        yield _set(ALL_ACTORS, area, FOR_ALL, SET_AT)
        for actor in sorted(LARGE):
            if chance.happens(OWN, "own target", actor, area):
                yield _set(actor, area, FOR_LARGE, SET_AT)
    for area in RAISED_AREAS:
        yield _set(ALL_ACTORS, area, FOR_ALL + RAISED_BY, RAISED_AT)


def _set(actor: str, area: Area, target_index: float, at: datetime) -> Told:
    data = RequirementSet(
        actor=actor, body="NATO", area=area, target_index=target_index, set_by=SET_BY
    )
    return Told(f"REQUIREMENT-{at:%Y}:{actor}-{area}", data, at, at)
