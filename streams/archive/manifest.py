"""What one write added to an archive, and whether manifests make one history (pure)."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Annotated

import msgspec
from msgspec import Meta

from streams.archive.contents import BY_NAME, DEAD_LETTERS, LEDGER, WHOLE, Way
from streams.archive.errors import ArchiveDamaged, ArchiveError, ArchiveTooNew

FORMAT = 1
OLDEST_FORMAT = 1
BLOCK_BYTES = 16 * 1024

_PATH = re.compile(r"[a-z_]+(/month=\d{4}-\d{2})?/[0-9][0-9-]*\.parquet")

Count = Annotated[int, Meta(ge=0)]
Number = Annotated[int, Meta(ge=1)]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Instant = Annotated[datetime, Meta(tz=True)]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Events(_Part, frozen=True, kw_only=True):
    """The events of a file: one number after the other, between two moments."""

    first_seq: Number
    last_seq: Number
    first_recorded_at: Instant
    last_recorded_at: Instant


class ArchivedFile(_Part, frozen=True, kw_only=True):
    """A file of an archive: what it holds, and what its bytes add up to."""

    path: str
    table: str
    rows: Count
    size_bytes: Count
    sha256: Sha256
    block_crcs: Annotated[str, Meta(pattern="^([0-9a-f]{8})*$")]  # of each 16 KiB, eight digits
    events: Events | None = None


class LedgerEnd(_Part, frozen=True, kw_only=True):
    """The last event that is in an archive; number 0 says that there is none."""

    seq: Count
    recorded_at: Instant
    content_sha256: Sha256 | None


class Offset(_Part, frozen=True, kw_only=True):
    """Where reading a partition goes on after what is in an archive."""

    topic: str
    epoch: Number
    partition: Count
    next_offset: Count


class Manifest(_Part, frozen=True, kw_only=True):
    """What one write added, and how the whole archive stands since."""

    format: Number
    archive_id: str
    number: Number
    written_at: Instant
    before_sha256: Sha256 | None  # of the manifest before this one
    readme_sha256: Sha256
    core_version: str  # the newest migration of the tables that are archived
    highest_classification: str
    ledger_end: LedgerEnd
    offsets: tuple[Offset, ...]
    columns: Mapping[str, Mapping[str, str]]
    whole: Mapping[str, str]  # of tables that are written as a whole: the file that holds each now
    files: tuple[ArchivedFile, ...]


class Pending(_Part, frozen=True, kw_only=True):
    """The files of a write that has not ended: it goes on after them, or takes them away."""

    archive_id: str
    number: Number
    before_sha256: Sha256 | None
    files: tuple[ArchivedFile, ...] = ()


class _Format(msgspec.Struct):
    format: int


_encode = msgspec.json.Encoder().encode


def encode(manifest: Manifest | Pending) -> bytes:
    """Return a manifest as it is written: one field a line, for people."""
    return msgspec.json.format(_encode(manifest), indent=1) + b"\n"


def decode(content: bytes, name: str) -> Manifest:
    """Return a manifest, or say in one line why this version cannot read it."""
    try:
        found = msgspec.json.decode(content, type=_Format).format
        _require_readable(found, name)
        manifest = msgspec.json.decode(content, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ArchiveDamaged(f"{name} is no manifest: {error}") from None
    _require_known(manifest, name)
    return manifest


def decode_pending(content: bytes, name: str) -> Pending:
    """Return the files of a write that has not ended."""
    try:
        return msgspec.json.decode(content, type=Pending)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ArchiveDamaged(
            f"{name}, the note of a write that did not end, is damaged ({error}); remove it and "
            "what `muster archive verify` then names as not in any manifest, and write again"
        ) from None


def file_name(number: int, content: bytes) -> str:
    """Return the name of a manifest, which says what its bytes are."""
    return f"{number:06d}-{hashlib.sha256(content).hexdigest()}.json"


def _require_readable(found: int, name: str) -> None:
    if found > FORMAT:
        raise ArchiveTooNew(
            f"{name} is of format {found}, this version reads up to {FORMAT}; "
            "use the version of Muster that wrote it, or a newer one"
        )
    if found < OLDEST_FORMAT:
        raise ArchiveError(
            f"{name} is of format {found}, this version reads from {OLDEST_FORMAT} on; restore it "
            "with the version of Muster that wrote it, then `muster migrate` with this one"
        )


def _require_known(manifest: Manifest, name: str) -> None:
    for table, columns in manifest.columns.items():
        known = (
            {} if table not in BY_NAME else {one.name: one.kind for one in BY_NAME[table].columns}
        )
        for column, kind in columns.items():
            if known.get(column) != kind:
                raise ArchiveTooNew(
                    f"{name} has {table}.{column} ({kind}), which this version of Muster does not "
                    "know; use the version that wrote it, or a newer one"
                )
    unknown = {one.table for one in manifest.files} - BY_NAME.keys()
    if unknown:
        raise ArchiveTooNew(
            f"{name} holds the table {min(unknown)}, which this version of Muster does not know; "
            "use the version that wrote it, or a newer one"
        )


def disagreements(manifests: Sequence[Manifest], sha256s: Sequence[str]) -> Iterator[str]:
    """Say, a sentence each, why manifests in the order of their numbers are not one history."""
    for place, one in enumerate(manifests):
        yield from _of_one(one)
        if place:
            yield from _after(manifests[place - 1], sha256s[place - 1], one)
    if not manifests:
        return
    first = manifests[0]
    if first.number != 1:
        yield f"the manifests before {first.number} are missing"
        return
    if first.before_sha256 is not None:
        yield "manifest 1 names one before it"
    yield from _of_files(manifests)


def _of_one(one: Manifest) -> Iterator[str]:
    said = f"manifest {one.number}"
    for file in one.files:
        parts = file.path.split("/")
        if not _PATH.fullmatch(file.path) or parts[0] != file.table:
            yield f"{said} names {file.path!r}, which no archive has"
        if len(file.block_crcs) != 8 * -(-file.size_bytes // BLOCK_BYTES):
            yield f"{said} does not name every block of {file.path}"
        if (file.events is not None) != (BY_NAME[file.table].way is Way.EVENTS):
            yield f"{said} does not say which events are in {file.path}"
    # One of an earlier version knows nothing of a table that came later.
    expected = {table.name for table in WHOLE if not table.is_later or table.name in one.columns}
    if missing := expected - one.whole.keys():
        yield f"{said} names no file for {min(missing)}"
    if (one.ledger_end.seq == 0) != (one.ledger_end.content_sha256 is None):
        yield f"{said} does not say how its ledger ends"


def _after(before: Manifest, sha256: str, one: Manifest) -> Iterator[str]:
    if one.number != before.number + 1:
        yield f"the manifests between {before.number} and {one.number} are missing"
    elif one.before_sha256 != sha256:
        yield f"manifest {one.number} does not follow on manifest {before.number}"
    if one.archive_id != before.archive_id:
        yield f"manifest {one.number} is of another archive"


def _of_files(manifests: Sequence[Manifest]) -> Iterator[str]:
    paths = [file.path for one in manifests for file in one.files]
    if len(set(paths)) < len(paths):
        yield f"{min(path for path in paths if paths.count(path) > 1)} is named twice"
    tables = {file.path: file.table for one in manifests for file in one.files}
    for one in manifests:
        for table, path in one.whole.items():
            if tables.get(path) != table:
                yield f"manifest {one.number} names {path} for {table}, which it is not"
    yield from _of_events(manifests)


def _of_events(manifests: Sequence[Manifest]) -> Iterator[str]:
    for one in manifests:
        for file in one.files:
            if file.events is not None and not _is_possible(file, file.events):
                yield f"manifest {one.number} has an impossible range for {file.path}"
    spans = [
        (file.path, file.events)
        for one in manifests
        for file in events_of(one.files)
        if file.events is not None
    ]
    for (path_before, before), (path, after) in pairwise(spans):
        if after.first_seq != before.last_seq + 1:
            yield f"{path} does not begin where {path_before} ends"
        elif after.first_recorded_at < before.last_recorded_at:
            yield f"{path} was recorded before {path_before}"
    first, last = (spans[0][1].first_seq, spans[-1][1].last_seq) if spans else (1, 0)
    if first != 1 or manifests[-1].ledger_end.seq != last:
        yield "the files do not hold every event up to the last one"


def _is_possible(file: ArchivedFile, events: Events) -> bool:
    return (
        events.last_seq - events.first_seq + 1 == file.rows
        and events.first_recorded_at <= events.last_recorded_at
    )


def events_of(files: Iterable[ArchivedFile]) -> list[ArchivedFile]:
    """Return the files that hold events, in their order."""
    return [file for file in files if file.table == LEDGER.name]


def letters_of(files: Iterable[ArchivedFile]) -> list[ArchivedFile]:
    """Return the files that hold dead letters, in their order."""
    return [file for file in files if file.table == DEAD_LETTERS.name]
