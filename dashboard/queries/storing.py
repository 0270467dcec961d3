"""Whether what is received is stored: how far each partition is, and who stores it."""

from dataclasses import dataclass
from datetime import datetime

from dashboard.at_once import AtOnce
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
class Storing:
    """How many workers are at work, and when the last one was seen."""

    workers: int
    last_seen_at: datetime | None


async def partitions(model: ReadModel) -> list[Partition]:
    """Give how far each partition is stored."""
    return await model.ask(Partition, "partitions")


async def storing(model: ReadModel) -> Storing:
    """Give whether anybody stores events just now."""
    return (await model.ask(Storing, "storing"))[0]


async def degraded(model: ReadModel) -> list[str]:
    """Give what keeps events from being stored, in words for whoever watches; mostly nothing."""
    async with AtOnce() as at_once:
        is_storing = at_once.ask(storing(model))
        found = at_once.ask(partitions(model))
    paused = [f"{one.topic}/{one.partition} is paused" for one in found.result() if one.paused_at]
    return [*([] if is_storing.result().workers else ["no worker is at work"]), *paused]
