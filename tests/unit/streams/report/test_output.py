"""A report is written whole, or what was there before stays."""

import errno
import os
from pathlib import Path

import pytest

from infra.errors import DiskFull
from streams.report import output
from streams.report.errors import CannotWrite


def test_a_file_is_there_with_all_of_it(tmp_path: Path):
    output.write(tmp_path / "a.pdf", b"first")
    output.write(tmp_path / "a.pdf", b"second")

    assert (tmp_path / "a.pdf").read_bytes() == b"second"
    assert [one.name for one in tmp_path.iterdir()] == ["a.pdf"]


def test_a_folder_that_is_not_there_is_said_in_one_line(tmp_path: Path):
    with pytest.raises(CannotWrite, match=r"gone/a\.pdf cannot be written: No such file"):
        output.write(tmp_path / "gone" / "a.pdf", b"x")


def test_a_folder_is_no_file(tmp_path: Path):
    with pytest.raises(CannotWrite, match="is a folder"):
        output.write(tmp_path, b"x")


@pytest.mark.parametrize("where", ["fsync", "open"])
def test_a_full_disk_is_named_and_what_was_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
):
    output.write(tmp_path / "a.pdf", b"first")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, where, full)
    with pytest.raises(DiskFull, match="make room"):
        output.write(tmp_path / "a.pdf", b"second")
    monkeypatch.undo()

    assert (tmp_path / "a.pdf").read_bytes() == b"first"
    assert [one.name for one in tmp_path.iterdir()] == ["a.pdf"]


def test_a_device_takes_it_without_a_file_beside_it():
    with pytest.raises(DiskFull):
        output.write(Path("/dev/full"), b"x")
