"""A whole replay: its moments, its cells frame by frame, and what happened between them."""

from dataclasses import dataclass
from datetime import datetime

from dashboard.at_once import AtOnce
from dashboard.queries import ReadModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """One moment, or none."""

    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFrames:
    """How one reading changed: at which frames, to what; level 9 is ND, 0 no reading.

    Beside it stands what was known last: the level and index of what has lapsed.
    """

    actor: str
    area: str
    frames: list[int]
    levels: list[int]
    indexes: list[int | None]
    is_weak: list[bool]
    last_levels: list[int]
    last_indexes: list[int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFrames:
    """How the level of one pair changed: at which frames, to what; -1 is no data, -2 lapsed."""

    actor_a: str
    actor_b: str
    frames: list[int]
    levels: list[int]
    last_levels: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameEvent:
    """An event since the frame before; without a number: how many others there were."""

    i: int
    seq: int | None
    occurred_at: datetime | None
    date_precision: str | None
    type: str | None
    summary: str | None
    others: int


@dataclass(frozen=True, slots=True)
class Replay:
    """What one replay is asked for: of what, of whom, from when to when, known when."""

    dimension: str | None  # None: readiness
    body: str
    from_at: datetime
    to_at: datetime
    known_at: datetime
    as_then_known: bool


@dataclass(frozen=True, slots=True)
class Frames:
    """A replay: its moments, its cells frame by frame, and what happened between them."""

    moments: list[datetime]
    cells: list[ReadingFrames] | list[PairFrames]
    events: list[FrameEvent]


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
    async with AtOnce() as at_once:
        moments = at_once.ask(ask.ask(Instant, "frame_moments", **period))
        found = at_once.ask(cells)
        events = at_once.ask(ask.ask(FrameEvent, "frame_events", **period, **known))
    shown = [one.at for one in moments.result() if one.at is not None]
    return Frames(shown, found.result(), events.result())
