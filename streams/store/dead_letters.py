"""The records that did not become events, with their reason and their bytes."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from infra.postgres import Connection
from infra.sql import load


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
    def source(self) -> str | None:
        """Return the source it claims, if that could be read."""
        ...

    @property
    def event_id(self) -> str | None:
        """Return the id it claims, if that could be read."""
        ...

    @property
    def headers(self) -> Sequence[tuple[str, bytes | None]]:
        """Return the headers to keep."""
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
            "source": letter.source,
            "event_id": letter.event_id,
            "header_names": [name for name, _ in letter.headers],
            "header_values": [value for _, value in letter.headers],
        }
        for partition, letter in letters
    ]
    connection.cursor().executemany(load(__package__, "queries.sql")["add_dead_letter"], rows)
