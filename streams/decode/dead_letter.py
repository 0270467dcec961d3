"""A record that could not become an event: what is kept of it, and why."""

import hashlib
from enum import StrEnum

import msgspec

from schemas import guard, remedies
from schemas.identity import Claimed
from streams.decode.batch import Record

KEPT_OF_OVERSIZE_BYTES = 64 * 1024
KEPT_HEADERS_BYTES = 64 * 1024


class OwnReason(StrEnum):
    """Why the worker keeps a record as a dead letter although it could be decoded."""

    CONFLICTING_DUPLICATE = remedies.CONFLICTING_DUPLICATE
    UNSTORABLE = remedies.UNSTORABLE


class DeadLetter(msgspec.Struct, frozen=True, gc=False):
    """A record that does not become an event, and why."""

    record: Record
    reason: str
    detail: str
    claimed: Claimed

    @property
    def offset(self) -> int:
        """Return its place in the partition."""
        return self.record.offset

    @property
    def source(self) -> str | None:
        """Return the source it claims, if that could be read."""
        return self.claimed.source

    @property
    def event_id(self) -> str | None:
        """Return the id it claims, if that could be read."""
        return self.claimed.id

    @property
    def headers(self) -> list[tuple[str, bytes | None]]:
        """Return the headers to keep: as many as fit, in their order."""
        kept: list[tuple[str, bytes | None]] = []
        room = KEPT_HEADERS_BYTES
        for name, value in self.record.headers:
            room -= len(name) + len(value or b"")
            if room < 0:
                break
            kept.append((name.replace("\0", "\N{REPLACEMENT CHARACTER}"), value))
        return kept

    @property
    def are_headers_whole(self) -> bool:
        """Return whether the headers to keep are all there were, as they were."""
        return self.headers == list(self.record.headers)

    @property
    def value(self) -> bytes:
        """Return what was received."""
        return self.record.value or b""

    @property
    def kept(self) -> bytes:
        """Return the bytes that are kept: all, or the first 64 KiB of an oversize record."""
        is_oversize = len(self.value) > guard.MAX_BYTES
        return self.value[:KEPT_OF_OVERSIZE_BYTES] if is_oversize else self.value

    @property
    def sha256(self) -> bytes:
        """Return the hash of what was received."""
        return hashlib.sha256(self.value).digest()
