"""The records that did not become events, with their reason and their bytes."""

from collections.abc import Iterable

from infra.postgres import Connection
from infra.sql import load
from streams.decode.dead_letter import DeadLetter


def add(
    connection: Connection, topic: str, epoch: int, letters: Iterable[tuple[int, DeadLetter]]
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
            "key": letter.record.key,
            "are_headers_whole": letter.are_headers_whole,
        }
        for partition, letter in letters
    ]
    connection.cursor().executemany(load(__package__, "queries.sql")["add_dead_letter"], rows)
