"""When are so many records of a partition bad that somebody should look before it goes on?

One source that sends what it should not is its own affair: its bad records are dead letters, its
good ones are stored, and nobody else waits. What looks like our own fault stops the partition,
before records become dead letters that would be fine tomorrow: versions and values this program
does not know, or hardly a good record of anybody although several have sent.

The last outcomes of a partition are kept with its checkpoint, one byte each, newest last: what
became of the record in the upper two bits, which source said it in the lower six.
"""

import hashlib
from enum import Enum, IntEnum
from functools import lru_cache

from schemas.errors import Reason

WINDOW = 1000
FEWEST = 100
ANY_GOOD = 0.05  # a smaller share of good records is hardly one
SEVERAL = 2
UNKNOWN_SOURCE = 0
_SOURCES = 64
# Reasons that an older program than the producer's gives, or a program with an error in it.
PERHAPS_OURS = frozenset({Reason.UNKNOWN_VERSION.value, "unstorable"})


class Kind(IntEnum):
    """What became of a record."""

    GOOD = 0
    BAD = 1
    PERHAPS_OURS = 2


class Step(Enum):
    """What to do after a record."""

    GO_ON = "go on"
    SET_ASIDE = "set its source aside"
    PAUSE = "pause"


def good(source: str | None) -> int:
    """Return the outcome of a record that was stored, or had been before."""
    return _outcome(Kind.GOOD, source)


def bad(source: str | None, reason: str) -> int:
    """Return the outcome of a record that became a dead letter."""
    return _outcome(Kind.PERHAPS_OURS if reason in PERHAPS_OURS else Kind.BAD, source)


def after(recent_outcomes: bytes | bytearray, outcomes: bytes | bytearray) -> bytes:
    """Return the last outcomes once these have come too."""
    return bytes((recent_outcomes + outcomes)[-WINDOW:])


def step(recent_outcomes: bytes | bytearray) -> Step:
    """Return what to do, once the last record has come too."""
    if len(recent_outcomes) < FEWEST:
        return Step.GO_ON
    kinds = _kinds(recent_outcomes)
    if 2 * (len(kinds) - kinds.count(Kind.GOOD)) >= len(kinds) and _looks_like_ours(
        recent_outcomes, kinds
    ):
        return Step.PAUSE
    return Step.SET_ASIDE if _is_mostly_bad(recent_outcomes) else Step.GO_ON


def _looks_like_ours(outcomes: bytes | bytearray, kinds: bytes) -> bool:
    judged = len(kinds)
    if 2 * kinds.count(Kind.PERHAPS_OURS) >= judged:
        return True
    senders = set(_sources(outcomes)) - {UNKNOWN_SOURCE}
    return len(senders) >= SEVERAL and kinds.count(Kind.GOOD) < ANY_GOOD * judged


def _is_mostly_bad(outcomes: bytes | bytearray) -> bool:
    """Tell whether half of what the last record's source sent, at least 100, was bad."""
    source = outcomes[-1] % _SOURCES
    was_good = outcomes.count(_value(Kind.GOOD, source))
    was_bad = sum(outcomes.count(_value(kind, source)) for kind in (Kind.BAD, Kind.PERHAPS_OURS))
    return was_bad + was_good >= FEWEST and was_bad >= was_good


def forgotten(recent_outcomes: bytes, source: str | None) -> bytes:
    """Return the outcomes without those of a source, so that it is judged afresh."""
    number = _number(source)
    return bytes(value for value in recent_outcomes if value % _SOURCES != number)


def _outcome(kind: Kind, source: str | None) -> int:
    return _value(kind, _number(source))


@lru_cache(4096)
def _number(source: str | None) -> int:
    if source is None:
        return UNKNOWN_SOURCE
    digest = hashlib.sha256(source.encode("utf-8", "replace")).digest()
    return 1 + int.from_bytes(digest[:4]) % (_SOURCES - 1)


def _value(kind: Kind, source: int) -> int:
    return kind * _SOURCES + source


_TO_KINDS = bytes(value // _SOURCES for value in range(256))
_TO_SOURCES = bytes(value % _SOURCES for value in range(256))


def _kinds(outcomes: bytes | bytearray) -> bytes:
    return bytes(outcomes).translate(_TO_KINDS)


def _sources(outcomes: bytes | bytearray) -> bytes:
    return bytes(outcomes).translate(_TO_SOURCES)
