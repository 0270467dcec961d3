"""Replay clocks as they are kept: a row each, moved by whoever holds it."""

from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from psycopg.rows import class_row

from infra.postgres import Connection
from infra.settings import Settings
from infra.sql import load
from streams.replay.asked import Period, Present
from streams.replay.errors import BadRequest, NoSuchReplay, NoSuchViewer, NotHolder, ReplayExists
from streams.store.tables.session import as_owner

Act = Literal["play", "pause", "seek", "step", "speed", "hand-over", "stop"]


class Kept(NamedTuple):
    """A replay clock, and where it stands at this moment."""

    name: str
    holder: str
    from_at: datetime
    to_at: datetime
    known_at: datetime | None
    rate: int
    is_playing: bool
    position_at: datetime

    @property
    def has_ended(self) -> bool:
        """Return whether it stands at its end."""
        return self.position_at >= self.to_at


def owner_of(settings: Settings) -> AbstractContextManager[Connection]:
    """Give a connection that may keep replay clocks."""
    return as_owner(settings, application_name="muster replay")


def present(owner: Connection) -> Present:
    """Return what time it is by the database, and what is recorded."""
    row = owner.execute(_query("present")).fetchone()
    assert row is not None
    return Present(*row)


def clocks(owner: Connection) -> list[Kept]:
    """Return every replay clock, by name."""
    return _clocks(owner, None)


def named(owner: Connection, name: str) -> Kept:
    """Return the replay clock of a name."""
    found = _clocks(owner, name)
    if not found:
        raise NoSuchReplay(f"there is no replay {name[:60]!r}; `muster replay list` shows all")
    return found[0]


def start(
    owner: Connection, name: str, holder: str, period: Period, *, rate: int, is_playing: bool
) -> None:
    """Keep a new replay clock at the beginning of its period."""
    row = {
        "name": name,
        "holder": holder,
        "rate": rate,
        "is_playing": is_playing,
        **period._asdict(),
    }
    if owner.execute(_query("start"), row).fetchone() is not None:
        return
    taken = _clocks(owner, name)
    if not taken:
        raise _no_such_viewer(holder)
    raise ReplayExists(
        f"a replay {name!r} is there already, and {taken[0].holder} holds it; "
        f"choose another name, or end it: muster replay stop {name}"
    )


def turn(
    owner: Connection,
    name: str,
    viewer: str,
    act: Act,
    *,
    to_position: datetime | None = None,
    to_rate: int | None = None,
    by_step: timedelta | None = None,
    to_holder: str | None = None,
) -> None:
    """Do something to a replay clock as a viewer, who must hold it."""
    row = {
        "name": name,
        "viewer": viewer,
        "act": act,
        "to_position": to_position,
        "to_rate": to_rate,
        "by_step": by_step,
        "to_holder": to_holder,
    }
    done = owner.execute(_query("turn"), row).fetchone()
    assert done is not None
    if done[0] != "done":
        raise _refusal(done[0], named(owner, name), viewer, to_holder)


def _refusal(became: str, kept: Kept, viewer: str, to_holder: str | None) -> Exception:
    if became == "held":
        return NotHolder(
            f"{kept.holder} holds {kept.name!r}, and you are {viewer}; "
            f"its holder can hand it over: muster replay hand-over {kept.name} {viewer}"
        )
    if became == "nobody":
        return _no_such_viewer(to_holder or "")
    if became == "ended":
        return BadRequest(
            f"{kept.name!r} has ended; move it back first: muster replay seek {kept.name} "
            f"{kept.from_at:%Y-%m-%dT%H:%MZ}"
        )
    return BadRequest(
        f"{kept.name!r} replays {kept.from_at:%Y-%m-%dT%H:%MZ} to {kept.to_at:%Y-%m-%dT%H:%MZ}; "
        "seek a moment of that"
    )


def _no_such_viewer(name: str) -> NoSuchViewer:
    return NoSuchViewer(
        f"there is no viewer {name[:60]!r}; to make one: muster viewer NAME --clearance RESTRICTED"
    )


def _clocks(owner: Connection, name: str | None) -> list[Kept]:
    with owner.cursor(row_factory=class_row(Kept)) as cursor:
        cursor.execute(_query("clocks"), {"name": name})
        return cursor.fetchall()


def _query(name: str) -> Any:
    return load(__package__ or "", "clocks.sql")[name]
