"""Which actors count? States, and who is declared as a partner of some body."""

from collections.abc import Iterable

from schemas.events import MemberJoined
from schemas.states import is_state
from schemas.vocabulary import ActorKind
from streams.readiness.statements import Statement


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
