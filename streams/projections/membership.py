"""Who belongs to which body, and since when?"""

from collections.abc import Iterable

from schemas.events import MemberJoined, MemberLeft
from streams.events.recorded import Fact
from streams.projections.projection import Projection, Row


def of_joining(fact: Fact) -> Iterable[Row]:
    """Return the day from which the actor is a member."""
    joined = fact.data
    assert isinstance(joined, MemberJoined)
    return ((joined.actor, joined.kind, joined.body, True, joined.from_on),)


def of_leaving(fact: Fact) -> Iterable[Row]:
    """Return the day from which the actor is no longer a member."""
    left = fact.data
    assert isinstance(left, MemberLeft)
    return ((left.actor, None, left.body, False, left.to_on),)


MEMBERSHIP = Projection(
    table="membership",
    columns=("actor", "kind", "body", "is_member", "effective_on"),
    rows_of={MemberJoined: of_joining, MemberLeft: of_leaving},
)
