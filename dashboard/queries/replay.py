"""A whole replay: its moments, what changes from one to the next, and what happened between."""

from dataclasses import dataclass
from datetime import datetime

from dashboard.at_once import AtOnce
from dashboard.queries import ReadModel, frames
from dashboard.queries.frames import FrameEvent, PairFrames, ReadingFrames


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """A moment of the first clock."""

    at: datetime | None


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


async def frames_of(model: ReadModel, replay: Replay) -> Frames:
    """Give a whole replay: three questions, however many frames."""
    from_at, to_at = replay.from_at, replay.to_at
    async with AtOnce() as at_once:
        moments = at_once.ask(model.ask(Instant, "frame_moments", from_at=from_at, to_at=to_at))
        cells = at_once.ask(_cells(model, replay))
        events = at_once.ask(
            frames.frame_events(
                model,
                from_at=from_at,
                to_at=to_at,
                known_at=replay.known_at,
                as_then_known=replay.as_then_known,
            )
        )
    shown = [one.at for one in moments.result() if one.at is not None]
    return Frames(shown, cells.result(), events.result())


async def _cells(model: ReadModel, replay: Replay) -> list[ReadingFrames] | list[PairFrames]:
    if replay.dimension is None:
        return await frames.readiness_frames(
            model,
            body=replay.body,
            from_at=replay.from_at,
            to_at=replay.to_at,
            known_at=replay.known_at,
            as_then_known=replay.as_then_known,
        )
    return await frames.interoperability_frames(
        model,
        body=replay.body,
        dimension=replay.dimension,
        from_at=replay.from_at,
        to_at=replay.to_at,
        known_at=replay.known_at,
        as_then_known=replay.as_then_known,
    )
