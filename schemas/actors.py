"""Whom does the data of an event name as actors?"""

from collections.abc import Iterator
from functools import cache

from schemas.errors import Reason, Refused
from schemas.events import ALL_ACTORS, EventData, RequirementSet

_ONE = ("actor", "actor_a", "actor_b", "from_actor")
_SEVERAL = ("actors", "to_actors", "invited", "participants", "attendees")


def named(data: EventData) -> Iterator[str]:
    """Give every actor an event names; a requirement for all names nobody."""
    one, several = _fields(type(data))
    for name in one:
        actor = getattr(data, name)
        if actor is not None and not (isinstance(data, RequirementSet) and actor == ALL_ACTORS):
            yield actor
    for name in several:
        for actor in getattr(data, name) or ():
            yield actor if isinstance(actor, str) else actor.actor


@cache
def _fields(kind: type[EventData]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the fields of a type that name one actor, and those that name several."""
    there = kind.__struct_fields__
    return tuple(n for n in _ONE if n in there), tuple(n for n in _SEVERAL if n in there)


def refuse_all(data: EventData) -> None:
    """Refuse ALL as the name of an actor: whoever means every member says it in a requirement."""
    if ALL_ACTORS in named(data):
        detail = f"data: {ALL_ACTORS} is no actor; only a requirement may be for all members"
        raise Refused(Reason.INVALID_DATA, detail)
