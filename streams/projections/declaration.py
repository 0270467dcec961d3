"""What does an actor offer, by which standards does it work, and by which baseline?"""

from collections.abc import Iterable

from schemas.events import (
    BaselineAdopted,
    CapabilityDeclared,
    CapabilityWithdrawn,
    StandardImplemented,
    StandardRatified,
    StandardReserved,
)
from streams.events.recorded import Fact
from streams.projections.projection import LIFE_RANK, Projection, Row


def of_declaration(fact: Fact) -> Iterable[Row]:
    """Return what is offered, from when on and how fast."""
    offer = fact.data
    assert isinstance(offer, CapabilityDeclared)
    terms = (offer.quantity, offer.ntm_days, offer.available_from_on)
    return ((offer.actor, offer.capability_code, offer.area, True, *terms, None),)


def of_withdrawal(fact: Fact) -> Iterable[Row]:
    """Return that it is offered no longer."""
    offer = fact.data
    assert isinstance(offer, CapabilityWithdrawn)
    return ((offer.actor, offer.capability_code, offer.area, False, *(None,) * 3, offer.reason),)


def of_standard(fact: Fact) -> Iterable[Row]:
    """Return where an actor stands on an edition of a standard."""
    step = fact.data
    assert isinstance(step, StandardRatified | StandardImplemented | StandardReserved)
    reason = step.reason if isinstance(step, StandardReserved) else None
    return ((step.actor, step.standard_id, step.edition, step.dimension, _state(step), reason),)


def _state(step: StandardRatified | StandardImplemented | StandardReserved) -> str:
    if isinstance(step, StandardReserved):
        return "reserved"
    return "ratified" if isinstance(step, StandardRatified) else "implemented"


def of_baseline(fact: Fact) -> Iterable[Row]:
    """Return the spiral an actor works by."""
    adopted = fact.data
    assert isinstance(adopted, BaselineAdopted)
    return ((adopted.actor, adopted.baseline, adopted.level),)


CAPABILITY = Projection(
    table="capability",
    columns=(
        "actor",
        "capability_code",
        "area",
        "is_declared",
        "quantity",
        "ntm_days",
        "available_from_on",
        "reason",
        LIFE_RANK,
    ),
    rows_of={CapabilityDeclared: of_declaration, CapabilityWithdrawn: of_withdrawal},
)

STANDARD = Projection(
    table="standard",
    columns=("actor", "standard_id", "edition", "dimension", "state", "reason", LIFE_RANK),
    rows_of={
        StandardRatified: of_standard,
        StandardImplemented: of_standard,
        StandardReserved: of_standard,
    },
)

BASELINE = Projection(
    table="baseline",
    columns=("actor", "baseline", "level"),
    rows_of={BaselineAdopted: of_baseline},
)
