"""The constants of the method, for sentences and pictures: one source, none typed again here."""

from functools import cache

from schemas import method as _shipped
from schemas.method import Method
from schemas.vocabulary import Pillar


@cache
def method() -> Method:
    """Give the method as it is shipped; the database was made with the same."""
    return _shipped.load()


def steps(pillar: str) -> tuple[float, ...]:
    """Give from which points on a pillar is at level 1, 2 and 3."""
    return method().pillar_levels[Pillar(pillar)]


def is_ready(level: str | None) -> bool:
    """Say whether a level counts as ready."""
    return level in ready_levels()


def ready_levels() -> tuple[str, ...]:
    """Give the levels that count as ready."""
    return tuple(str(level) for level in range(1, method().readiness.ready_level + 1))


# The level of pairs that read functions count as good (`level_2_ratio`): "compatible".
COMPATIBLE = 2


def is_compatible(level: float | None) -> bool:
    """Say whether a pair, or a mean over pairs, is at the level that counts as good."""
    return level is not None and level >= COMPATIBLE


def pair_steps() -> tuple[float, ...]:
    """Give from which lower bounds on a pair is at level 1, 2 and 3."""
    found = method().interoperability
    return found.level_1_at_least, found.level_2_at_least, found.level_3_at_least
