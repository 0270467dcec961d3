"""Who belongs to a body on a day?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from schemas.events import EventData, MemberJoined, MemberLeft
from schemas.vocabulary import ActorKind
from streams.readiness.contradictions import undisputed
from streams.readiness.statements import Order, Statement


@dataclass(frozen=True, slots=True)
class Member:
    """An actor that belongs to a body, and the day since when."""

    actor: str
    kind: str
    since_on: date


def members(statements: Iterable[Statement], body: str, on: date) -> list[Member]:
    """Give the members of a body: for each actor the last day that says something decides.

    A partner belongs to a body too, but is no member and counts in none of its roll-ups.
    """
    last: dict[str, tuple[date, Order, MemberJoined | MemberLeft]] = {}
    for one in undisputed(changes(statements), about):
        change = one.data
        assert isinstance(change, MemberJoined | MemberLeft)
        if change.body != body:
            continue
        effective_on = effective_day(change)
        said = (effective_on, one.order, change)
        if effective_on <= on and (change.actor not in last or said[:2] > last[change.actor][:2]):
            last[change.actor] = said
    return [
        Member(actor, change.kind, effective_on)
        for actor, (effective_on, _, change) in sorted(last.items())
        if isinstance(change, MemberJoined) and change.kind == ActorKind.MEMBER
    ]


def changes(statements: Iterable[Statement]) -> list[Statement]:
    """Give who joined and who left."""
    return [one for one in statements if isinstance(one.data, MemberJoined | MemberLeft)]


def about(change: EventData) -> tuple[str, str, date]:
    """Give of whom a change speaks, of which body and day."""
    assert isinstance(change, MemberJoined | MemberLeft)
    return change.actor, change.body, effective_day(change)


def effective_day(change: MemberJoined | MemberLeft) -> date:
    """Give the first day on which a change holds."""
    return change.from_on if isinstance(change, MemberJoined) else change.to_on
