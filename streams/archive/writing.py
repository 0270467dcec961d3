"""Writes what an archive does not have yet: files first, then the manifest that names them.

Killed at any point, an archive is what its manifests say it was before; the next write goes on
with the files that were finished, and takes away what has no name yet.
"""

import uuid
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import msgspec
from psycopg import OperationalError

from infra import clock
from infra.postgres import Connection, DatabaseUnavailable, advised, transaction
from infra.settings import Settings
from infra.sql import load
from streams.archive import chain, disk, manifest, source
from streams.archive.chain import Archive
from streams.archive.contents import ARCHIVED, DEAD_LETTERS, LEDGER, WHOLE, Table
from streams.archive.errors import ArchiveDamaged, ArchiveError, OtherHistory
from streams.archive.manifest import ArchivedFile, Events, LedgerEnd, Manifest, Pending
from streams.archive.parquet import MonthFile, ParquetFile, by_month
from streams.archive.progress import Report
from streams.store.tables.session import open_session


@dataclass(frozen=True, slots=True)
class Written:
    """What one write added."""

    manifest: Manifest
    sha256: str
    is_new: bool  # else nothing had come since


def write(settings: Settings, folder: Path, begin: Callable[[int], Report]) -> Written:
    """Bring an archive to where the database is now; return its newest manifest.

    `begin` is told how many events there are to write, and gives what is told of each step.
    """
    _require_a_place(folder)
    disk.make_folder(folder)
    with disk.only_writer(folder):
        disk.make_folder(folder / chain.MANIFESTS)
        archive = chain.read(folder)
        _require_files(archive)
        _provide_readme(folder)
        with _one_moment(settings) as connection:
            return _Writer(archive, connection).write(begin)


def readme() -> bytes:
    """Return what an archive says of itself to whoever opens it without Muster."""
    return files("streams.archive").joinpath("folder.md").read_bytes()


def _require_a_place(folder: Path) -> None:
    if not folder.parent.is_dir():
        raise ArchiveError(f"{folder.parent} is not there; is the disk mounted?")
    if not folder.exists() or chain.is_archive(folder):
        return
    ours = {disk.LOCK, disk.PARTIAL}
    if any(path.name not in ours for path in folder.iterdir()):
        raise ArchiveError(f"{folder} holds other files and no archive; name a new folder")


def _require_files(archive: Archive) -> None:
    for file in archive.files:
        path = archive.folder / file.path
        if not path.is_file() or path.stat().st_size != file.size_bytes:
            raise ArchiveDamaged(
                f"{path} is not as it was written; see `muster archive verify {archive.folder}`, "
                "bring it back from a copy, or write to a new folder"
            )


def _provide_readme(folder: Path) -> None:
    path = folder / chain.README
    if not path.exists() or path.read_bytes() != readme():
        disk.write(folder, chain.README, readme())


@contextmanager
def _one_moment(settings: Settings) -> Generator[Connection]:
    conninfo = settings.database("muster_worker")
    try:
        with (
            open_session(conninfo, application_name="muster archive") as connection,
            transaction(connection) as it,
        ):
            it.execute(load("streams.archive", "archive.sql")["see_one_moment"])
            yield it
    except OperationalError as error:
        raise DatabaseUnavailable(advised(error)) from error


class _Writer:
    """One write: what it has named so far, and what it goes on from."""

    def __init__(self, archive: Archive, connection: Connection) -> None:
        self._archive = archive
        self._connection = connection
        self._folder = archive.folder
        self._pending = self._begun()
        self._end = source.ledger_end(connection)
        for known in self._known_ends():
            self._require_same_history(known)

    def write(self, begin: Callable[[int], Report]) -> Written:
        self._take_over()
        after_seq = self._last_seq()
        report = begin(self._end.seq - after_seq)
        self._write_events(after_seq, report)
        self._write_letters()
        whole = self._write_whole()
        newest = self._archive.newest
        if newest is None or self._has_news(newest, whole):
            return self._complete(whole)
        assert self._archive.newest_sha256 is not None
        disk.remove(self._folder, chain.PENDING)
        return Written(newest, self._archive.newest_sha256, is_new=False)

    def _has_news(self, newest: Manifest, whole: Mapping[str, str]) -> bool:
        is_other_readme = newest.readme_sha256 != sha256(readme()).hexdigest()
        return bool(self._pending.files) or whole != newest.whole or is_other_readme

    def _begun(self) -> Pending:
        """Return the write that did not end, or a new one."""
        newest = self._archive.newest
        fresh = Pending(
            archive_id=newest.archive_id if newest else str(uuid.uuid4()),
            number=newest.number + 1 if newest else 1,
            before_sha256=self._archive.newest_sha256,
        )
        noted = chain.pending(self._folder)
        # Of one that was killed after its manifest had its name, nothing is left to do.
        is_old = noted is None or noted.number < fresh.number
        if noted is None or is_old:
            return fresh
        if (noted.number, noted.before_sha256) != (fresh.number, fresh.before_sha256):
            raise ArchiveDamaged(
                f"{self._folder / chain.PENDING} is of another archive; remove it and what "
                f"`muster archive verify {self._folder}` then names as not in any manifest"
            )
        return noted

    def _known_ends(self) -> Iterable[LedgerEnd]:
        newest = self._archive.newest
        if newest is not None and newest.ledger_end.seq:
            yield newest.ledger_end
        for file in manifest.events_of(self._pending.files):
            assert file.events is not None
            last, at = file.events.last_seq, file.events.last_recorded_at
            yield LedgerEnd(seq=last, recorded_at=at, content_sha256=None)

    def _require_same_history(self, known: LedgerEnd) -> None:
        """Refuse a database in which an event of the archive is another, or none."""
        here = source.event_at(self._connection, known.seq)
        hashes = (known.content_sha256, here.content_sha256 if here else None)
        is_same = here is not None and here.recorded_at == known.recorded_at
        if not is_same or (hashes[0] is not None and hashes[0] != hashes[1]):
            found = f"recorded at {here.recorded_at}" if here else "not there"
            raise OtherHistory(
                f"{self._folder} is the archive of another history: its event {known.seq} was "
                f"recorded at {known.recorded_at}, and in this database it is {found}; write to a "
                "new folder, or name the other database in MUSTER_DATABASE"
            )

    def _take_over(self) -> None:
        """Keep the events that a killed write has named, as far as they are whole."""
        kept: list[ArchivedFile] = []
        dropped: list[ArchivedFile] = []
        for file in self._pending.files:
            is_next = file.table == LEDGER.name and not dropped
            (kept if is_next and self._is_whole(file) else dropped).append(file)
        for file in dropped:
            disk.remove(self._folder, file.path)
        self._pending = msgspec.structs.replace(self._pending, files=tuple(kept))

    def _is_whole(self, file: ArchivedFile) -> bool:
        try:
            return disk.sums_of(self._folder / file.path).sha256 == file.sha256
        except FileNotFoundError:
            return False

    def _last_seq(self) -> int:
        newest = self._archive.newest
        kept = manifest.events_of(self._pending.files)
        if kept and kept[-1].events:
            return kept[-1].events.last_seq
        return newest.ledger_end.seq if newest else 0

    def _write_events(self, after_seq: int, report: Report) -> None:
        file: MonthFile | None = None
        try:
            for month, batch in by_month(
                source.events(self._connection, after_seq, self._end.seq)
            ):
                if file is not None and not file.takes(month):
                    self._name_events(file)
                    file = None
                file = file or MonthFile(self._folder, month)
                file.add(batch)
                report(batch.num_rows)
            if file is not None:
                self._name_events(file)
        finally:
            if file is not None:
                file.close()

    def _name_events(self, file: MonthFile) -> None:
        file.finish()
        self._name(file, file.path, file.events)

    def _write_letters(self) -> None:
        newest = self._archive.newest
        letters = source.dead_letters(self._connection, newest.offsets if newest else ())
        file = ParquetFile(self._folder, DEAD_LETTERS)
        try:
            for batch in letters:
                file.add(batch)
            if file.rows:
                file.finish()
                self._name(file, self._path(DEAD_LETTERS))
        finally:
            file.close()

    def _write_whole(self) -> dict[str, str]:
        """Write the small tables that have changed; return which file holds each."""
        return {table.name: self._write_if_changed(table) for table in WHOLE}

    def _write_if_changed(self, table: Table) -> str:
        file = ParquetFile(self._folder, table)
        try:
            for batch in source.whole(self._connection, table):
                file.add(batch)
            file.finish()
            before = self._archive.whole(table.name)
            if before is not None and before.sha256 == file.file.sums().sha256:
                return before.path
            return self._name(file, self._path(table)).path
        finally:
            file.close()

    def _path(self, table: Table) -> str:
        return f"{table.name}/{self._pending.number:06d}.parquet"

    def _name(self, file: ParquetFile, path: str, events: Events | None = None) -> ArchivedFile:
        """Give a file its name, once it is noted: nothing with a name is ever unaccounted for."""
        noted = ArchivedFile(
            path=path,
            table=file.table.name,
            rows=file.rows,
            events=events,
            **file.file.sums()._asdict(),
        )
        self._pending = msgspec.structs.replace(self._pending, files=(*self._pending.files, noted))
        file.file.settle()
        disk.write(self._folder, chain.PENDING, manifest.encode(self._pending))
        file.file.name_it(path)
        return noted

    def _complete(self, whole: Mapping[str, str]) -> Written:
        complete = Manifest(
            format=manifest.FORMAT,
            archive_id=self._pending.archive_id,
            number=self._pending.number,
            written_at=clock.utc_now(),
            before_sha256=self._pending.before_sha256,
            readme_sha256=sha256(readme()).hexdigest(),
            core_version=source.core_version(self._connection),
            highest_classification=source.highest_classification(self._connection),
            ledger_end=self._end,
            offsets=source.offsets(self._connection),
            columns={
                table.name: {one.name: one.kind.value for one in table.columns}
                for table in ARCHIVED
            },
            whole=whole,
            files=self._pending.files,
        )
        content = manifest.encode(complete)
        name = manifest.file_name(complete.number, content)
        disk.write(self._folder, f"{chain.MANIFESTS}/{name}", content)
        disk.remove(self._folder, chain.PENDING)
        return Written(complete, sha256(content).hexdigest(), is_new=True)
