"""What the Review page asks: density, frames and their events, differences, named reviews."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from dashboard.queries import ReadModel
from dashboard.queries.rows_review import (
    Density,
    FrameEvent,
    Instant,
    NamedReview,
    PairCause,
    PairFrames,
    ReadingCause,
    ReadingFrames,
)

BUCKETS = 240
MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class Replay:
    """What one replay is asked for: of what, of whom, from when to when, known when."""

    dimension: str | None  # None: readiness
    body: str
    from_at: datetime
    to_at: datetime
    known_at: datetime
    as_then_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """Of whom, in which area and by which kind of cause changes are asked for; None: of all."""

    actor: str | None = None
    area: str | None = None
    cause: str | None = None


EVERYTHING = Only()


@dataclass(frozen=True, slots=True)
class Frames:
    """A replay: its moments, its cells frame by frame, and what happened between them."""

    moments: list[datetime]
    cells: list[ReadingFrames] | list[PairFrames]
    events: list[FrameEvent]


async def first_event(ask: ReadModel, known_at: datetime) -> datetime | None:
    """Give when the oldest event happened."""
    return (await ask.ask(Instant, "first_event", known_at=known_at))[0].at


async def event_density(
    ask: ReadModel, from_at: datetime, to_at: datetime, known_at: datetime
) -> list[Density]:
    """Give the number of events of each kind in each of BUCKETS equal parts."""
    return await ask.ask(
        Density,
        "event_density",
        from_at=from_at,
        to_at=to_at,
        buckets=BUCKETS,
        known_at=known_at,
    )


async def frames(ask: ReadModel, replay: Replay) -> Frames:
    """Give a whole replay: three questions, however many frames."""
    period = {"from_at": replay.from_at, "to_at": replay.to_at}
    known = {"known_at": replay.known_at, "as_then_known": replay.as_then_known}
    cells = (
        ask.ask(ReadingFrames, "readiness_frames", body=replay.body, **period, **known)
        if replay.dimension is None
        else ask.ask(
            PairFrames,
            "interoperability_frames",
            body=replay.body,
            dimension=replay.dimension,
            **period,
            **known,
        )
    )
    moments, found, events = await asyncio.gather(
        ask.ask(Instant, "frame_moments", **period),
        cells,
        ask.ask(FrameEvent, "frame_events", **period, **known),
    )
    return Frames([one.at for one in moments if one.at is not None], found, events)


async def difference(
    ask: ReadModel,
    body: str,
    *,
    a: tuple[datetime, datetime],
    b: tuple[datetime, datetime],
    only: Only = EVERYTHING,
) -> list[ReadingCause]:
    """Give the causes of every changed reading; a and b are (as of, known at)."""
    return await ask.ask(
        ReadingCause,
        "difference",
        body=body,
        from_at=a[0],
        from_known_at=a[1],
        to_at=b[0],
        known_at=b[1],
        actor=only.actor,
        area=only.area,
        cause=only.cause,
    )


async def interoperability_difference(
    ask: ReadModel,
    body: str,
    dimension: str,
    *,
    a: tuple[datetime, datetime],
    b: tuple[datetime, datetime],
    only: Only = EVERYTHING,
) -> list[PairCause]:
    """Give the causes of every changed pair in a dimension; a and b are (as of, known at)."""
    return await ask.ask(
        PairCause,
        "interoperability_difference",
        body=body,
        dimension=dimension,
        from_at=a[0],
        from_known_at=a[1],
        to_at=b[0],
        known_at=b[1],
        actor=only.actor,
        cause=only.cause,
    )


async def named_reviews(ask: ReadModel, as_of: datetime, known_at: datetime) -> list[NamedReview]:
    """Give the newest named reviews."""
    return await ask.ask(
        NamedReview, "named_reviews", as_of=as_of, known_at=known_at, max_rows=MOST_NAMED
    )
