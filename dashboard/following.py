"""Where a screen stands that follows a replay clock: worked out of the little that is kept of it.

Screens look at the same moments: at every whole second since the clock was changed last. So all of
them ask the same questions, and one answer serves them.
"""

from datetime import datetime, timedelta

from dashboard.errors import NoSuchClock
from dashboard.queries import ReadModel
from dashboard.queries.replay_clocks import ReplayClock, replay_clock
from dashboard.view import View

BEAT = timedelta(seconds=1)


def position_at(clock: ReplayClock, now: datetime) -> datetime:
    """Give the moment that is shown of a replay at a moment of the database's clock."""
    if not clock.is_playing:
        return clock.position_at
    beats = max(0, (now - clock.anchor_at) // BEAT)
    left = clock.to_at - clock.position_at
    return clock.position_at + min(left, beats * clock.rate * BEAT)


def at_position(view: View, clock: ReplayClock, at: datetime) -> View:
    """Give the view with its two clocks where a replay stands, known then or as it is pinned."""
    return view.with_(as_of=at, known_at=clock.known_at or at, clock=clock.name)


async def in_step(read_model: ReadModel, view: View) -> View:
    """Give a view with the moment of the replay it follows; one that has its moment keeps it.

    Raises NoSuchClock for a name that no replay has.
    """
    if view.clock is None or view.as_of is not None:
        return view
    clock = await clock_of(read_model, view.clock)
    return at_position(view, clock, position_at(clock, clock.asked_at))


async def clock_of(read_model: ReadModel, name: str) -> ReplayClock:
    """Give the replay clock of a name."""
    found = await replay_clock(read_model, of_clock=name)
    if found is None:
        raise NoSuchClock(name)
    return found
