"""Files that are whole or not there, and what their bytes add up to."""

import errno
import fcntl
import hashlib
import io
import os
import shutil
import uuid
import zlib
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from infra.errors import InputOutputError
from streams.archive.errors import ArchiveError
from streams.archive.manifest import BLOCK_BYTES

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

PARTIAL = ".partial"  # what has no name yet; nobody who reads an archive looks there
LOCK = ".lock"
_READ_BYTES = 64 * BLOCK_BYTES
_NOT_HERE = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.ENOLCK)  # a mount cannot do it


class Sums(NamedTuple):
    """How long a file is, and what its bytes add up to."""

    size_bytes: int
    sha256: str
    block_crcs: str


class _Adding:
    """Adds up bytes as they come, block by block."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self._crcs: list[str] = []
        self._crc = 0
        self.size_bytes = 0

    def add(self, content: memoryview) -> None:
        self._sha256.update(content)
        while content:
            room = BLOCK_BYTES - self.size_bytes % BLOCK_BYTES
            part, content = content[:room], content[room:]
            self._crc = zlib.crc32(part, self._crc)
            self.size_bytes += len(part)
            if len(part) == room:
                self._crcs.append(f"{self._crc:08x}")
                self._crc = 0

    def sums(self) -> Sums:
        last = [f"{self._crc:08x}"] if self.size_bytes % BLOCK_BYTES else []
        return Sums(self.size_bytes, self._sha256.hexdigest(), "".join([*self._crcs, *last]))


class NewFile(io.RawIOBase):
    """A file without a name, until it is whole and on the disk."""

    def __init__(self, archive: Path) -> None:
        self._archive = archive
        self._partial = archive / PARTIAL / uuid.uuid4().hex
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
        self._file = os.open(self._partial, flags, 0o600)
        self._adding = _Adding()

    def writable(self) -> bool:
        """Return that it can be written."""
        return True

    def write(self, content: "ReadableBuffer", /) -> int:
        """Write all of it."""
        with memoryview(content).cast("B") as view:
            left = view
            while left:
                left = left[os.write(self._file, left) :]
            self._adding.add(view)
            return len(view)

    def tell(self) -> int:
        """Return how much has been written."""
        return self._adding.size_bytes

    def sums(self) -> Sums:
        """Return what was written until now adds up to."""
        return self._adding.sums()

    def settle(self) -> None:
        """Return once all of it is on the disk."""
        os.fsync(self._file)

    def name_it(self, path: str) -> None:
        """Give it its name, and return once the name is on the disk too."""
        target = self._archive / path
        make_folder(target.parent)
        self.settle()
        self._partial.rename(target)
        sync_folder(target.parent)

    def close(self) -> None:
        """Take it away, unless it has its name."""
        if self.closed:
            return
        super().close()
        os.close(self._file)
        self._partial.unlink(missing_ok=True)


def write(archive: Path, path: str, content: bytes) -> None:
    """Put a small file in its place, whole, whatever was there before."""
    with NewFile(archive) as file:
        file.write(content)
        file.name_it(path)


def remove(archive: Path, path: str) -> None:
    """Take a file away, if it is there."""
    target = archive / path
    target.unlink(missing_ok=True)
    if target.parent.exists():
        sync_folder(target.parent)


def make_folder(folder: Path) -> None:
    """Make a folder for its owner alone, and those above it up to one that is there."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Return once the names in a folder are on the disk, where the mount can say so."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NOT_HERE:
            raise
    finally:
        os.close(descriptor)


@contextmanager
def only_writer(archive: Path) -> Generator[None]:
    """Let nobody else write, and take away what a killed writer left without a name."""
    with (archive / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ArchiveError(f"somebody else writes to {archive}; wait for it to end") from None
        except OSError as error:
            if error.errno not in _NOT_HERE:
                raise
        with suppress(FileNotFoundError):
            shutil.rmtree(archive / PARTIAL)
        make_folder(archive / PARTIAL)
        yield


def sums_of(path: Path) -> Sums:
    """Return what the bytes of a file add up to; raise FileNotFoundError where there is none."""
    adding = _Adding()
    try:
        with path.open("rb", buffering=0) as file:
            while content := file.read(_READ_BYTES):
                adding.add(memoryview(content))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise InputOutputError(f"{path} cannot be read: {error}") from error
    return adding.sums()
