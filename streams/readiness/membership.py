"""Who belongs to a body on a day?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from schemas.events import MemberJoined, MemberLeft
from schemas.vocabulary import ActorKind
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
    for one in statements:
        change = one.data
        if not isinstance(change, MemberJoined | MemberLeft) or change.body != body:
            continue
        effective_on = _effective_on(change)
        said = (effective_on, one.order, change)
        if effective_on <= on and (change.actor not in last or said[:2] > last[change.actor][:2]):
            last[change.actor] = said
    return [
        Member(actor, change.kind, effective_on)
        for actor, (effective_on, _, change) in sorted(last.items())
        if isinstance(change, MemberJoined) and change.kind == ActorKind.MEMBER
    ]


def _effective_on(change: MemberJoined | MemberLeft) -> date:
    return change.from_on if isinstance(change, MemberJoined) else change.to_on
