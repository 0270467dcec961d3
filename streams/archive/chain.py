"""An archive on disk: its manifests, one after the other, and what is wrong with them."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from streams.archive import disk, manifest
from streams.archive.errors import ArchiveDamaged, ArchiveError, NoArchive
from streams.archive.manifest import ArchivedFile, Manifest, Pending

MANIFESTS = "manifest"
PENDING = f"{MANIFESTS}/pending.json"
README = "README.md"
LARGEST_MANIFEST_BYTES = 64 * 1024**2

_NAME = re.compile(r"(\d{6})-([0-9a-f]{64})\.json")


class Damage(NamedTuple):
    """What is wrong with an archive, and with which file of it."""

    path: str
    said: str


@dataclass(frozen=True, slots=True)
class Archive:
    """What the manifests of a folder say, oldest first."""

    folder: Path
    manifests: tuple[Manifest, ...]
    sha256s: tuple[str, ...]

    @property
    def newest(self) -> Manifest | None:
        """Return the manifest by which the whole archive stands; None: nothing was written yet."""
        return self.manifests[-1] if self.manifests else None

    @property
    def newest_sha256(self) -> str | None:
        """Return the hash of that manifest, which vouches for all before it."""
        return self.sha256s[-1] if self.sha256s else None

    @property
    def files(self) -> list[ArchivedFile]:
        """Return every file of the archive, in the order in which they were written."""
        return [file for one in self.manifests for file in one.files]

    def whole(self, table: str) -> ArchivedFile | None:
        """Return the file that holds a table that is written as a whole; None: it has none yet."""
        path = self.newest.whole.get(table) if self.newest else None
        return next((file for file in self.files if file.path == path), None)


def is_archive(folder: Path) -> bool:
    """Tell whether a folder is an archive, if only of a write that has just begun."""
    return (folder / MANIFESTS).is_dir()


def read(folder: Path, up_to: int | None = None) -> Archive:
    """Return an archive up to one of its manifests; raise ArchiveDamaged unless they agree."""
    archive, damages = look(folder, up_to)
    for damage in damages:
        raise ArchiveDamaged(f"{folder / damage.path}: {damage.said}")
    if up_to is not None and (not archive.newest or archive.newest.number != up_to):
        raise ArchiveError(f"{folder} has no manifest {up_to}; `muster archive list {folder}`")
    return archive


def look(folder: Path, up_to: int | None = None) -> tuple[Archive, list[Damage]]:
    """Return what can be read of an archive, and what is wrong with its manifests."""
    if not is_archive(folder):
        raise NoArchive(
            f"{folder} is no archive; name a folder that `muster archive write` has written"
        )
    damages: list[Damage] = []
    found = sorted(_manifests(folder, damages, up_to), key=lambda one: one[0].number)
    archive = Archive(folder, tuple(one for one, _ in found), tuple(sha for _, sha in found))
    damages += [
        Damage(MANIFESTS, said)
        for said in manifest.disagreements(archive.manifests, archive.sha256s)
    ]
    return archive, damages


def pending(folder: Path) -> Pending | None:
    """Return the files of a write that has not ended, if there is one."""
    try:
        content = (folder / PENDING).read_bytes()
    except FileNotFoundError:
        return None
    return manifest.decode_pending(content, str(folder / PENDING))


def _manifests(
    folder: Path, damages: list[Damage], up_to: int | None
) -> Iterator[tuple[Manifest, str]]:
    for path in sorted((folder / MANIFESTS).iterdir()):
        where = f"{MANIFESTS}/{path.name}"
        name = _NAME.fullmatch(path.name)
        if where == PENDING or (name and up_to is not None and int(name[1]) > up_to):
            continue
        if name is None or path.stat().st_size > LARGEST_MANIFEST_BYTES:
            damages.append(Damage(where, "no archive has such a manifest"))
            continue
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != name[2]:
            damages.append(Damage(where, "its bytes are not what its name says: damaged"))
            continue
        try:
            one = manifest.decode(content, str(path))
        except ArchiveDamaged as error:
            damages.append(Damage(where, str(error)))
            continue
        if one.number != int(name[1]):
            damages.append(Damage(where, f"says that it is manifest {one.number}"))
            continue
        yield one, name[2]


def strangers(archive: Archive, noted: Iterable[ArchivedFile]) -> Iterator[str]:
    """Return the files in the folder that neither a manifest nor an unfinished write names."""
    known = {file.path for file in (*archive.files, *noted)} | {README, disk.LOCK}
    for path in sorted(archive.folder.rglob("*")):
        where = path.relative_to(archive.folder).as_posix()
        is_ours = where in known or where.split("/")[0] in (MANIFESTS, disk.PARTIAL)
        if not path.is_dir() and not is_ours:
            yield where


def is_unfinished(folder: Path) -> bool:
    """Tell whether a write to an archive was killed, or goes on."""
    return (folder / PENDING).exists()
