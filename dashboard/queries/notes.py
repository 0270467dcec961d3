"""What people wrote on the screens, and who is reading."""

from dataclasses import dataclass
from datetime import datetime

from dashboard.queries import ReadModel

MOST_NOTES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The viewer of this dashboard."""

    viewer: str
    clearance_rank: int
    nation: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An event found by its identity, with the text that was received."""

    seq: int
    recorded_at: datetime
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What somebody wrote about a page or a card on it."""

    kind: str
    about: str
    text: str | None
    author: str
    occurred_at: datetime
    ledger_seq: int
    in_all: int


async def reader(ask: ReadModel) -> Reader | None:
    """Give who is asking; None when the database knows no such viewer."""
    found = await ask.ask(Reader, "reader")
    return found[0] if found else None


async def sent(ask: ReadModel, source: str, id: str) -> Sent | None:
    """Give the event of this identity, None when there is none to be seen."""
    found = await ask.ask(Sent, "event_by_identity", source=source, id=id)
    return found[0] if found else None


async def on_page(ask: ReadModel, page: str, as_of: datetime, known_at: datetime) -> list[Note]:
    """Give the newest notes about a page and its cards."""
    return await ask.ask(
        Note, "notes_on_page", page=page, as_of=as_of, known_at=known_at, max_rows=MOST_NOTES
    )
