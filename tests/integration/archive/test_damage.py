"""Whatever happens to an archive is found, and where; and nothing damaged is brought back."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from infra.settings import Settings
from streams.archive import chain, parquet, restoring, writing
from streams.archive.contents import LEDGER
from streams.archive.errors import ArchiveDamaged, ArchiveError
from streams.archive.restoring import Begin
from tests.integration.archive.conftest import NewDatabase, begin, results, store
from tests.support.archives import Flip, copy_of, damages, flips, is_located, state_of, unseen

FLIPS = 300
TRUNCATIONS = 30


@pytest.fixture(scope="module")
def empty(new_database: NewDatabase) -> Settings:
    """Give a database into which nothing may come."""
    return new_database()


@pytest.fixture(scope="module")
def other(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the archive of another history."""
    settings = new_database()
    begin(settings)
    store(settings, *results(0, 30))
    folder = tmp_path_factory.mktemp("other") / "muster"
    writing.write(settings, folder, unseen)
    return folder


def ledger_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("ledger/*/*.parquet"))


def test_an_archive_that_nothing_happened_to_is_whole(archive: Path):
    assert damages(archive) == []
    assert len(ledger_files(archive)) == 3


def test_each_byte_that_is_flipped_is_found_and_located(archive: Path, tmp_path: Path):
    folder = copy_of(archive, tmp_path / "copy")
    unseen_flips = []
    for flip in flips(archive, random.Random(13), FLIPS):
        flip.do(folder)
        if not any(is_located(damage, flip) for damage in damages(folder)):
            unseen_flips.append(flip)
        flip.do(folder)

    assert unseen_flips == []
    assert damages(folder) == []


def test_an_end_that_contradicts_itself_is_found_without_reading_by_it(
    archive: Path, tmp_path: Path
):
    folder = copy_of(archive, tmp_path / "copy")
    path = "dead_letter_action/000001.parquet"
    # Says of a column that it has values at a depth of which its statistics know nothing.
    place = (folder / path).read_bytes().index(b"\x18\nsent_epoch") - 1
    Flip(path, place, 115).do(folder)

    [damage] = damages(folder)

    assert damage.path == path
    assert "its end, by which it is read, may be damaged" in damage.said


def test_each_file_that_is_cut_short_is_found(archive: Path, tmp_path: Path):
    folder = copy_of(archive, tmp_path / "copy")
    dice = random.Random(14)
    unseen_cuts = []
    for _ in range(TRUNCATIONS):
        path = dice.choice([one for one in sorted(folder.rglob("*")) if one.suffix])
        where, content = path.relative_to(folder).as_posix(), path.read_bytes()
        path.write_bytes(content[: dice.randrange(len(content))])
        if where not in {damage.path for damage in damages(folder)}:
            unseen_cuts.append(where)
        path.write_bytes(content)

    assert unseen_cuts == []


def lose(folder: Path, other: Path) -> str:
    path = ledger_files(folder)[1]
    path.unlink()
    return path.name


def double(folder: Path, other: Path) -> str:
    path = ledger_files(folder)[1]
    shutil.copy(path, path.with_name("000000000099-000000000120.parquet"))
    return "000000000099-000000000120.parquet: is not in any manifest"


def swap(folder: Path, other: Path) -> str:
    first, second, _ = ledger_files(folder)
    kept = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(kept)
    return second.name


def take_a_file_of_another(folder: Path, other: Path) -> str:
    path = ledger_files(folder)[0]
    shutil.copy(ledger_files(other)[0], path)
    return path.name


def take_the_manifest_of_another(folder: Path, other: Path) -> str:
    (manifest,) = (other / "manifest").iterdir()
    shutil.copy(manifest, folder / "manifest" / manifest.name.replace("000001-", "000002-"))
    return "says that it is manifest 1"


def add_the_manifest_of_another(folder: Path, other: Path) -> str:
    (manifest,) = (other / "manifest").iterdir()
    shutil.copy(manifest, folder / "manifest")
    return "manifest 1 is of another archive"


def lose_the_manifest(folder: Path, other: Path) -> str:
    (manifest,) = (folder / "manifest").iterdir()
    manifest.unlink()
    return "is not in any manifest"


def put_a_table_in_its_place(folder: Path, other: Path) -> str:
    path = ledger_files(folder)[0]
    path.write_text("seq,recorded_at\n1,2024-01-31\n")
    return path.name


HAPPENINGS = [
    lose,
    double,
    swap,
    take_a_file_of_another,
    take_the_manifest_of_another,
    add_the_manifest_of_another,
    lose_the_manifest,
    put_a_table_in_its_place,
]


@pytest.mark.parametrize("happen", HAPPENINGS, ids=lambda one: one.__name__)
def test_what_was_lost_doubled_swapped_or_taken_from_elsewhere_is_found(
    archive: Path, other: Path, tmp_path: Path, happen: Callable[[Path, Path], str]
):
    folder = copy_of(archive, tmp_path / "copy")
    words = happen(folder, other)

    assert words in "; ".join(f"{damage.path}: {damage.said}" for damage in damages(folder))


@pytest.mark.parametrize(
    "happen", [one for one in HAPPENINGS if one is not double], ids=lambda one: one.__name__
)
def test_nothing_of_a_damaged_archive_is_brought_back(
    archive: Path,
    other: Path,
    tmp_path: Path,
    happen: Callable[[Path, Path], str],
    empty: Settings,
):
    folder = copy_of(archive, tmp_path / "copy")
    happen(folder, other)
    before = state_of(empty)

    with pytest.raises(ArchiveError) as raised:
        restoring.restore(empty, folder, Begin(unseen, unseen))

    assert "\n" not in str(raised.value)
    assert state_of(empty) == before


def test_a_damaged_page_is_refused_while_it_is_read(archive: Path, tmp_path: Path):
    """Between the check of a file and its reading a disk may fail."""
    folder = copy_of(archive, tmp_path / "copy")
    file = next(one for one in chain.read(folder).files if one.table == "ledger")
    assert len(list(parquet.rows(folder, file, LEDGER))) == 1
    group = pq.read_metadata(folder / file.path).row_group(0)
    column = group.column(LEDGER.names.index("event"))
    Flip(file.path, column.data_page_offset + column.total_compressed_size // 2, 1).do(folder)

    with pytest.raises(ArchiveDamaged, match="cannot be read as Parquet"):
        list(parquet.rows(folder, file, LEDGER))
