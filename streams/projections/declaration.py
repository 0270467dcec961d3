"""What does an actor offer, by which standards does it work, and by which baseline?"""

from collections.abc import Iterable
from datetime import date

from schemas.events import (
    BaselineAdopted,
    CapabilityDeclared,
    CapabilityWithdrawn,
    StandardImplemented,
    StandardRatified,
    StandardReserved,
)
from schemas.vocabulary import Area, Dimension
from streams.events.recorded import Fact
from streams.projections.projection import Projection, Row


class CapabilityRow(Row, frozen=True, kw_only=True):
    """What is offered, or that it is offered no longer."""

    actor: str
    capability_code: str
    area: Area
    is_declared: bool
    quantity: int | None = None
    ntm_days: int | None = None
    available_from_on: date | None = None
    reason: str | None = None


class StandardRow(Row, frozen=True, kw_only=True):
    """Where an actor stands on an edition of a standard: ratified, implemented or reserved."""

    actor: str
    standard_id: str
    edition: str
    dimension: Dimension
    state: str
    reason: str | None


class BaselineRow(Row, frozen=True, kw_only=True):
    """The spiral of a baseline an actor works by."""

    actor: str
    baseline: str
    level: int


def of_declaration(fact: Fact) -> Iterable[CapabilityRow]:
    """Return what is offered, from when on and how fast."""
    offer = fact.data
    assert isinstance(offer, CapabilityDeclared)
    return (
        CapabilityRow(
            actor=offer.actor,
            capability_code=offer.capability_code,
            area=offer.area,
            is_declared=True,
            quantity=offer.quantity,
            ntm_days=offer.ntm_days,
            available_from_on=offer.available_from_on,
        ),
    )


def of_withdrawal(fact: Fact) -> Iterable[CapabilityRow]:
    """Return that it is offered no longer."""
    offer = fact.data
    assert isinstance(offer, CapabilityWithdrawn)
    return (
        CapabilityRow(
            actor=offer.actor,
            capability_code=offer.capability_code,
            area=offer.area,
            is_declared=False,
            reason=offer.reason,
        ),
    )


def of_standard(fact: Fact) -> Iterable[StandardRow]:
    """Return where an actor stands on an edition of a standard."""
    step = fact.data
    assert isinstance(step, StandardRatified | StandardImplemented | StandardReserved)
    return (
        StandardRow(
            actor=step.actor,
            standard_id=step.standard_id,
            edition=step.edition,
            dimension=step.dimension,
            state=_state(step),
            reason=step.reason if isinstance(step, StandardReserved) else None,
        ),
    )


def _state(step: StandardRatified | StandardImplemented | StandardReserved) -> str:
    if isinstance(step, StandardReserved):
        return "reserved"
    return "ratified" if isinstance(step, StandardRatified) else "implemented"


def of_baseline(fact: Fact) -> Iterable[BaselineRow]:
    """Return the spiral an actor works by."""
    adopted = fact.data
    assert isinstance(adopted, BaselineAdopted)
    return (BaselineRow(actor=adopted.actor, baseline=adopted.baseline, level=adopted.level),)


CAPABILITY = Projection(
    table="capability",
    row=CapabilityRow,
    rows_of={CapabilityDeclared: of_declaration, CapabilityWithdrawn: of_withdrawal},
    is_ranked=True,
)

STANDARD = Projection(
    table="standard",
    row=StandardRow,
    rows_of={
        StandardRatified: of_standard,
        StandardImplemented: of_standard,
        StandardReserved: of_standard,
    },
    is_ranked=True,
)

BASELINE = Projection(table="baseline", row=BaselineRow, rows_of={BaselineAdopted: of_baseline})
