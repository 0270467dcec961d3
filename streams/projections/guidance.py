"""How ready has an actor to be, and what does its commander say it is?"""

from collections.abc import Iterable

from schemas.events import LevelOverridden, RequirementSet
from streams.events.recorded import Fact
from streams.projections.projection import Projection, Row


def of_requirement(fact: Fact) -> Iterable[Row]:
    """Return the requirement as set."""
    wanted = fact.data
    assert isinstance(wanted, RequirementSet)
    return ((wanted.actor, wanted.body, wanted.area, wanted.target_index, wanted.set_by),)


def of_override(fact: Fact) -> Iterable[Row]:
    """Return the level as set, as a number."""
    said = fact.data
    assert isinstance(said, LevelOverridden)
    return (
        (said.actor, said.area, int(said.level.removeprefix("C")), said.reason, said.expires_on),
    )


REQUIREMENT = Projection(
    table="requirement",
    columns=("actor", "body", "area", "target_index", "set_by"),
    rows_of={RequirementSet: of_requirement},
)

LEVEL_OVERRIDE = Projection(
    table="level_override",
    columns=("actor", "area", "level", "reason", "expires_on"),
    rows_of={LevelOverridden: of_override},
)
