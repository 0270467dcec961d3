"""What would change by another method: counts first, then which readings, of whom and why."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from infra.functions import needed_by
from infra.settings import Settings
from schemas import method
from schemas.method import Method
from streams.method_diff import world
from streams.method_diff.errors import BadQuestion
from streams.method_diff.world import Asked, OnProgress, OtherWorld

LEVELS = ("1", "2", "3", "4", "5", "ND")


class Reading(NamedTuple):
    """A reading of an actor in an area that would be another."""

    actor: str
    area: str
    from_level: str
    to_level: str
    from_training: float | None
    to_training: float | None
    from_training_level: int | None
    to_training_level: int | None
    from_index: float | None
    to_index: float | None
    is_clear: bool
    decided_by: str | None

    @property
    def is_worse(self) -> bool:
        """Return whether its level would be worse."""
        return LEVELS.index(self.to_level) > LEVELS.index(self.from_level)


class Pair(NamedTuple):
    """A pair that would work together otherwise."""

    actor_a: str
    actor_b: str
    dimension: str
    from_level: str
    to_level: str
    from_mean: float | None
    to_mean: float | None
    is_clear: bool


class Rollup(NamedTuple):
    """How many of a body are ready in an area, and how many are not demonstrated."""

    area: str
    members: int
    from_ready: int
    to_ready: int
    from_nd: int
    to_nd: int


class Change(NamedTuple):
    """What would change by another method."""

    body: str
    area: str | None
    viewer: str
    as_of: datetime
    known_at: datetime
    from_version: int
    to_version: int
    constants: Mapping[str, tuple[float, float]]
    unread: Sequence[str]
    rollups: Sequence[Rollup]
    readings: Sequence[Reading]
    pairs: Sequence[Pair]

    @property
    def moved(self) -> Sequence[Reading]:
        """Return the readings whose level would be another."""
        return [one for one in self.readings if one.from_level != one.to_level]

    @property
    def moves(self) -> Mapping[tuple[str, str], int]:
        """Return how many levels would move from which to which."""
        return Counter((one.from_level, one.to_level) for one in self.moved)


def compare(
    settings: Settings,
    other: Method,
    scope: tuple[str, str | None],
    asked: Asked,
    on_progress: OnProgress,
) -> Change:
    """Return what would change by another method in a body, or in one area of it."""
    usual = method.load()
    body, area = scope
    differing = method.differing(usual, other)
    with world.beside(settings, other, tuple(differing), asked, on_progress) as both:
        _require_body(both, body)
        return Change(
            body=body,
            area=area,
            viewer=asked.viewer,
            as_of=both.moment.as_of,
            known_at=both.moment.known_at,
            from_version=usual.method.version,
            to_version=other.method.version,
            constants=differing,
            unread=[*unread(differing)],
            rollups=_rollups(both, body, area),
            readings=_readings(both, body, area),
            pairs=[] if area else [Pair(*row) for row in both.ask("pairs", body=body)],
        )


def unread(names: Iterable[str]) -> Iterable[str]:
    """Give those of these constants that no reading depends on, nor anything else compared."""
    asked = "\n".join(file.text for file in needed_by((*world.COMPARING, *world.ROLLING_UP)))
    for name in names:
        group = name.partition(".")[0]
        is_table = group == "decay" or world.is_weighed_anew([name])
        if not is_table and name not in asked and f"'{group}.' ||" not in asked:
            yield name


def _require_body(both: OtherWorld, body: str) -> None:
    known = sorted(name for (name,) in both.ask("bodies"))
    if body not in known:
        there = ", ".join(known) or "none yet"
        raise BadQuestion(f"no body is named {body[:60]!r}; there are: {there}")


def _rollups(both: OtherWorld, body: str, area: str | None) -> list[Rollup]:
    there = both.ask("rollup_there", body=body, area=area)
    here = {row[0]: row[1:] for row in both.ask("rollup_here", body=body, area=area)}
    return [
        Rollup(name, members, ready, here[name][1], nd, here[name][2])
        for name, members, ready, nd in there
    ]


def _readings(both: OtherWorld, body: str, area: str | None) -> list[Reading]:
    found: dict[tuple[str, str], Reading] = {}
    for *values, measure, pillar in both.ask("readings", body=body, area=area):
        key = (values[0], values[1])
        decided = pillar if measure == "level" else None
        there = found.get(key)
        if there is None or decided:
            found[key] = Reading._make((*values, decided))
    return [*found.values()]
