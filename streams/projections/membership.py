"""Who belongs to which body, and since when?"""

from collections.abc import Iterable
from datetime import date

from schemas.events import MemberJoined, MemberLeft
from schemas.vocabulary import ActorKind
from streams.events.recorded import Fact
from streams.projections.projection import Projection, Row


class MembershipRow(Row, frozen=True, kw_only=True):
    """From which day on an actor belongs to a body, or no longer."""

    actor: str
    kind: ActorKind | None
    body: str
    is_member: bool
    effective_on: date


def of_joining(fact: Fact) -> Iterable[MembershipRow]:
    """Return the day from which the actor is a member."""
    joined = fact.data
    assert isinstance(joined, MemberJoined)
    return (
        MembershipRow(
            actor=joined.actor,
            kind=joined.kind,
            body=joined.body,
            is_member=True,
            effective_on=joined.from_on,
        ),
    )


def of_leaving(fact: Fact) -> Iterable[MembershipRow]:
    """Return the day from which the actor is no longer a member."""
    left = fact.data
    assert isinstance(left, MemberLeft)
    return (
        MembershipRow(
            actor=left.actor, kind=None, body=left.body, is_member=False, effective_on=left.to_on
        ),
    )


MEMBERSHIP = Projection(
    table="membership",
    row=MembershipRow,
    rows_of={MemberJoined: of_joining, MemberLeft: of_leaving},
)
