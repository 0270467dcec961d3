"""Brings an archive back into an empty database, in one transaction: all of it, or nothing.

Until it commits nobody sees a row of it, and no worker begins to read a partition; killed at any
point, the database is as empty as before. Events keep their numbers and moments, and a worker goes
on reading Kafka where the archive ended.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from psycopg import sql
from psycopg.errors import LockNotAvailable

from infra.migrate import lacking
from infra.postgres import Connection, DatabaseUnavailable, advised, connect, transaction
from infra.settings import Settings
from infra.sql import load, sql_files
from schemas.envelope import decode_accepted
from schemas.errors import Refused
from streams.archive import chain, checking, parquet
from streams.archive.chain import Archive
from streams.archive.contents import (
    DEAD_LETTERS,
    LEDGER,
    RECORDING_CLOCK,
    VIEWERS,
    WHOLE,
    Table,
)
from streams.archive.errors import (
    ArchiveDamaged,
    ArchiveError,
    ArchiveTooNew,
    NotEmpty,
)
from streams.archive.manifest import ArchivedFile, LedgerEnd, Manifest, events_of, letters_of
from streams.archive.progress import Report
from streams.archive.source import event_at
from streams.decode.rows import CompleteRow
from streams.errors import TablesMissing
from streams.events.amendments import EventSets
from streams.events.amendments import flags as event_flags
from streams.events.recorded import EventKey, Recorded, recorded
from streams.store.tables import flags, head, ledger, projections, running_sums
from streams.store.tables.head import Head
from streams.store.tables.session import acquire_writer_lock, open_session
from streams.verify import folding

ROWS_AT_ONCE = 20_000
ROOTS_AT_ONCE = 2_000
# What viewers of an archive lack that was written before people signed in.
_AS_BEFORE_LOGINS = {"roles": ["viewer"], "subject": None, "revoked_at": None}
DATA_OR_LIMIT = ("22", "23", "54")  # classes of SQLSTATE: what the database will not take


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back."""

    manifest: Manifest
    is_new: bool  # else the database held all of it before


class Begin(NamedTuple):
    """What is told how much there is to do in each part of a restore."""

    checking: Callable[[int], Report]
    restoring: Callable[[int], Report]


def restore(settings: Settings, folder: Path, begin: Begin, up_to: int | None = None) -> Restored:
    """Bring back all that an archive holds, up to one of its manifests."""
    archive = chain.read(folder, up_to)
    newest = archive.newest
    if newest is None:
        raise ArchiveError(f"{folder} holds nothing yet: the write of it was never finished")
    require_known_tables(newest)
    _require_migrated(settings)
    with _session(settings) as connection:
        if _holds(connection, newest.ledger_end):
            return Restored(newest, is_new=False)
        _require_empty(connection)
        for damage in checking.damages(archive, begin.checking):
            raise ArchiveDamaged(
                f"{folder / damage.path} {damage.said}; take it from another copy, or restore an "
                "earlier state with --up-to"
            )
        try:
            with transaction(connection) as it:
                it.execute(_query("restore_alone"))
                acquire_writer_lock(it)
                _require_empty(it)
                _Filling(archive, it, begin.restoring(newest.ledger_end.seq)).run(newest)
        except LockNotAvailable as error:
            raise NotEmpty("somebody writes to this database; stop it and try again") from error
        except psycopg.Error as error:
            raise _said(error) from error
        running_sums.sum_up(connection)
    return Restored(newest, is_new=True)


def _query(name: str) -> Any:
    return load("streams.archive", "archive.sql")[name]


def _session(settings: Settings) -> Connection:
    return open_session(
        settings.database("muster_owner"), application_name="muster archive restore"
    )


def _require_migrated(settings: Settings) -> None:
    with connect(settings.database("muster_owner"), application_name="muster archive") as it:
        if lacking(it):
            raise TablesMissing


def require_known_tables(newest: Manifest) -> None:
    """Refuse an archive of tables that this version does not know."""
    known = {file.name for file in sql_files(files("infra").joinpath("timescale", "core"))}
    if newest.core_version not in known:
        raise ArchiveTooNew(
            f"the archive was written from tables of a newer version ({newest.core_version}); "
            "use the version of Muster that wrote it, or a newer one"
        )


def _holds(connection: Connection, end: LedgerEnd) -> bool:
    """Tell whether the database has gone on from the end of the archive, or stands there."""
    return end.seq > 0 and event_at(connection, end.seq) == end


def _require_empty(connection: Connection) -> None:
    row = connection.execute(_query("what_is_there")).fetchone()
    if row is not None and row[0] is not None:
        raise NotEmpty(
            f"this database holds {row[0]}, and an archive is restored into an empty one; name a "
            "new one in MUSTER_DATABASE, run `muster up` and `muster migrate`, then this again"
        )


def _said(error: psycopg.Error) -> Exception:
    reason = " ".join(str(error).split())
    if (error.sqlstate or "").startswith(DATA_OR_LIMIT):
        return ArchiveDamaged(f"the database does not take what the archive holds: {reason}")
    if isinstance(error, psycopg.OperationalError):
        return DatabaseUnavailable(advised(error))
    return error


class _Filling:
    """One restore: the tables in their order, and from the ledger all that follows from it."""

    def __init__(self, archive: Archive, connection: Connection, report: Report) -> None:
        self._archive = archive
        self._connection = connection
        self._report = report
        self._rows: list[CompleteRow] = []

    def run(self, newest: Manifest) -> None:
        """Fill the database."""
        for table in WHOLE:
            self._fill_whole(table)
        roots = self._amended_roots()
        for file in events_of(self._archive.files):
            self._fill_events(file, roots)
        self._fold_amended(sorted(roots))
        self._insert()
        letters = letters_of(self._archive.files)
        for file in letters:
            names = parquet.names_in(self._archive.folder, file)
            for rows in parquet.rows(self._archive.folder, file, DEAD_LETTERS):
                self._copy(DEAD_LETTERS, names, rows)
        end = newest.ledger_end
        self._connection.execute(
            _query("set_head"), {"seq": end.seq, "recorded_at": end.recorded_at}
        )
        dead = sum(file.rows for file in letters)
        head.announce(self._connection, Head(end.seq, end.recorded_at), count=end.seq, dead=dead)

    def _fill_whole(self, table: Table) -> None:
        file = self._archive.whole(table.name)
        if file is None:
            return  # written before there was such a table
        names = parquet.names_in(self._archive.folder, file)
        for rows in parquet.rows(self._archive.folder, file, table):
            if table is VIEWERS:
                named = [_AS_BEFORE_LOGINS | row for row in _named(names, rows)]
                self._connection.cursor().executemany(_query("put_viewer"), named)
            elif table is RECORDING_CLOCK:
                self._connection.cursor().executemany(
                    _query("set_recording_clock"), _named(names, rows)
                )
            else:
                self._copy(table, names, rows)

    def _copy(self, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        statement = sql.SQL("copy muster.{} ({}) from stdin").format(
            sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, names))
        )
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def _amended_roots(self) -> set[EventKey]:
        """Return every event there are amendments of: its rows depend on more than itself."""
        named = ("root_source", "root_id")
        return {
            EventKey(source, event_id)
            for file in events_of(self._archive.files)
            for rows in parquet.rows(self._archive.folder, file, LEDGER, named)
            for source, event_id in rows
            if event_id is not None
        }

    def _fill_events(self, file: ArchivedFile, roots: set[EventKey]) -> None:
        names = parquet.names_in(self._archive.folder, file)
        places = [names.index(name) for name in ("seq", "recorded_at", "event", "content_sha256")]
        following = file.events.first_seq if file.events else 1
        for rows in parquet.rows(self._archive.folder, file, LEDGER):
            self._copy(LEDGER, names, rows)
            for row in rows:
                seq, recorded_at, text, content_sha256 = (row[place] for place in places)
                if seq != following:
                    raise ArchiveDamaged(f"{file.path} holds event {seq} in place of {following}")
                following += 1
                event = _event(seq, recorded_at, text, content_sha256)
                if folding.is_plain(event, roots):
                    self._add(folding.of_plain_event(event))
            self._report(len(rows))

    def _fold_amended(self, roots: Sequence[EventKey]) -> None:
        for first in range(0, len(roots), ROOTS_AT_ONCE):
            some = roots[first : first + ROOTS_AT_ONCE]
            sets = EventSets(ledger.sets_of(self._connection, some))
            self._add(folding.of_amended_events(some, sets))
            found = {
                seq: flag for root in some for seq, flag in event_flags(*sets.of(root)).items()
            }
            flags.replace(self._connection, found, found)

    def _add(self, rows: Iterable[CompleteRow]) -> None:
        self._rows.extend(rows)
        if len(self._rows) >= ROWS_AT_ONCE:
            self._insert()

    def _insert(self) -> None:
        projections.insert(self._connection, self._rows)
        self._rows.clear()


def _named(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(names, row, strict=True)) for row in rows]


def _event(seq: int, recorded_at: datetime, text: str, content_sha256: bytes) -> Recorded:
    try:
        decoded = decode_accepted(text)
    except Refused as refusal:
        raise ArchiveTooNew(
            f"event {seq} of the archive cannot be read by this version of Muster "
            f"({refusal.reason}, {refusal.detail}); use the version that wrote it, or a newer one"
        ) from refusal
    if decoded.content_sha256 != content_sha256:
        raise ArchiveDamaged(f"event {seq} of the archive does not say what was hashed")
    return recorded(decoded, seq, recorded_at)
