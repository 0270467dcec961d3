"""A file that is whole or not there."""

import os
import secrets
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from infra.errors import CannotWrite, DiskFull, is_about_full_disk


@contextmanager
def whole_file(path: Path) -> Generator[BinaryIO]:
    """Give a file to write; it has its name once the block is left, whatever was there before.

    If the block raises, nothing of it is left and what was there stays. What is no file, such as
    a pipe, is written into. DiskFull or CannotWrite say in one line what could not be done.
    """
    if path.is_dir():
        raise CannotWrite(f"{path} is a folder; name a file in it")
    try:
        with _beside(path) if path.is_file() or not path.exists() else path.open("wb") as file:
            yield file
    except OSError as error:
        if is_about_full_disk(error):
            words = f"{path} cannot be written: the disk is full; make room and try again"
            raise DiskFull(words) from error
        raise CannotWrite(f"{path} cannot be written: {error.strerror or error}") from error


@contextmanager
def _beside(path: Path) -> Generator[BinaryIO]:
    partial = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.partial")
    try:
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
        with os.fdopen(os.open(partial, flags, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        _settle(path.parent)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Return once the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
