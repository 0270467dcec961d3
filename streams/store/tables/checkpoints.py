"""How far each partition has been read, and which topic that was."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import NamedTuple

from infra.postgres import Connection
from infra.sql import load
from streams.errors import StaleCheckpoint, UnknownPartition


class Checkpoint(NamedTuple):
    """Where a partition goes on, and how its last records went."""

    partition: int
    next_offset: int
    recent_outcomes: bytes
    is_paused: bool
    looked_at_until: int  # nothing before it stops the partition again


class Identity(NamedTuple):
    """Which topic it is: the broker gives every topic made anew another id."""

    cluster_id: str
    topic_id: str


class Epoch(NamedTuple):
    """One accepted life of a topic."""

    number: int
    identity: Identity


@dataclass(frozen=True, slots=True)
class Move:
    """A step of one partition, and what lies in it."""

    partition: int
    expected_offset: int
    next_offset: int
    stored: int
    duplicates: int
    dead: int
    gaps: int
    recent_outcomes: bytes
    pause_reason: str | None


def read(
    connection: Connection, topic: str, epoch: int, partitions: Iterable[int]
) -> dict[int, Checkpoint]:
    """Return the checkpoints of some partitions, by partition."""
    where = {"topic": topic, "epoch": epoch, "partitions": list(partitions)}
    found = connection.execute(load(__package__, "queries.sql")["read_checkpoints"], where)
    return {row[0]: Checkpoint(row[0], row[1], bytes(row[2]), row[3], row[4]) for row in found}


def start(connection: Connection, topic: str, epoch: int, first_offsets: dict[int, int]) -> None:
    """Begin to read partitions at these offsets; those that have been begun stay as they are."""
    rows = [
        {"topic": topic, "epoch": epoch, "partition": partition, "first_offset": offset}
        for partition, offset in sorted(first_offsets.items())
    ]
    connection.cursor().executemany(load(__package__, "queries.sql")["start_checkpoint"], rows)


def move(connection: Connection, topic: str, epoch: int, moves: Iterable[Move]) -> None:
    """Move partitions on, each only if it still stands where it was found."""
    statement = load(__package__, "queries.sql")["move_checkpoint"]
    rows = [{"topic": topic, "epoch": epoch, **asdict(one)} for one in moves]
    cursor = connection.cursor()
    cursor.executemany(statement, rows)
    if cursor.rowcount != len(rows):
        raise StaleCheckpoint


def paused(connection: Connection) -> set[tuple[str, int]]:
    """Return the partitions that stand still, as topic and number."""
    found = connection.execute(load(__package__, "queries.sql")["paused_partitions"])
    return {(topic, partition) for topic, partition in found}


def resume(connection: Connection, topic: str, partition: int, looked_at_until: int) -> bool:
    """Let a partition go on, past what was looked at; return whether it stood still."""
    where = {"topic": topic, "partition": partition, "looked_at_until": looked_at_until}
    statement = load(__package__, "queries.sql")["resume_partition"]
    row = connection.execute(statement, where).fetchone()
    if row is None:
        raise UnknownPartition(f"nothing has been read from {topic}/{partition} yet")
    return bool(row[0])


def newest_epoch(connection: Connection, topic: str) -> Epoch | None:
    """Return the newest accepted life of a topic, None if it has never been read."""
    statement = load(__package__, "queries.sql")["newest_epoch"]
    row = connection.execute(statement, {"topic": topic}).fetchone()
    return Epoch(row[0], Identity(row[1], row[2])) if row else None


def add_epoch(connection: Connection, topic: str, number: int, identity: Identity) -> Epoch:
    """Accept a topic as it is now; return its newest epoch, whoever accepted it."""
    where = {"topic": topic, "epoch": number, **identity._asdict()}
    connection.execute(load(__package__, "queries.sql")["add_epoch"], where)
    newest = newest_epoch(connection, topic)
    assert newest is not None  # it was just added, here or elsewhere
    return newest
