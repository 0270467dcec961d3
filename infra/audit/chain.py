"""The chain of the trail (pure): what the hash of an entry is, and where a chain is broken."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

FIRST = bytes(32)


class Entry(NamedTuple):
    """An entry of the trail, as the database keeps it."""

    number: int
    happened_at: datetime
    act: str
    outcome: str
    who_kind: str
    who: str
    origin: str
    db_role: str
    subject: str
    detail: str
    previous_sha256: bytes
    sha256: bytes


class Head(NamedTuple):
    """How far a trail goes: to be noted elsewhere, so that a cut end is found."""

    number: int
    sha256: bytes

    def __str__(self) -> str:
        """Return it in one word."""
        return f"{self.number}:{self.sha256.hex()}"


EMPTY = Head(0, FIRST)


class Fault(NamedTuple):
    """Where the chain is broken, and how."""

    number: int
    what: str

    def __str__(self) -> str:
        """Return it as a sentence."""
        return self.what


def digest(entry: Entry) -> bytes:
    """Return the hash that an entry must have: of all that stands in it."""
    at = entry.happened_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    parts = [
        str(entry.number),
        at,
        *(entry.act, entry.outcome, entry.who_kind, entry.who, entry.origin),
        *(entry.db_role, entry.subject, entry.detail),
    ]
    # Each part says its length, so that no two entries are written alike.
    written = ",".join(f"{len(part.encode())}:{part}" for part in parts)
    return hashlib.sha256(entry.previous_sha256 + written.encode()).digest()


def faults(entries: Iterable[Entry], noted: Head | None = None) -> Iterator[Fault]:
    """Tell where a chain is broken; `noted` is a head that was kept elsewhere.

    Entries are to come by their numbers.
    """
    before, is_noted_met = EMPTY, noted is None or noted == EMPTY
    for one in entries:
        yield from _between(before, one)
        if digest(one) != one.sha256:
            yield Fault(one.number, f"entry {one.number} was changed")
        if noted is not None and one.number == noted.number:
            is_noted_met = True
            if one.sha256 != noted.sha256:
                yield Fault(one.number, f"entry {one.number} is not the one that was noted")
        before = Head(one.number, one.sha256)
    if noted is not None and not is_noted_met:
        first = before.number + 1
        if first <= noted.number:
            yield Fault(first, f"the end was cut off: {_named(first, noted.number)} gone")
        else:
            yield Fault(noted.number, f"entry {noted.number}, which was noted, is gone")


def _between(before: Head, one: Entry) -> Iterator[Fault]:
    """Tell what is wrong between an entry and the one before it."""
    first = before.number + 1
    if one.number > first:
        yield Fault(first, f"{_named(first, one.number - 1)} gone")
    elif one.number < first:
        yield Fault(one.number, f"entry {one.number} stands after entry {before.number}")
    elif one.previous_sha256 != before.sha256:
        where = f"entry {before.number}" if before.number else "the beginning"
        yield Fault(one.number, f"entry {one.number} does not follow {where} as it is now")


def _named(first: int, last: int) -> str:
    return f"entry {first} is" if first == last else f"entries {first} to {last} are"
