"""Which actors count? States, and who is declared as a partner of some body."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from schemas.actors import named
from schemas.events import EventData, InteropTestRecorded, MemberJoined
from schemas.states import is_state, nearest_actor
from schemas.vocabulary import ActorKind, Outcome
from tests.reference.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownActor:
    """An actor that nobody knows, and whom it was probably meant to be."""

    actor: str
    nearest: str | None
    events: int
    first_at: datetime
    last_at: datetime
    newest_seq: int


def partners(statements: Iterable[Statement]) -> set[str]:
    """Give who is declared as something else than a member of a body, on whatever day."""
    return {
        one.data.actor
        for one in statements
        if isinstance(one.data, MemberJoined) and one.data.kind != ActorKind.MEMBER
    }


def is_known(actor: str, declared: Iterable[str]) -> bool:
    """Tell whether what is said of an actor counts: its code is no slip of a pen."""
    return is_state(actor) or actor in declared


def unknown(statements: Iterable[Statement], declared: set[str]) -> list[UnknownActor]:
    """Give the actors that are named and not known, with what names them."""
    named: dict[str, list[Statement]] = defaultdict(list)
    for one in statements:
        for actor in set(_named(one.data)):
            if not is_known(actor, declared):
                named[actor].append(one)
    return [
        UnknownActor(
            actor=actor,
            nearest=nearest_actor(actor, declared),
            events=len(found),
            first_at=min(one.occurred_at for one in found),
            last_at=max(one.occurred_at for one in found),
            newest_seq=max(one.seq for one in found),
        )
        for actor, found in sorted(named.items())
    ]


def _named(data: EventData) -> Iterable[str]:
    is_evidence = not isinstance(data, InteropTestRecorded) or data.outcome != Outcome.NOT_TESTED
    return named(data) if is_evidence else ()
