"""Manifests make one history, or it is said why not."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from streams.archive import manifest
from streams.archive.contents import WHOLE
from streams.archive.errors import ArchiveDamaged, ArchiveError, ArchiveTooNew
from streams.archive.manifest import (
    ArchivedFile,
    Events,
    LedgerEnd,
    Manifest,
    decode,
    disagreements,
    encode,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
EMPTY = hashlib.sha256(b"").hexdigest()


def at(seq: int) -> datetime:
    return START + timedelta(minutes=seq)


def events_file(first: int, last: int, **changed: Any) -> ArchivedFile:
    return msgspec.structs.replace(
        ArchivedFile(
            path=f"ledger/month=2026-01/{first:012d}-{last:012d}.parquet",
            table="ledger",
            rows=last - first + 1,
            size_bytes=10,
            sha256=EMPTY,
            block_crcs="00000000",
            events=Events(
                first_seq=first,
                last_seq=last,
                first_recorded_at=at(first),
                last_recorded_at=at(last),
            ),
        ),
        **changed,
    )


def whole_files() -> list[ArchivedFile]:
    return [
        ArchivedFile(
            path=f"{table.name}/000001.parquet",
            table=table.name,
            rows=0,
            size_bytes=0,
            sha256=EMPTY,
            block_crcs="",
        )
        for table in WHOLE
    ]


def chain(*ranges: tuple[int, int]) -> list[Manifest]:
    """Give manifests that follow on each other, one for each range of numbers."""
    made: list[Manifest] = []
    for number, (first, last) in enumerate(ranges, start=1):
        files = [events_file(first, last), *(whole_files() if number == 1 else [])]
        made.append(
            Manifest(
                format=manifest.FORMAT,
                archive_id="one",
                number=number,
                written_at=at(last),
                before_sha256=sha256s(made)[-1] if made else None,
                readme_sha256=EMPTY,
                core_version="0001_ledger.sql",
                highest_classification="UNCLASSIFIED",
                ledger_end=LedgerEnd(seq=last, recorded_at=at(last), content_sha256=EMPTY),
                offsets=(),
                columns={"ledger": {"seq": "int64"}},
                whole={table.name: f"{table.name}/000001.parquet" for table in WHOLE},
                files=tuple(files),
            )
        )
    return made


def sha256s(manifests: list[Manifest]) -> list[str]:
    return [hashlib.sha256(encode(one)).hexdigest() for one in manifests]


def said(manifests: list[Manifest]) -> str:
    return "; ".join(disagreements(manifests, sha256s(manifests)))


def changed(one: Manifest, **values: Any) -> Manifest:
    return msgspec.structs.replace(one, **values)


def test_a_manifest_is_the_same_after_it_was_written_and_read():
    (one,) = chain((1, 5))

    assert decode(encode(one), "it") == one


def test_manifests_that_follow_on_each_other_agree():
    assert said(chain((1, 5), (6, 6), (7, 20))) == ""


def test_a_manifest_that_was_changed_is_told_by_the_next():
    first, second = chain((1, 5), (6, 9))

    assert "manifest 2 does not follow on manifest 1" in said(
        [changed(first, archive_id="2"), second]
    )


def test_a_manifest_that_is_missing_is_told():
    one, two, three = chain((1, 5), (6, 9), (10, 12))

    assert "between 1 and 3 are missing" in said([one, three])
    assert "the manifests before 2 are missing" in said([two, three])


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (events_file(7, 9), "does not begin where"),
        (events_file(5, 9), "does not begin where"),
        (events_file(6, 8), "do not hold every event"),
        (events_file(6, 9, rows=3), "impossible range"),
        (events_file(6, 9, path="../../etc/passwd"), "which no archive has"),
        (events_file(6, 9, path="/etc/x.parquet"), "which no archive has"),
        (events_file(6, 9, path="ledger/month=2026-01/../1.parquet"), "which no archive has"),
        (events_file(6, 9, table="label", events=None), "which no archive has"),
        (events_file(6, 9, events=None), "does not say which events"),
        (events_file(6, 9, block_crcs=""), "does not name every block"),
        (
            events_file(
                6,
                9,
                events=Events(
                    first_seq=6, last_seq=9, first_recorded_at=at(9), last_recorded_at=at(6)
                ),
            ),
            "impossible range",
        ),
        (
            events_file(
                6,
                9,
                events=Events(
                    first_seq=6, last_seq=9, first_recorded_at=at(1), last_recorded_at=at(9)
                ),
            ),
            "was recorded before",
        ),
    ],
)
def test_ranges_and_names_that_cannot_be_are_told(file: ArchivedFile, words: str):
    first, second = chain((1, 5), (6, 9))

    assert words in said([first, changed(second, files=(file,))])


def test_a_table_that_no_file_holds_is_told():
    (one,) = chain((1, 5))

    assert "names no file for" in said([changed(one, whole={})])
    elsewhere = {**one.whole, "label": "viewer/000001.parquet"}
    assert "for label, which it is not" in said([changed(one, whole=elsewhere)])


def document(**values: Any) -> bytes:
    (one,) = chain((1, 5))
    return msgspec.json.encode({**msgspec.to_builtins(one), **values})


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"", ArchiveDamaged, "is no manifest"),
        (b"seq,recorded_at\n1,2\n", ArchiveDamaged, "is no manifest"),
        (b"\xff\xfe", ArchiveDamaged, "is no manifest"),
        (document(format=2, more=1), ArchiveTooNew, "of format 2, this version reads up to 1"),
        (document(format=0), ArchiveError, "restore it with the version of Muster that wrote it"),
        (document(columns={"ledger": {"mood": "text"}}), ArchiveTooNew, "ledger.mood"),
        (document(columns={"ledger": {"seq": "text"}}), ArchiveTooNew, "ledger.seq"),
        (document(columns={"weather": {"seq": "text"}}), ArchiveTooNew, "weather.seq"),
        (document(number=0), ArchiveDamaged, "is no manifest"),
        (document(surprise=1), ArchiveDamaged, "is no manifest"),
        (document(readme_sha256="short"), ArchiveDamaged, "is no manifest"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(
    content: bytes, error: type[Exception], words: str
):
    with pytest.raises(error, match=words) as raised:
        decode(content, "000001.json")

    assert "\n" not in str(raised.value)


def test_an_archive_of_before_lacks_the_tables_that_came_later():
    [one] = chain((1, 3))
    later = {table.name for table in WHOLE if table.is_later}
    before = {name: path for name, path in one.whole.items() if name not in later}
    files = tuple(file for file in one.files if file.table not in later)

    assert later
    assert said([changed(one, whole=before, files=files)]) == ""


def test_an_archive_that_knows_a_table_and_has_no_file_for_it_is_not_whole():
    [one] = chain((1, 3))
    lost = {name: path for name, path in one.whole.items() if name != "report_file"}
    known = {**one.columns, "report_file": {"edition": "int32"}}

    assert said([changed(one, whole=lost, columns=known)]) == (
        "manifest 1 names no file for report_file"
    )
