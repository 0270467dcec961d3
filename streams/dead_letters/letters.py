"""Dead letters as the database has them, how they stand, and what was done with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, LiteralString, NamedTuple

from infra.audit import trail
from infra.audit.acts import Act, Outcome
from infra.postgres import Connection, transaction
from infra.sql import load
from streams.dead_letters.errors import NoSuchDeadLetter, SomebodyElse
from streams.dead_letters.place import Place, written
from streams.store.tables import head

MOST_AT_ONCE = 200
MOST_BYTES_AT_ONCE = 8 * 1024 * 1024
BEGUN = "redrive begun"


class State(StrEnum):
    """How a dead letter stands."""

    OPEN = "open"
    REDRIVEN = "redriven"
    DISCARDED = "discarded"


class Decision(StrEnum):
    """What somebody decides about a dead letter without sending anything."""

    DISCARDED = "discarded"
    RESTORED = "restored"


class Filter(NamedTuple):
    """Which dead letters are meant; what is none does not count."""

    reason: str | None = None
    topic: str | None = None
    source: str | None = None
    since: datetime | None = None


class Group(NamedTuple):
    """How many dead letters of a reason stand in which state."""

    reason: str
    open: int
    redriven: int
    discarded: int


class Listed(NamedTuple):
    """A dead letter in a list."""

    topic: str
    epoch: int
    partition: int
    offset: int
    is_newest_epoch: bool
    recorded_at: datetime
    reason: str
    detail: str
    source: str | None
    event_id: str | None
    state: str

    def name(self, prefix: str) -> str:
        """Return the name that commands take."""
        place = Place(*self[:4])
        return written(place, prefix, is_newest_epoch=self.is_newest_epoch)


class Copy(NamedTuple):
    """What was sent, or is about to be, in the place of a dead letter: where, and which event."""

    topic: str
    epoch: int
    partition: int
    offset: int  # where it lies; of one that is about to be sent, where the log ends before
    sha256: bytes
    source: str
    event_id: str
    is_corrected: bool


@dataclass(frozen=True, slots=True, eq=False)
class Letter:
    """A dead letter with all there is of it."""

    place: Place
    is_newest_epoch: bool
    recorded_at: datetime
    reason: str
    detail: str
    source: str | None
    event_id: str | None
    size_bytes: int
    sha256: bytes
    key: bytes | None
    value: bytes
    headers: tuple[tuple[str, bytes | None], ...]
    are_headers_whole: bool
    number: int  # of the last action, 0 if there was none
    state: State
    begun: (
        Copy | None
    )  # of a redrive that was begun, and of which nobody knows whether it was sent

    @property
    def is_whole(self) -> bool:
        """Return whether all of its value is kept."""
        return len(self.value) == self.size_bytes

    def name(self, prefix: str) -> str:
        """Return the name that commands take."""
        return written(self.place, prefix, is_newest_epoch=self.is_newest_epoch)


class Action(NamedTuple):
    """Something that was done with a dead letter, and what became of it."""

    number: int
    action: str
    acted_at: datetime
    acted_by: str
    why: str | None
    is_corrected: bool
    sent_topic: str | None
    sent_epoch: int | None
    sent_partition: int | None
    sent_offset: int | None
    became: str | None
    became_seq: int | None
    became_reason: str | None


def take_turn(connection: Connection) -> None:
    """Let nobody else change anything about dead letters until the session ends."""
    row = connection.execute(_statement("take_turn")).fetchone()
    if row != (True,):
        raise SomebodyElse


def groups(connection: Connection, which: Filter) -> list[Group]:
    """Return the reasons of those that fit, with how many of each stand how."""
    return [Group(*row) for row in connection.execute(_statement("groups"), which._asdict())]


def listed(
    connection: Connection, which: Filter, state: State | None, limit: int
) -> dict[str, list[Listed]]:
    """Return the newest of each reason that fit, at most so many of each; None is any state."""
    asked = which._asdict() | {"state": state, "limit": limit}
    found: dict[str, list[Listed]] = {}
    for row in connection.execute(_statement("listed"), asked):
        one = Listed(*row)
        found.setdefault(one.reason, []).append(one)
    return found


def open_ones(connection: Connection, reason: str | None) -> list[Place]:
    """Return where all open dead letters lie, or those of one reason."""
    return [Place(*row) for row in connection.execute(_statement("open_ones"), {"reason": reason})]


def found(connection: Connection, place: Place, prefix: str) -> Place:
    """Return a place with the life of its topic, or say that no dead letter is there."""
    row = connection.execute(_statement("find"), place._asdict()).fetchone()
    if row is None:
        name = written(place, prefix, is_newest_epoch=place.epoch is None)
        raise NoSuchDeadLetter(f"there is no dead letter at {name}")
    return Place(*row)


def in_parts(connection: Connection, places: Sequence[Place]) -> Iterator[list[Place]]:
    """Return the places in parts whose dead letters fit into memory together."""
    part: list[Place] = []
    size = 0
    for first in range(0, len(places), MOST_AT_ONCE * 50):
        some = places[first : first + MOST_AT_ONCE * 50]
        sizes = connection.execute(_statement("sizes"), _columns(some)).fetchall()
        for place, (own,) in zip(some, sizes, strict=True):
            if part and (len(part) >= MOST_AT_ONCE or size + own > MOST_BYTES_AT_ONCE):
                yield part
                part, size = [], 0
            part.append(place)
            size += own
    if part:
        yield part


def read(connection: Connection, places: Sequence[Place]) -> list[Letter]:
    """Return dead letters with all there is of them."""
    return [_letter(row) for row in connection.execute(_statement("letters"), _columns(places))]


def history(connection: Connection, place: Place) -> list[Action]:
    """Return what was done with a dead letter, oldest first."""
    found = connection.execute(_statement("history"), place._asdict())
    return [Action(*row) for row in found]


def begin_redrives(connection: Connection, copies: Mapping[Letter, Copy], who: str) -> None:
    """Say what is about to be sent."""
    sent = [*copies.values()]
    row = {
        **_numbered(copies, 1),
        "who": who,
        "sent_topics": [one.topic for one in sent],
        "sent_epochs": [one.epoch for one in sent],
        "sent_partitions": [one.partition for one in sent],
        "sent_offsets": [one.offset for one in sent],
        "sent_sha256s": [one.sha256 for one in sent],
        "sent_sources": [one.source for one in sent],
        "sent_event_ids": [one.event_id for one in sent],
        "are_corrected": [one.is_corrected for one in sent],
    }
    _write(connection, "begin_redrives", row, _said(Act.REDRIVE, Outcome.BEGUN, copies))


def note_redriven(
    connection: Connection, offsets: Mapping[Letter, int], who: str, *, since_read: int
) -> None:
    """Say at which offsets lies what was sent, so many actions after the letters were read."""
    row = {
        **_numbered(offsets, since_read),
        "who": who,
        "sent_offsets": [*offsets.values()],
    }
    _write(connection, "note_redriven", row)


def note_decided(
    connection: Connection,
    letters: Sequence[Letter],
    decision: Decision,
    who: str,
    why: str | None = None,
) -> None:
    """Put dead letters away with a reason, or take them up again."""
    row = {**_numbered(letters, 1), "action": decision, "who": who, "why": why}
    act = Act.DISCARD if decision is Decision.DISCARDED else Act.RESTORE
    _write(connection, "note_decided", row, _said(act, Outcome.DONE, letters))


class _Said(NamedTuple):
    """What the trail says of an action: not what the letters say, nor why."""

    act: Act
    outcome: Outcome
    places: list[str]


def _said(act: Act, outcome: Outcome, letters: Iterable[Letter]) -> _Said:
    return _Said(act, outcome, [one.name("") for one in letters])


def _write(
    connection: Connection, name: str, row: Mapping[str, object], said: _Said | None = None
) -> None:
    with transaction(connection) as it:
        if said is not None:
            subject = said.places[0] if len(said.places) == 1 else f"{len(said.places)} letters"
            trail.write(it, said.act, said.outcome, subject, {"places": said.places})
        it.execute(_statement(name), row)
        # Whoever watches looks again.
        head.announce(it, head.read(it), count=0, dead=0)


def _letter(row: Sequence[Any]) -> Letter:
    (is_newest, recorded_at, reason, detail, source, event_id, size_bytes, sha256), rest = (
        row[4:12],
        row[12:],
    )
    key, value, names, values, are_whole, number, action, state, *sent = rest
    return Letter(
        place=Place(*row[:4]),
        is_newest_epoch=is_newest,
        recorded_at=recorded_at,
        reason=reason,
        detail=detail,
        source=source,
        event_id=event_id,
        size_bytes=size_bytes,
        sha256=sha256,
        key=key,
        value=value,
        headers=tuple(zip(names, values, strict=True)),
        are_headers_whole=are_whole,
        number=number,
        state=State(state),
        begun=Copy(*sent) if action == BEGUN else None,
    )


def _numbered(letters: Iterable[Letter], further: int) -> dict[str, list[Any]]:
    some = [*letters]
    numbers = [one.number + further for one in some]
    return {**_columns([one.place for one in some]), "numbers": numbers}


def _columns(places: Sequence[Place]) -> dict[str, list[Any]]:
    return {
        "topics": [one.topic for one in places],
        "epochs": [one.epoch for one in places],
        "partitions": [one.partition for one in places],
        "offsets": [one.offset for one in places],
    }


def _statement(name: str) -> LiteralString:
    return load(__package__ or "", "queries.sql")[name]
