"""Which line of evidence does an event belong to: an actor in an area, or a pair of actors?"""

import hashlib
from functools import lru_cache

import msgspec

from schemas.vocabulary import Area, Dimension

COLUMNS = ("series_id", "kind", "actor", "other_actor", "area", "dimension")


class Series(msgspec.Struct, frozen=True, cache_hash=True):
    """A series of evidence; its number is a hash of its name, so any worker gives the same one."""

    series_id: int
    kind: str
    actor: str
    other_actor: str | None = None
    area: str | None = None
    dimension: str | None = None


@lru_cache(maxsize=65536)
def readiness(actor: str, area: Area) -> Series:
    """Return the series of an actor's readiness in an area."""
    return Series(_number("readiness", actor, area), "readiness", actor, area=area)


@lru_cache(maxsize=65536)
def interoperability(one: str, other: str, dimension: Dimension) -> Series:
    """Return the series of a pair in a dimension, whichever actor is named first."""
    actor, other_actor = sorted((one, other))
    number = _number("interop", actor, other_actor, dimension)
    return Series(number, "interop", actor, other_actor=other_actor, dimension=dimension)


def _number(*names: str) -> int:
    digest = hashlib.sha256("|".join(names).encode()).digest()
    return int.from_bytes(digest[:8]) >> 1
