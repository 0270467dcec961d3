"""What the system says about itself: partitions, workers, dead letters, viewers, versions."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from dashboard.queries import ReadModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """How far one partition is stored; nothing is known of its log before a worker looked."""

    topic: str
    partition: int
    next_offset: int
    end_offset: int | None
    end_seen_at: datetime | None
    unread: int | None
    oldest_unread_at: datetime | None
    oldest_unread_s: float | None
    stored: int
    duplicates: int
    dead: int
    gaps: int
    paused_at: datetime | None
    pause_reason: str | None
    updated_at: datetime | None  # none: nobody has begun to read it
    updated_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """The last worker of a slot."""

    slot: int
    host: str
    pid: int
    started_at: datetime
    seen_at: datetime
    seen_s: float
    stopped_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Storing:
    """How many workers are at work, and when the last one was seen."""

    workers: int
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many events were recorded within so many seconds."""

    within_s: int
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadReason:
    """How many records could not become events for one reason."""

    reason: str
    in_all: int
    last_day: int
    last_hour: int
    newest_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """What one viewer may see."""

    name: str
    clearance_rank: int
    nation: str | None
    labels: int
    of_labels: int
    has_role: bool
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The world that is read, and the files that made it."""

    world: str
    files: int
    newest_file: str | None
    applied_at: datetime | None
    functions_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One comparison of the last run of `muster verify`."""

    verified_at: datetime
    seq: int
    check_name: str
    of_what: str
    expected: str
    found: str
    first_difference: str | None
    is_ok: bool


@dataclass(frozen=True, slots=True)
class System:
    """All of it, asked at once."""

    partitions: list[Partition]
    workers: list[Worker]
    storing: Storing
    rates: list[Rate]
    dead: list[DeadReason]
    viewers: list[Viewer]
    versions: list[Version]
    verified: list[Comparison]


async def storing(ask: ReadModel) -> Storing:
    """Give whether anybody stores events just now."""
    return (await ask.ask(Storing, "storing"))[0]


async def system(ask: ReadModel) -> System:
    """Give everything the system says about itself."""
    (
        (partitions, workers, is_storing, lately),
        (dead, viewers, versions, verified),
    ) = await asyncio.gather(
        asyncio.gather(
            ask.ask(Partition, "partitions"),
            ask.ask(Worker, "workers_seen"),
            storing(ask),
            ask.ask(Rate, "rates"),
        ),
        asyncio.gather(
            ask.ask(DeadReason, "dead_letter_reasons"),
            ask.ask(Viewer, "viewers"),
            ask.ask(Version, "versions"),
            ask.ask(Comparison, "verified"),
        ),
    )
    return System(partitions, workers, is_storing, lately, dead, viewers, versions, verified)


async def degraded(ask: ReadModel) -> list[str]:
    """Give what keeps events from being stored, in words for whoever watches; mostly nothing."""
    is_storing, partitions = await asyncio.gather(storing(ask), ask.ask(Partition, "partitions"))
    paused = [f"{one.topic}/{one.partition} is paused" for one in partitions if one.paused_at]
    return [*([] if is_storing.workers else ["no worker is at work"]), *paused]
