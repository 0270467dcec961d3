"""Files are whole or not there, and their sums say where they differ."""

import hashlib
import random
import zlib
from pathlib import Path

import pytest

from streams.archive import checking, disk
from streams.archive.errors import ArchiveError
from streams.archive.manifest import BLOCK_BYTES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    disk.make_folder(tmp_path / disk.PARTIAL)
    return tmp_path


@pytest.mark.parametrize(
    "size", [0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 3 * BLOCK_BYTES + 7]
)
def test_a_file_adds_up_to_the_same_while_it_is_written_and_when_it_is_read(
    folder: Path, size: int
):
    content = random.Random(size).randbytes(size)
    with disk.NewFile(folder) as file:
        for start in range(0, size, 10_007):
            file.write(content[start : start + 10_007])
        file.name_it("there/it")

    sums = disk.sums_of(folder / "there/it")
    blocks = [content[at : at + BLOCK_BYTES] for at in range(0, size, BLOCK_BYTES)]
    assert file.sums() == sums
    assert sums.sha256 == hashlib.sha256(content).hexdigest()
    assert sums.block_crcs == "".join(f"{zlib.crc32(block):08x}" for block in blocks)
    assert (folder / "there/it").read_bytes() == content


def test_what_gets_no_name_is_gone(folder: Path):
    with disk.NewFile(folder) as file:
        file.write(b"half of it")

    assert list((folder / disk.PARTIAL).iterdir()) == []


def test_only_its_owner_may_read_a_file(folder: Path):
    disk.write(folder, "secret/it", b"it")

    assert (folder / "secret/it").stat().st_mode & 0o777 == 0o600
    assert (folder / "secret").stat().st_mode & 0o777 == 0o700


def test_two_do_not_write_at_the_same_time(folder: Path):
    with (
        disk.only_writer(folder),
        pytest.raises(ArchiveError, match="somebody else writes"),
        disk.only_writer(folder),
    ):
        pass


def test_what_a_killed_writer_left_without_a_name_is_taken_away(folder: Path):
    (folder / disk.PARTIAL / "left").write_bytes(b"half")

    with disk.only_writer(folder):
        assert list((folder / disk.PARTIAL).iterdir()) == []


def test_blocks_that_differ_are_told_in_runs():
    same, other = "00000000", "11111111"

    assert checking.differing_blocks(same * 4, same * 4) == []
    assert checking.differing_blocks(same * 5, same + other * 2 + same + other) == [(1, 2), (4, 4)]
    assert checking.differing_blocks(same * 3, same) == [(1, 2)]
