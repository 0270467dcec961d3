"""Who belongs to a body on a day?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from schemas.events import EventData, MemberJoined, MemberLeft
from schemas.vocabulary import ActorKind
from tests.reference.contradictions import undisputed
from tests.reference.statements import Order, Statement


@dataclass(frozen=True, slots=True)
class Member:
    """An actor that belongs to a body, and the day since when."""

    actor: str
    kind: str
    since_on: date


@dataclass(frozen=True, slots=True)
class Spell:
    """For how long an actor belonged to a body, as what: from a day on, until before another."""

    actor: str
    kind: str
    from_on: date
    to_on: date | None

    @property
    def is_member(self) -> bool:
        """Tell a member from a partner."""
        return self.kind == ActorKind.MEMBER

    def holds(self, on: date) -> bool:
        """Tell whether the actor belongs on a day."""
        return self.overlaps(on, on)

    def overlaps(self, first: date, last: date) -> bool:
        """Tell whether the actor belongs on some day of a period."""
        return self.from_on <= last and (self.to_on is None or self.to_on > first)


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


def spells(statements: Iterable[Statement], body: str) -> list[Spell]:
    """Give the spells in which actors belong to a body, past and announced ones too."""
    last: dict[str, dict[date, tuple[Order, MemberJoined | MemberLeft]]] = defaultdict(dict)
    for one in undisputed(changes(statements), about):
        change = one.data
        if isinstance(change, MemberJoined | MemberLeft) and change.body == body:
            said, day = last[change.actor], effective_day(change)
            if day not in said or one.order > said[day][0]:
                said[day] = (one.order, change)
    return [
        Spell(actor, change.kind, day, next_on)
        for actor, said in sorted(last.items())
        for day, next_on in zip_longest(sorted(said), sorted(said)[1:])
        if isinstance(change := said[day][1], MemberJoined)
    ]


def is_dissolved(statements: Iterable[Statement], body: str, on: date) -> bool:
    """Tell whether a body had members and has none any more; one that never had any only meets."""
    begun = [one for one in spells(statements, body) if one.is_member and one.from_on <= on]
    return bool(begun) and not any(one.holds(on) for one in begun)


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
