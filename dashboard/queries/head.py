"""The newest event, on which all clocks of a page rest."""

from dataclasses import dataclass
from datetime import datetime

from dashboard.queries import ReadModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest event in the ledger; live means known at its moment.

    `now` is what the database's clock says: the one clock that decides what is ahead.
    """

    seq: int
    recorded_at: datetime
    now: datetime | None = None
    first_recorded_at: datetime | None = None


async def head(model: ReadModel) -> Head:
    """Give the newest event's number and moment."""
    return (await model.ask(Head, "head"))[0]


async def head_at(model: ReadModel, known_at: datetime) -> Head:
    """Give the newest event that had been recorded by a moment."""
    return (await model.ask(Head, "head_at", known_at=known_at))[0]
