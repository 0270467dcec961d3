"""How ready has an actor to be, and what does its commander say it is?"""

from collections.abc import Iterable
from datetime import date

from schemas.events import LevelOverridden, RequirementSet
from schemas.vocabulary import Area
from streams.events.recorded import Fact
from streams.projections.projection import Projection, Row


class RequirementRow(Row, frozen=True, kw_only=True):
    """How ready an actor has to be in an area."""

    actor: str
    body: str
    area: Area
    target_index: float
    set_by: str


class LevelOverrideRow(Row, frozen=True, kw_only=True):
    """A level as set by a commander, as a number, and until when it holds."""

    actor: str
    area: Area
    level: int
    reason: str
    expires_on: date


def of_requirement(fact: Fact) -> Iterable[RequirementRow]:
    """Return the requirement as set."""
    wanted = fact.data
    assert isinstance(wanted, RequirementSet)
    return (
        RequirementRow(
            actor=wanted.actor,
            body=wanted.body,
            area=wanted.area,
            target_index=wanted.target_index,
            set_by=wanted.set_by,
        ),
    )


def of_override(fact: Fact) -> Iterable[LevelOverrideRow]:
    """Return the level as set, as a number."""
    said = fact.data
    assert isinstance(said, LevelOverridden)
    return (
        LevelOverrideRow(
            actor=said.actor,
            area=said.area,
            level=int(said.level.removeprefix("C")),
            reason=said.reason,
            expires_on=said.expires_on,
        ),
    )


REQUIREMENT = Projection(
    table="requirement", row=RequirementRow, rows_of={RequirementSet: of_requirement}
)

LEVEL_OVERRIDE = Projection(
    table="level_override", row=LevelOverrideRow, rows_of={LevelOverridden: of_override}
)
