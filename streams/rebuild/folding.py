"""A stretch of the ledger as the rows it stands for, as of a number of the ledger.

What an amendment says belongs to the rows of its root. So a stretch gives the rows of the roots
that lie in it, and what is said of the amendments that lie in it, and all stretches together give
everything once. Where stretches come one after the other, as while catching up, roots of earlier
ones are made anew instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from infra.postgres import Connection
from schemas import read_once, texts
from schemas.envelope import decode_accepted
from schemas.vocabulary import DatePrecision
from streams.decode import rows
from streams.decode.rows import CompleteRow
from streams.events.amendments import EventSets, flags
from streams.events.recorded import EventKey, Fact, Recorded, recorded
from streams.rebuild.world import query
from streams.store.tables import ledger
from streams.verify import folding

# The columns of `events_between`, in their order.
Event = tuple[Any, ...]


@dataclass(slots=True)
class Folded:
    """What a stretch of the ledger gives, and what of earlier stretches it replaces."""

    rows: list[CompleteRow] = field(default_factory=list)
    flags: dict[int, str] = field(default_factory=dict)
    earlier_roots: list[int] = field(default_factory=list)
    amendments: list[int] = field(default_factory=list)


def of_slice(connection: Connection, first_seq: int, last_seq: int, until_seq: int) -> Folded:
    """Return what a slice gives, as of an event that lies in it or after it."""
    events = _of_ledger(connection, first_seq, last_seq, until_seq)
    return of_events(connection, events, first_seq, last_seq, until_seq)


def of_events(
    connection: Connection, events: Iterable[Event], first_seq: int, last_seq: int, until_seq: int
) -> Folded:
    """Return the same of the events of a slice, wherever they were read."""
    found = Folded()
    roots = _add_plain(found, events)
    sets = _sets(connection, roots, until_seq)
    mine = [key for key in roots if _is_within(sets.of(key)[0], first_seq, last_seq)]
    found.rows += folding.of_amended_events(mine, sets)
    for key in roots:
        said = flags(*sets.of(key))
        found.flags |= {seq: flag for seq, flag in said.items() if first_seq <= seq <= last_seq}
    return found


def of_news(connection: Connection, first_seq: int, last_seq: int) -> Folded:
    """Return what the events that came last give; roots they amend are made anew."""
    found = Folded()
    roots = _add_plain(found, _of_ledger(connection, first_seq, last_seq, last_seq))
    sets = _sets(connection, roots, last_seq)
    for key in roots:
        root, amendments = sets.of(key)
        if root is not None and root.seq < first_seq:
            found.earlier_roots.append(root.seq)
        found.amendments += [event.seq for event in amendments]
        found.flags |= flags(root, amendments)
    found.rows += folding.of_amended_events(roots, sets)
    return found


def _of_ledger(
    connection: Connection, first_seq: int, last_seq: int, until_seq: int
) -> Iterable[Event]:
    span = {"first_seq": first_seq, "last_seq": last_seq, "until_seq": until_seq}
    with connection.cursor(binary=True) as cursor:
        return cursor.execute(query("events_between"), span).fetchall()


def _add_plain(found: Folded, events: Iterable[Event]) -> list[EventKey]:
    """Add the rows that follow from one event alone; return the roots that need others."""
    roots: set[EventKey] = set()
    for text, root_source, root_id, is_amended, *columns in events:
        if text is None:
            roots.add(EventKey(root_source, root_id))
        elif is_amended:
            source, event_id, *_ = columns[-4:]
            roots.add(EventKey(source, event_id))
        else:
            found.rows += _of_plain(text, *columns)
    return sorted(roots)


def _of_plain(
    text: str, type_: str, version: int, precision: str | None, *stamp: Any
) -> Iterable[CompleteRow]:
    """Return the rows of an event nobody amends; what is not common is read as a whole."""
    occurred_at, seq, recorded_at = stamp[0], stamp[-2], stamp[-1]
    data = read_once.data_of_accepted(text, type_, version) if texts.is_composed(text) else None
    if data is None:
        return folding.of_plain_event(recorded(decode_accepted(text), seq, recorded_at))
    fact = Fact(occurred_at, None if precision is None else DatePrecision(precision), data)
    return rows.stamped(fact, (*stamp[:-2], seq, seq, recorded_at, rows.OPEN_END))


def _sets(connection: Connection, roots: Iterable[EventKey], until_seq: int) -> EventSets:
    return EventSets(one for one in ledger.sets_of(connection, roots) if one.seq <= until_seq)


def _is_within(root: Recorded | None, first_seq: int, last_seq: int) -> bool:
    return root is not None and first_seq <= root.seq <= last_seq
