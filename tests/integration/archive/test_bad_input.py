"""What cannot be is told in one line that says what to do; nothing is half written."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from infra.postgres import connect
from infra.settings import Settings
from streams.archive import chain, parquet, restoring
from streams.archive.contents import LEDGER
from streams.archive.errors import ArchiveError
from streams.archive.restoring import Begin
from tests.integration.archive.conftest import NewDatabase, begin, results, store
from tests.support.archives import copy_of, damages, forge, forge_manifest, state_of, unseen
from tests.support.instance import MUSTER
from tests.support.stack import environment

MOST_MEMORY_MIB = 400
DATA, USAGE, DISK, TABLES = 65, 2, 74, 5


# Run by a process that is small itself: a child begins with the peak of who made it.
MEASURED = (
    "import resource, subprocess, sys; "
    "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode; "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)"
)


def muster(settings: Settings, *arguments: str | Path) -> tuple[int, str, float]:
    """Run a command; give its exit code, what it said on stderr, and its peak memory in MiB."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, MUSTER, *map(str, arguments)],
        env=dict(environment(settings)),
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    return done.returncode, done.stderr.strip(), int(done.stdout) / 1024


@pytest.fixture(scope="module")
def empty(new_database: NewDatabase) -> Settings:
    """Give a database into which nothing may come."""
    return new_database()


@pytest.fixture
def copy(archive: Path, tmp_path: Path) -> Path:
    """Give a copy of the archive that may be changed."""
    return copy_of(archive, tmp_path / "copy")


def first_file(folder: Path) -> str:
    return next(one.path for one in chain.read(folder).files if one.table == LEDGER.name)


def as_parquet(table: pa.Table, **how: Any) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", **how)
    return sink.getvalue().to_pybytes()


def rows_of(folder: Path) -> pa.Table:
    return pq.read_table(folder / first_file(folder), partitioning=None)


def with_column(folder: Path, name: str, values: pa.Array) -> pa.Table:
    table = rows_of(folder)
    place = table.schema.get_field_index(name)
    return table.set_column(place, name, values)


def zeros(folder: Path) -> None:
    """Put a small file that unpacks to a hundred times as much as any of ours."""
    table = rows_of(folder)
    text = pa.array(["\0" * (8 * 1024**2)] * table.num_rows)
    forge(folder, first_file(folder), as_parquet(with_column(folder, "event", text)))


def many_rows(folder: Path) -> None:
    """Put a small file with hundreds of millions of rows."""
    table = pa.table({"seq": pa.array([1], pa.int64()).take(pa.array([0] * 10_000_000))})
    forge(folder, first_file(folder), as_parquet(table, row_group_size=10_000_000))


def one_long_value(folder: Path) -> None:
    """Put a file in which one value stands in every row and is written once."""
    table = rows_of(folder)
    text = pa.array(["x" * (12 * 1024**2)] * table.num_rows)
    forge(folder, first_file(folder), as_parquet(with_column(folder, "event", text)))


def another_table(folder: Path) -> None:
    forge(folder, first_file(folder), as_parquet(pa.table({"mood": ["good"] * 21})))


def another_type(folder: Path) -> None:
    texts = rows_of(folder)["label_id"].cast(pa.string())
    forge(folder, first_file(folder), as_parquet(with_column(folder, "label_id", texts)))


def a_renamed_csv(folder: Path) -> None:
    forge(folder, first_file(folder), b"seq,recorded_at\n1,2024-01-31\n")


def other_numbers(folder: Path) -> None:
    numbers = pa.array(range(2, rows_of(folder).num_rows + 2), pa.int64())
    forge(folder, first_file(folder), as_parquet(with_column(folder, "seq", numbers)))


def another_text(folder: Path) -> None:
    texts = rows_of(folder)["event"].to_pylist()
    changed = pa.array([texts[0].replace("livex", "cpx"), *texts[1:]])
    forge(folder, first_file(folder), as_parquet(with_column(folder, "event", changed)))


def an_unknown_version(folder: Path) -> None:
    texts = rows_of(folder)["event"].to_pylist()
    changed = pa.array([texts[0].replace(':v1"', ':v9"'), *texts[1:]])
    assert changed[0].as_py() != texts[0]
    forge(folder, first_file(folder), as_parquet(with_column(folder, "event", changed)))


def a_year_that_cannot_be(folder: Path) -> None:
    kind = parquet.schema_of(LEDGER).field("occurred_at").type
    years = pa.array([-9_000_000_000_000_000] * rows_of(folder).num_rows, pa.int64()).cast(kind)
    forge(folder, first_file(folder), as_parquet(with_column(folder, "occurred_at", years)))


def a_newer_manifest(folder: Path) -> None:
    (one,) = chain.read(folder).manifests
    forge_manifest(folder, {**msgspec.to_builtins(one), "format": 2, "more": "of it"})


def an_older_manifest(folder: Path) -> None:
    (one,) = chain.read(folder).manifests
    forge_manifest(folder, {**msgspec.to_builtins(one), "format": 0})


def newer_tables(folder: Path) -> None:
    (one,) = chain.read(folder).manifests
    forge_manifest(folder, msgspec.structs.replace(one, core_version="9999_tomorrow.sql"))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (another_table, "has a column 'mood'"),
        (another_type, "has a column 'label_id' of string"),
        (a_renamed_csv, "cannot be read as Parquet"),
        (other_numbers, "holds event 2 in place of 1"),
        (another_text, "does not say what was hashed"),
        (an_unknown_version, "cannot be read by this version"),
        (a_year_that_cannot_be, "does not take what the archive holds"),
        (a_newer_manifest, "of format 2"),
        (an_older_manifest, "of format 0"),
        (newer_tables, "tables of a newer version .9999_tomorrow.sql."),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_an_archive_that_cannot_be_is_refused_in_one_line_and_nothing_of_it_is_kept(
    copy: Path, empty: Settings, spoil: Callable[[Path], None], words: str
):
    spoil(copy)
    before = state_of(empty)

    with pytest.raises(ArchiveError, match=words) as raised:
        restoring.restore(empty, copy, Begin(unseen, unseen))

    assert "\n" not in str(raised.value)
    assert state_of(empty) == before


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (zeros, "which nothing that Muster writes does"),
        (many_rows, "rows, and the manifest says"),
        (one_long_value, "which nothing that Muster writes does"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_a_small_file_that_asks_for_much_memory_does_not_get_it(
    copy: Path, empty: Settings, spoil: Callable[[Path], None], words: str
):
    spoil(copy)
    before = state_of(empty)

    code, said, memory_mib = muster(empty, "archive", "restore", copy)

    assert (code, len(said.splitlines())) == (DATA, 1), said
    assert words in said
    assert memory_mib < MOST_MEMORY_MIB
    assert state_of(empty) == before


@pytest.mark.parametrize("command", ["verify", "restore", "list"])
def test_a_folder_that_is_no_archive_is_refused(empty: Settings, tmp_path: Path, command: str):
    code, said, _ = muster(empty, "archive", command, tmp_path)

    assert code == USAGE
    assert said.endswith("is no archive; name a folder that `muster archive write` has written")


def test_a_restore_into_a_database_that_holds_something_is_refused(
    archive: Path, new_database: NewDatabase
):
    settings = new_database()
    begin(settings)
    store(settings, *results(0, 1))
    before = state_of(settings)

    code, said, _ = muster(settings, "archive", "restore", archive)

    assert code == DATA
    assert "this database holds 1 events, and an archive is restored into an empty one" in said
    assert state_of(settings) == before


def test_a_database_without_tables_is_told_to_be_migrated(
    archive: Path, new_database: NewDatabase
):
    settings = new_database()
    with connect(settings.database("muster_owner")) as connection:
        connection.execute("delete from muster.migration where world = 0 and name like '0011%'")

    code, said, _ = muster(settings, "archive", "restore", archive)

    assert code == TABLES
    assert said.endswith("run `muster migrate`.")


def test_an_archive_is_not_written_on_with_another_history(
    archive: Path, copy: Path, new_database: NewDatabase
):
    settings = new_database()
    begin(settings)
    store(settings, *results(0, 60))

    code, said, _ = muster(settings, "archive", "write", copy)

    assert code == DATA
    assert "is the archive of another history" in said
    assert damages(copy) == []


def test_a_folder_that_holds_other_files_is_left_alone(empty: Settings, tmp_path: Path):
    (tmp_path / "letter.txt").write_text("mine")

    code, said, _ = muster(empty, "archive", "write", tmp_path)

    assert code == DATA
    assert "holds other files and no archive" in said
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_disk_that_is_not_mounted_is_told(empty: Settings, tmp_path: Path):
    code, said, _ = muster(empty, "archive", "write", tmp_path / "mount" / "archive")

    assert code == DATA
    assert "is the disk mounted?" in said


def test_a_disk_that_fills_is_told_and_the_write_goes_on_when_there_is_room(
    filled: Settings, tmp_path: Path
):
    small = tmp_path / "small"
    small.mkdir()
    script = 'mount -t tmpfs -o size=48k none "$1" && "$2" archive write "$1/it"; code=$?; '
    script += 'mount -o remount,size=64m "$1" && "$2" archive write "$1/it" && '
    script += '"$2" archive verify "$1/it" && exit $code'
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script, "sh", str(small), str(MUSTER)],
        env=dict(environment(filled)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == DISK, done.stderr
    assert "a disk is full" in done.stderr
    assert "whole up to event" in done.stdout
