"""What contradicts itself? It is shown as an anomaly, never settled by the spelling of ids."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from schemas.events import (
    DecisionAdopted,
    DecisionBlocked,
    EventData,
    LessonClosedWithoutAction,
    LessonLearned,
    MemberJoined,
    MemberLeft,
    ObservationRejected,
    ObservationValidated,
    StandardImplemented,
    StandardReserved,
)
from schemas.life import rank_of
from tests.reference.statements import Statement

Key = TypeVar("Key", bound=Hashable)
Moment = tuple[datetime, int]

TWO_SOURCES = "two sources"
_PAIRS: tuple[tuple[type[EventData], type[EventData]], ...] = (
    (ObservationValidated, ObservationRejected),
    (LessonLearned, LessonClosedWithoutAction),
    (DecisionAdopted, DecisionBlocked),
    (StandardImplemented, StandardReserved),
    (MemberJoined, MemberLeft),
)
OPPOSITES: Mapping[type[EventData], type[EventData]] = {
    kind: other for one, two in _PAIRS for kind, other in ((one, two), (two, one))
}  # of one rank: the two cannot both be so, and neither comes first
_WORDS = {"reason", "comment", "text", "root_cause", "title", "participants", "attendees"}


def moment(one: Statement) -> Moment:
    """Give when something was true, as exactly as its producer ordered it."""
    return one.occurred_at, one.order[1][0]


def undisputed(
    statements: Iterable[Statement], item: Callable[[EventData], Key]
) -> Iterable[Statement]:
    """Give the statements without those of which the opposite was said of the same moment."""
    every = list(statements)
    said = {(item(one.data), *moment(one), type(one.data)) for one in every}
    return [
        one
        for one in every
        if (item(one.data), *moment(one), OPPOSITES.get(type(one.data))) not in said
    ]


def of_two_sources(
    statements: Iterable[Statement],
    kinds: tuple[type[EventData], ...],
    item: Callable[[EventData], Key],
) -> dict[Key, int]:
    """Give the items on one moment of which the last words of two sources differ.

    Each with the newest event among those words.
    """
    words: dict[tuple[Key, datetime, int], dict[str, Statement]] = defaultdict(dict)
    for one in sorted(statements, key=lambda one: one.order):
        if isinstance(one.data, kinds):
            place = item(one.data), one.occurred_at, rank_of(type(one.data))
            words[place][one.order[2]] = one
    found: dict[Key, int] = {}
    for (name, *_), by_source in words.items():
        if len({_told(one.data) for one in by_source.values()}) > 1:
            newest_seq = max(one.seq for one in by_source.values())
            found[name] = max(found.get(name, 0), newest_seq)
    return found


def _told(data: EventData) -> tuple[object, ...]:
    """Give what is said, without how it is worded and who else was there."""
    fields = [getattr(data, name) for name in data.__struct_fields__ if name not in _WORDS]
    return type(data), *fields
