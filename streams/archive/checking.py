"""Is an archive as it was written? Every byte of it is hashed again."""

from collections.abc import Callable, Iterator
from hashlib import sha256

from streams.archive import chain, disk
from streams.archive.chain import Archive, Damage
from streams.archive.errors import ArchiveDamaged
from streams.archive.manifest import BLOCK_BYTES, ArchivedFile
from streams.archive.parquet import end_of, where_in
from streams.archive.progress import Report

WITHOUT_END = "which rows cannot be said: its end, by which it is read, may be damaged"


def damages(archive: Archive, begin: Callable[[int], Report]) -> Iterator[Damage]:
    """Return what is wrong with the files of an archive, each with where in the file."""
    report = begin(sum(file.size_bytes for file in archive.files))
    for file in archive.files:
        yield from damages_of(archive, file)
        report(file.size_bytes)


def others(archive: Archive) -> Iterator[Damage]:
    """Return what is wrong beside the files: a README that is another, files nobody named."""
    newest = archive.newest
    if newest is not None:
        path = archive.folder / chain.README
        if not path.is_file():
            yield Damage(chain.README, "is missing; `muster archive write` brings it back")
        elif sha256(path.read_bytes()).hexdigest() != newest.readme_sha256:
            yield Damage(chain.README, "is not as it was written")
    try:
        noted = chain.pending(archive.folder)
    except ArchiveDamaged as error:
        noted = None
        yield Damage(chain.PENDING, str(error))
    for path in chain.strangers(archive, noted.files if noted else ()):
        yield Damage(path, "is not in any manifest")


def damages_of(archive: Archive, file: ArchivedFile) -> Iterator[Damage]:
    """Return what is wrong with one file."""
    path = archive.folder / file.path
    try:
        found = disk.sums_of(path)
    except FileNotFoundError:
        yield Damage(file.path, "is missing")
        return
    if found.sha256 == file.sha256:
        return
    if found.size_bytes != file.size_bytes:
        yield Damage(
            file.path, f"has {found.size_bytes:,} bytes, and was written with {file.size_bytes:,}"
        )
    blocks = differing_blocks(file.block_crcs, found.block_crcs)
    is_end_whole = not blocks or (blocks[-1][1] + 1) * BLOCK_BYTES <= end_of(path)
    for first, last in blocks:
        first_byte = first * BLOCK_BYTES
        last_byte = min((last + 1) * BLOCK_BYTES, file.size_bytes) - 1
        where = where_in(path, first_byte, last_byte) if is_end_whole else WITHOUT_END
        yield Damage(file.path, f"is damaged in bytes {first_byte:,} to {last_byte:,}: {where}")
    if not blocks and found.size_bytes == file.size_bytes:
        yield Damage(file.path, "is not as it was written")


def differing_blocks(expected: str, found: str) -> list[tuple[int, int]]:
    """Return the first and last number of each run of blocks that are not what they were."""
    runs: list[tuple[int, int]] = []
    for number in range(len(expected) // 8):
        place = slice(8 * number, 8 * number + 8)
        if expected[place] == found[place]:
            continue
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
