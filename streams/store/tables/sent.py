"""What became of records that a producer sent, and of the tables that were imported before."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from infra.postgres import Connection
from infra.sql import load
from streams.store.tables.session import follow

Place = tuple[str, int]  # topic and partition
Ranges = list[tuple[int, int]]  # offsets from the first up to, and without, the last


class Reached(NamedTuple):
    """How far a partition has been read, and why it stands still if it does."""

    next_offset: int
    pause_reason: str | None


class Stored(NamedTuple):
    """Events of one type that were stored; with a flag they have no effect."""

    type: str
    flag: str | None
    events: int


class Dead(NamedTuple):
    """Dead letters of one reason, and what the first of them says."""

    reason: str
    events: int
    first: str


def progress(connection: Connection, topics: Iterable[str]) -> dict[Place, Reached]:
    """Return how far each partition that was ever read has been read."""
    found = connection.execute(_queries("progress"), {"topics": sorted(set(topics))})
    return {(topic, partition): Reached(*rest) for topic, partition, *rest in found}


def stored(
    connection: Connection, offsets: Mapping[Place, Ranges], since_seq: int
) -> list[Stored]:
    """Return what was stored of these records since an event of the ledger."""
    follow(connection)  # what is said of amendments may lie in another world by now
    found = connection.execute(_queries("stored"), _columns(offsets) | {"since_seq": since_seq})
    return [Stored(*row) for row in found]


def dead(connection: Connection, offsets: Mapping[Place, Ranges]) -> list[Dead]:
    """Return what of these records became dead letters."""
    return [Dead(*row) for row in connection.execute(_queries("dead"), _columns(offsets))]


def roots_of_table(connection: Connection, source: str, correlation_id: str) -> set[str]:
    """Return the ids of the events that the import of one table brought or corrected."""
    where = {"source": source, "correlation_id": correlation_id}
    return {row[0] for row in connection.execute(_queries("roots_of_table"), where)}


def tables_of(connection: Connection, source: str) -> dict[str | None, int]:
    """Return how many events of a source each table brought."""
    return dict(connection.execute(_queries("tables_of"), {"source": source}).fetchall())


def has_source(connection: Connection, source: str) -> bool:
    """Return whether the ledger has an event of a source, or an amendment of one."""
    row = connection.execute(_queries("has_source"), {"source": source}).fetchone()
    return row is not None and bool(row[0])


def acquire_turn(connection: Connection, source: str) -> bool:
    """Return whether this session alone may import under a source from now on."""
    row = connection.execute(_queries("acquire_turn"), {"source": source}).fetchone()
    return row is not None and bool(row[0])


def _queries(name: str):  # noqa: ANN202 - a literal string, as `load` gives it
    return load(__package__, "sent.sql")[name]


def _columns(offsets: Mapping[Place, Ranges]) -> dict[str, object]:
    places = sorted(offsets)
    return {
        "topics": [topic for topic, _ in places],
        "partitions": [partition for _, partition in places],
        "offsets": [_multirange(offsets[place]) for place in places],
    }


def _multirange(ranges: Ranges) -> str:
    return "{" + ",".join(f"[{first},{last})" for first, last in ranges) + "}"
