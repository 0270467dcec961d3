"""A file is written whole, or what was there before stays."""

import errno
import os
from pathlib import Path

import pytest

from infra.errors import CannotWrite, DiskFull
from infra.whole_file import whole_file


def write(path: Path, content: bytes) -> None:
    with whole_file(path) as file:
        file.write(content)


def test_a_file_is_there_with_all_of_it(tmp_path: Path):
    write(tmp_path / "a.pdf", b"first")
    write(tmp_path / "a.pdf", b"second")

    assert (tmp_path / "a.pdf").read_bytes() == b"second"
    assert [one.name for one in tmp_path.iterdir()] == ["a.pdf"]


def test_a_folder_that_is_not_there_is_said_in_one_line(tmp_path: Path):
    with pytest.raises(CannotWrite, match=r"gone/a\.pdf cannot be written: No such file"):
        write(tmp_path / "gone" / "a.pdf", b"x")


def test_a_folder_is_no_file(tmp_path: Path):
    with pytest.raises(CannotWrite, match="is a folder"):
        write(tmp_path, b"x")


@pytest.mark.parametrize("where", ["fsync", "open"])
def test_a_full_disk_is_named_and_what_was_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
):
    write(tmp_path / "a.pdf", b"first")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, where, full)
    with pytest.raises(DiskFull, match="make room"):
        write(tmp_path / "a.pdf", b"second")
    monkeypatch.undo()

    assert (tmp_path / "a.pdf").read_bytes() == b"first"
    assert [one.name for one in tmp_path.iterdir()] == ["a.pdf"]


def test_a_device_takes_it_without_a_file_beside_it():
    with pytest.raises(DiskFull):
        write(Path("/dev/full"), b"x")


def test_what_is_half_written_when_writing_stops_is_nowhere(tmp_path: Path):
    def stop_half_way() -> None:
        with whole_file(tmp_path / "a.jsonl") as file:
            file.write(b"second, of which the rest cannot be had")
            raise LookupError

    write(tmp_path / "a.jsonl", b"first")
    with pytest.raises(LookupError):
        stop_half_way()

    assert (tmp_path / "a.jsonl").read_bytes() == b"first"
    assert [one.name for one in tmp_path.iterdir()] == ["a.jsonl"]
