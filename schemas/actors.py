"""Whom does the data of an event name as actors?"""

from collections.abc import Iterator

from schemas.errors import Reason, Refused
from schemas.events import ALL_ACTORS, EventData, RequirementSet

_ONE = ("actor", "actor_a", "actor_b", "from_actor")
_SEVERAL = ("actors", "to_actors", "invited", "participants", "attendees")


def named(data: EventData) -> Iterator[str]:
    """Give every actor an event names; a requirement for all names nobody."""
    for name in _ONE:
        actor = getattr(data, name, None)
        if actor is not None and not (isinstance(data, RequirementSet) and actor == ALL_ACTORS):
            yield actor
    for name in _SEVERAL:
        for one in getattr(data, name, ()):
            yield one if isinstance(one, str) else one.actor


def refuse_all(data: EventData) -> None:
    """Refuse ALL as the name of an actor: whoever means every member says it in a requirement."""
    if ALL_ACTORS in named(data):
        detail = f"data: {ALL_ACTORS} is no actor; only a requirement may be for all members"
        raise Refused(Reason.INVALID_DATA, detail)
