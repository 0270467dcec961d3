"""What a producer may send: sources, types, actors, bodies, and the highest classification (pure).

A key without actors or bodies may name any. Whoever is held to some may not reach others by
amending what was said about them, so an amendment is judged with the event it amends.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec

from schemas.actors import named
from schemas.envelope import Decoded
from schemas.events import ALL_ACTORS, EventCorrected, EventData, EventRetracted
from schemas.faults import Fault
from schemas.vocabulary import Classification

EVERYTHING = "*"


class ScopeReason(StrEnum):
    """Why an event lies outside of what a key is for."""

    SOURCE = "source-not-allowed"
    TYPE = "type-not-allowed"
    ACTOR = "actor-not-allowed"
    BODY = "body-not-allowed"
    LABEL = "label-not-allowed"
    AMENDS = "amended-event-not-allowed"


class Scope(msgspec.Struct, frozen=True):
    """What a key is for; empty types, actors and bodies mean all."""

    sources: tuple[str, ...]
    types: tuple[str, ...]
    actors: frozenset[str]
    bodies: frozenset[str]
    highest_rank: int

    def has_source(self, source: str) -> bool:
        """Tell whether it may speak for a source, and ask about it."""
        return matches(source, self.sources)

    @property
    def must_know_roots(self) -> bool:
        """Tell whether an amendment has to be judged with the event it amends."""
        return bool(self.actors or self.bodies or self.types)


def matches(name: str, patterns: Sequence[str]) -> bool:
    """Tell whether a name is one of these, or begins as one that ends with a star."""
    return any(
        name.startswith(one[:-1]) if one.endswith(EVERYTHING) else name == one for one in patterns
    )


def faults_in(scope: Scope, event: Decoded) -> Iterator[Fault]:
    """Say what in an event lies outside of a scope."""
    envelope = event.envelope
    if not scope.has_source(envelope.source):
        yield Fault("/source", ScopeReason.SOURCE, "source: this key is not for it")
    if scope.types and not matches(envelope.type, scope.types):
        yield Fault("/type", ScopeReason.TYPE, "type: this key is not for it")
    if envelope.classification.rank > scope.highest_rank:
        highest = tuple(Classification)[scope.highest_rank]
        detail = f"classification: this key goes up to {highest}"
        yield Fault("/classification", ScopeReason.LABEL, detail)
    data = event.data
    # What became of it would say whether the other source has such an event.
    if isinstance(data, EventCorrected | EventRetracted) and not scope.has_source(
        data.root.source
    ):
        detail = "data.root.source: this key is not for it"
        yield Fault("/data/root/source", ScopeReason.AMENDS, detail)
    yield from _in_data(scope, event)


def root_fault(scope: Scope, event: Decoded, root: Decoded | None) -> Fault | None:
    """Say why an amendment may not touch its root: it is out of scope, or not there yet."""
    if not isinstance(event.data, EventCorrected | EventRetracted) or not scope.must_know_roots:
        return None
    if root is None:
        detail = "data.root: not in the ledger yet; this key amends only what is"
    elif [*_in_data(scope, root)] or (
        scope.types and not matches(root.envelope.type, scope.types)
    ):
        detail = "data.root: this key is not for the event that is amended"
    else:
        return None
    return Fault("/data/root", ScopeReason.AMENDS, detail)


def _in_data(scope: Scope, event: Decoded) -> Iterator[Fault]:
    told, at = event.data, "/data"
    if event.replacement is not None:
        told, at = event.replacement.data, "/data/data"
    foreign = sorted({*named(told)} - scope.actors) if scope.actors else []
    if foreign:
        detail = f"this key is not for {', '.join(foreign)}"
        yield Fault(at, ScopeReason.ACTOR, detail)
    if scope.actors and _is_for_all(told):
        yield Fault(at, ScopeReason.ACTOR, "this key is not for all members of a body")
    body = getattr(told, "body", None)
    if scope.bodies and body is not None and body not in scope.bodies:
        yield Fault(f"{at}/body", ScopeReason.BODY, f"body: this key is not for {body}")


def _is_for_all(told: EventData) -> bool:
    """Tell whether data speaks of every member without naming one."""
    is_of_a_body = getattr(told, "body", None) is not None
    actor, actors = getattr(told, "actor", None), getattr(told, "actors", None)
    return is_of_a_body and (actor == ALL_ACTORS or actors == ())
