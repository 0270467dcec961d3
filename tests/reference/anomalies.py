"""Which moves do not fit what they are about, and who contradicts whom?"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from schemas.events import (
    CapabilityDeclared,
    CapabilityWithdrawn,
    CommitmentMade,
    CommitmentReaffirmed,
    CommitmentRevised,
    CommitmentWithdrawn,
    EventData,
    ExerciseCancelled,
    ExerciseConducted,
    ExerciseScheduled,
    MeetingCancelled,
    MeetingHeld,
    MeetingPostponed,
    MeetingScheduled,
    MemberJoined,
    MemberLeft,
    StandardImplemented,
    StandardRatified,
    StandardReserved,
)
from tests.reference import membership
from tests.reference.contradictions import OPPOSITES, TWO_SOURCES, moment, of_two_sources
from tests.reference.statements import Statement

Word = tuple[str, str, int]  # item, anomaly, event
HELD_ALTHOUGH_CANCELLED = "held although cancelled"

_WORDS: dict[type[EventData], str] = {
    ExerciseScheduled: "scheduled",
    ExerciseCancelled: "cancelled",
    MeetingScheduled: "scheduled",
    MeetingPostponed: "postponed",
    MeetingCancelled: "cancelled",
    CommitmentMade: "made",
    CommitmentRevised: "revised",
    CommitmentReaffirmed: "reaffirmed",
    CommitmentWithdrawn: "withdrawn",
    CapabilityDeclared: "declared",
    CapabilityWithdrawn: "withdrawn",
    StandardRatified: "ratified",
    StandardImplemented: "implemented",
    StandardReserved: "reserved",
    MemberJoined: "joined",
    MemberLeft: "left",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """Something that does not fit, and the newest event about it."""

    kind: str
    item: str
    anomaly: str
    newest_seq: int


@dataclass(frozen=True, slots=True)
class _Register:
    """What is said about one kind of thing, and which move may follow which."""

    kind: str
    moves: tuple[type[EventData], ...]
    item: Callable[[EventData], str]
    fits: Callable[[str | None, str], bool]
    facts: tuple[type[EventData], ...] = ()  # what happened, whatever the plans said


def _named(*names: str) -> Callable[[EventData], str]:
    return lambda data: " ".join(str(getattr(data, name)) for name in names)


def _member(data: EventData) -> str:
    actor, body, on = membership.about(data)
    return f"{body} {actor} {on}"


def _exercise_fits(state: str | None, move: str) -> bool:
    return move == "scheduled" or state == "scheduled"


def _meeting_fits(state: str | None, move: str) -> bool:
    return move == "scheduled" or state in ("scheduled", "postponed")


def _commitment_fits(state: str | None, move: str) -> bool:
    if move == "made":
        return state is None
    return state is not None and (move == "revised" or state != "withdrawn")


def _capability_fits(state: str | None, move: str) -> bool:
    return move == "declared" or state == "declared"


def _always(_state: str | None, _move: str) -> bool:
    return True


_REGISTERS = (
    _Register(
        "exercise",
        (ExerciseScheduled, ExerciseCancelled),
        _named("exercise_id"),
        _exercise_fits,
        (ExerciseConducted,),
    ),
    _Register(
        "meeting",
        (MeetingScheduled, MeetingPostponed, MeetingCancelled),
        _named("meeting_id"),
        _meeting_fits,
        (MeetingHeld,),
    ),
    _Register(
        "commitment",
        (CommitmentMade, CommitmentRevised, CommitmentReaffirmed, CommitmentWithdrawn),
        _named("commitment_id"),
        _commitment_fits,
    ),
    _Register(
        "capability",
        (CapabilityDeclared, CapabilityWithdrawn),
        _named("actor", "area", "capability_code"),
        _capability_fits,
    ),
    _Register(
        "standard",
        (StandardRatified, StandardImplemented, StandardReserved),
        _named("actor", "standard_id", "edition", "dimension"),
        _always,
    ),
    _Register("membership", (MemberJoined, MemberLeft), _member, _always),
)


def of_registers(statements: Sequence[Statement]) -> list[Anomaly]:
    """Give what does not fit of plans, promises, offers, standards and memberships."""
    newest: dict[tuple[str, str, str], int] = {}
    for register in _REGISTERS:
        for item, anomaly, seq in _words(register, statements):
            place = register.kind, item, anomaly
            newest[place] = max(newest.get(place, 0), seq)
    return [
        Anomaly(kind=kind, item=item, anomaly=anomaly, newest_seq=seq)
        for (kind, item, anomaly), seq in newest.items()
    ]


def of_items(kind: str, items: Iterable[tuple[str, Iterable[str], int]]) -> list[Anomaly]:
    """Give what items of a journal say themselves."""
    return [
        Anomaly(kind=kind, item=item, anomaly=anomaly, newest_seq=seq)
        for item, anomalies, seq in items
        for anomaly in set(anomalies)
    ]


def _words(register: _Register, statements: Sequence[Statement]) -> Iterator[Word]:
    moves = _by_item(register.moves, register, statements)
    facts = _by_item(register.facts, register, statements)
    for item, steps in moves.items():
        for misfit in _misfits(steps, register):
            yield item, misfit, steps[-1].seq
        if item in facts and _word(steps[-1].data) == "cancelled":
            yield item, HELD_ALTHOUGH_CANCELLED, max(one.seq for one in facts[item])
    # Several withdraw or reaffirm together: that is no contradiction.
    told = tuple(
        kind
        for kind in register.moves + register.facts
        if kind not in (CommitmentReaffirmed, CommitmentWithdrawn)
    )
    for item, seq in of_two_sources(statements, told, register.item).items():
        yield item, TWO_SOURCES, seq


def _by_item(
    kinds: tuple[type[EventData], ...], register: _Register, statements: Iterable[Statement]
) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = defaultdict(list)
    for one in sorted(statements, key=lambda one: one.order):
        if isinstance(one.data, kinds):
            found[register.item(one.data)].append(one)
    return found


def _misfits(steps: Sequence[Statement], register: _Register) -> Iterator[str]:
    said = {(moment(one), type(one.data)) for one in steps}
    state: str | None = None
    for one in steps:
        word = _word(one.data)
        opposite = OPPOSITES.get(type(one.data))
        is_disputed = (
            opposite is not None
            and (moment(one), opposite) in said
            and register.fits(state, _WORDS[opposite])
        )
        if register.fits(state, word) and not is_disputed:
            state = word
        else:
            yield word


def _word(data: EventData) -> str:
    is_partly = isinstance(data, CommitmentWithdrawn) and bool(data.actors)
    return ("partly " if is_partly else "") + _WORDS[cast(type[EventData], type(data))]
