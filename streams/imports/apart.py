"""A file made by others, read by a process of its own that may take so much and no more.

A small file can ask for any amount of memory or time; what happens to the child happens to it
alone, and is told in one line.
"""

import math
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import msgspec

from streams.imports.ended import complaint_of
from streams.imports.errors import ImportFailed

LARGEST_FILE = 200 * 1024**2
LARGEST_UNPACKED = 2 * 1024**3
SECONDS = 600
MEMORY_BYTES = 1024**3

SheetRow = tuple[int, list[str], str | None]  # the row's number, its cells, what is wrong with it
_decode = msgspec.json.Decoder(SheetRow).decode


def rows(
    path: Path,
    kind: str,
    sheet: str | None,
    decimal: str,
    *,
    seconds: float = SECONDS,
    memory_bytes: int = MEMORY_BYTES,
) -> Iterator[SheetRow]:
    """Return the rows that hold something, the first of them being the header.

    Of a workbook (`xlsx`, `ods`) they are those of one sheet, of a calendar (`ics`) its dates.
    """
    _require_reasonable(path, is_packed=kind != "ics")
    command = [sys.executable, "-m", "streams.imports.apart_child", kind]
    child = subprocess.Popen(
        [*command, str(path), sheet or "", decimal, str(memory_bytes), str(math.ceil(seconds))],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    watch = threading.Timer(seconds, child.kill)
    watch.start()
    try:
        assert child.stdout is not None
        for line in child.stdout:
            yield _decode(line)
        complaint = complaint_of(child)
        if complaint is not None:
            limit = f"{seconds:g} s or {memory_bytes // 1024**2} MB"
            why = complaint or f"reading it takes more than {limit}; save it as CSV"
            raise ImportFailed(f"{path}: {why}")
    finally:
        watch.cancel()
        child.kill()
        child.communicate()


def _require_reasonable(path: Path, *, is_packed: bool) -> None:
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise ImportFailed(
            f"{path} has {size:,} bytes, more than {LARGEST_FILE:,}; save it as CSV"
        )
    if not is_packed:
        return
    try:
        with ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (BadZipFile, OSError) as error:
        raise ImportFailed(f"{path} is a damaged workbook: {error}") from error
    if unpacked > LARGEST_UNPACKED:
        raise ImportFailed(f"{path} unpacks to {unpacked:,} bytes, more than {LARGEST_UNPACKED:,}")
