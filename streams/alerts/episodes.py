"""How an episode goes: seen, raised once it has held, cleared once it has ceased (pure)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from streams.alerts.holding import Found

State = Literal["pending", "raised"]


class Episode(NamedTuple):
    """One time that a rule holds for one subject, until it is cleared."""

    episode_id: str
    rule_id: str
    subject: str
    state: State
    since_at: datetime
    ceasing_at: datetime | None = None


class Step(NamedTuple):
    """What becomes of the episodes of one rule."""

    begun: list[Found]  # is seen, and has to hold for a while
    raised: list[tuple[Episode | None, Found]]  # at once, or after it was seen
    wavering: list[tuple[Episode, datetime | None]]  # seems to cease, or does not after all
    cleared: list[Episode]
    dropped: list[Episode]  # ceased before it was raised

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing changes."""
        return not any(self)


def step(
    is_open: Mapping[str, Episode], found: Mapping[str, Found], now: datetime, hold: timedelta
) -> Step:
    """Return what becomes of the open episodes of a rule that holds for what was found."""
    done = Step([], [], [], [], [])
    for subject, one in found.items():
        episode = is_open.get(subject)
        if episode is not None:
            _goes_on(done, episode, one, now, hold)
        elif hold:
            done.begun.append(one)
        else:
            done.raised.append((None, one))
    for subject, episode in is_open.items():
        if subject not in found:
            _ceases(done, episode, now, hold)
    return done


def _goes_on(done: Step, episode: Episode, found: Found, now: datetime, hold: timedelta) -> None:
    if episode.ceasing_at is not None:
        done.wavering.append((episode, None))
    if episode.state == "pending" and now - episode.since_at >= hold:
        done.raised.append((episode, found))


def _ceases(done: Step, episode: Episode, now: datetime, hold: timedelta) -> None:
    if episode.state == "pending":
        done.dropped.append(episode)
    elif not hold or (episode.ceasing_at and now - episode.ceasing_at >= hold):
        done.cleared.append(episode)
    elif episode.ceasing_at is None:
        done.wavering.append((episode, now))


def due_at(episode: Episode, hold: timedelta) -> datetime | None:
    """Return when an episode is raised or cleared if nothing changes."""
    if episode.state == "pending":
        return episode.since_at + hold
    return None if episode.ceasing_at is None else episode.ceasing_at + hold
