"""Where a rebuild reads the events of a slice: the ledger, or an archive of it.

An archive holds what the ledger held when it was written, so it does not matter which of them a
slice is read from: a rebuild that was begun from one may be finished from the other. What came
later, and what amends what, is asked of the ledger in any case.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from infra.postgres import Connection
from streams.archive import chain, checking, parquet, restoring
from streams.archive.errors import ArchiveDamaged
from streams.archive.manifest import ArchivedFile, events_of
from streams.archive.source import event_at
from streams.events.recorded import EventKey
from streams.rebuild import folding
from streams.rebuild.errors import RebuildRefused
from streams.rebuild.folding import Folded
from streams.rebuild.world import query

FOLDED_EVENTS = 10_000  # at once: rows of more would need much memory
ROOT = ("root_source", "root_id")
PLAIN = (
    *("type", "version", "date_precision", "occurred_at", "label_id", "sequence"),
    *("source", "event_id", "seq", "recorded_at"),
)
NAMES = ("event", *ROOT, *PLAIN)
SEQ = PLAIN.index("seq")
COLUMNS, ROOT_ID = NAMES.index(PLAIN[0]), NAMES.index("root_id")
KEY = slice(NAMES.index("source"), NAMES.index("event_id") + 1)  # as tuples, like an EventKey


class _Group(NamedTuple):
    """A row group of an archive, and the events it holds."""

    file: ArchivedFile
    number: int
    first_seq: int
    last_seq: int


class FromArchive:
    """The events of an archive, row group by row group."""

    def __init__(self, folder: Path) -> None:
        self._archive = chain.read(folder)
        self._groups = [*self._found()]
        self._firsts = [one.first_seq for one in self._groups]
        self._amended: set[EventKey] | None = None

    @property
    def last_seq(self) -> int:
        """Return the last event that is in the archive."""
        return self._groups[-1].last_seq if self._groups else 0

    def slices(self) -> list[tuple[int, int]]:
        """Return the stretches that are read at once: each a row group."""
        return [(one.first_seq, one.last_seq) for one in self._groups]

    def folded(
        self, connection: Connection, first_seq: int, last_seq: int, until_seq: int
    ) -> Iterator[Folded]:
        """Return what a slice that the archive holds gives, a stretch at a time."""
        if self._amended is None:
            rows = connection.execute(query("amended"), {"until_seq": until_seq})
            self._amended = {EventKey(*row) for row in rows}
        waiting: list[folding.Event] = []
        for events in self._between(first_seq, last_seq):
            waiting += events
            if len(waiting) >= FOLDED_EVENTS:
                yield _folded(connection, waiting, until_seq)
                waiting = []
        if waiting:
            yield _folded(connection, waiting, until_seq)

    def _between(self, first_seq: int, last_seq: int) -> Iterator[list[folding.Event]]:
        following = first_seq
        for group in self._groups[bisect_right(self._firsts, first_seq) - 1 :]:
            if group.first_seq > last_seq:
                break
            for rows in parquet.group_rows(self._archive.folder, group.file, group.number, NAMES):
                events = [one for one in self._told(rows) if first_seq <= _seq(one) <= last_seq]
                if [_seq(one) for one in events] != [*range(following, following + len(events))]:
                    raise ArchiveDamaged(
                        f"{group.file.path} does not hold every event from {following} on"
                    )
                following += len(events)
                yield events
        if following != last_seq + 1:
            raise ArchiveDamaged(f"the archive does not hold event {following}")

    def _told(self, rows: Iterable[folding.Event]) -> Iterator[folding.Event]:
        """Return events as the ledger tells them to the fold."""
        amended = self._amended or set()
        for row in rows:
            if row[ROOT_ID] is not None:
                yield (None, row[1], row[ROOT_ID], False, *row[COLUMNS:])
            else:
                yield (row[0], None, None, row[KEY] in amended, *row[COLUMNS:])

    def _found(self) -> Iterator[_Group]:
        for file in events_of(self._archive.files):
            for number, span in enumerate(parquet.spans(self._archive.folder, file)):
                yield _Group(file, number, *span)


def checked(
    folder: Path, connection: Connection, begin: Callable[[int], Callable[[int], None]]
) -> FromArchive:
    """Return an archive every byte of which was hashed, and that is of this ledger."""
    archive = chain.read(folder)
    newest = archive.newest
    if newest is None:
        raise RebuildRefused(f"{folder} holds nothing yet: the write of it was never finished")
    restoring.require_known_tables(newest)
    end = newest.ledger_end
    if end.seq == 0 or event_at(connection, end.seq) != end:
        raise RebuildRefused(
            f"{folder} is an archive of another history than this ledger; rebuild from the ledger "
            "(muster rebuild), or bring the archive into an empty one (muster archive restore)"
        )
    for damage in checking.damages(archive, begin):
        raise ArchiveDamaged(
            f"{folder / damage.path} {damage.said}; take it from another copy, or rebuild from "
            "the ledger"
        )
    return FromArchive(folder)


def _folded(connection: Connection, events: list[folding.Event], until_seq: int) -> Folded:
    first, last = _seq(events[0]), _seq(events[-1])
    return folding.of_events(connection, events, first, last, until_seq)


def _seq(event: folding.Event) -> int:
    return event[4 + SEQ]
