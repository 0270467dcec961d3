"""The records that did not become events, with their reason and their bytes."""

from collections.abc import Iterable
from typing import Protocol

from infra.postgres import Connection
from infra.sql import load
from streams.recorded import EventKey


class Letter(Protocol):
    """A record that does not become an event."""

    @property
    def offset(self) -> int:
        """Return its place in the partition."""
        ...

    @property
    def reason(self) -> str:
        """Return the code of what is wrong."""
        ...

    @property
    def detail(self) -> str:
        """Return what is wrong, in words."""
        ...

    @property
    def value(self) -> bytes:
        """Return what was received."""
        ...

    @property
    def kept(self) -> bytes:
        """Return the bytes to keep."""
        ...

    @property
    def sha256(self) -> bytes:
        """Return the hash of what was received."""
        ...

    @property
    def key(self) -> EventKey | None:
        """Return the identity it claims, if that could be read."""
        ...


def add(
    connection: Connection, topic: str, epoch: int, letters: Iterable[tuple[int, Letter]]
) -> None:
    """Keep records, each named with its partition."""
    rows = [
        {
            "topic": topic,
            "epoch": epoch,
            "partition": partition,
            "offset": letter.offset,
            "reason": str(letter.reason),
            "detail": letter.detail,
            "size_bytes": len(letter.value),
            "sha256": letter.sha256,
            "bytes": letter.kept,
            "source": letter.key.source if letter.key else None,
            "event_id": letter.key.id if letter.key else None,
        }
        for partition, letter in letters
    ]
    connection.cursor().executemany(load(__package__, "queries.sql")["add_dead_letter"], rows)
