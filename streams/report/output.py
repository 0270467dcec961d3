"""A file that is whole or not there."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from infra.errors import DiskFull, is_about_full_disk
from streams.report.errors import CannotWrite


def write(path: Path, content: bytes) -> None:
    """Put a file in its place, whole, whatever was there before; nothing is left if that fails."""
    if path.is_dir():
        raise CannotWrite(f"{path} is a folder; name a file in it")
    if path.exists() and not path.is_file():
        _write_into(path, content)
        return
    partial = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.partial")
    try:
        try:
            _write_new(partial, content)
            partial.replace(path)
            _settle(path.parent)
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
    except OSError as error:
        raise _said(path, error) from error


def _write_new(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _write_into(path: Path, content: bytes) -> None:
    """Write to what is no file, such as a pipe."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise _said(path, error) from error


def _settle(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _said(path: Path, error: OSError) -> Exception:
    if is_about_full_disk(error):
        return DiskFull(f"{path} cannot be written: the disk is full; make room and try again")
    return CannotWrite(f"{path} cannot be written: {error.strerror or error}")
