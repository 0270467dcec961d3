"""Archives that something has happened to, and what databases hold, to be compared."""

import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from infra.settings import Settings
from streams.archive import chain, checking, disk, manifest
from streams.archive.chain import Damage
from streams.archive.contents import ARCHIVED
from streams.archive.manifest import Manifest
from streams.archive.progress import Report
from streams.store.tables.session import open_session
from streams.verify import comparison
from tests.support.instance import MUSTER
from tests.support.stack import environment


def unseen(_: int) -> Report:
    """Take how much there is to do, and give what is told of it and says nothing."""
    return lambda _: None


class Flip(NamedTuple):
    """One byte of one file, and what is done to it."""

    path: str
    place: int
    mask: int

    def do(self, folder: Path) -> None:
        """Do it, or undo it."""
        with (folder / self.path).open("r+b") as file:
            file.seek(self.place)
            was = file.read(1)[0]
            file.seek(self.place)
            file.write(bytes([was ^ self.mask]))


def flips(folder: Path, dice: random.Random, count: int) -> Iterator[Flip]:
    """Give so many bytes to flip, anywhere in any file of an archive."""
    files = [
        (path.relative_to(folder).as_posix(), path.stat().st_size)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.stat().st_size
    ]
    for _ in range(count):
        # Half of them in any file, half of them in any byte: most bytes are in few files.
        weights = None if dice.random() < 0.5 else [size for _, size in files]
        ((path, size),) = dice.choices(files, weights)
        yield Flip(path, dice.randrange(size), dice.randrange(1, 256))


def damages(folder: Path) -> list[Damage]:
    """Give all that is wrong with an archive."""
    found, wrong = chain.look(folder)
    return [*wrong, *checking.damages(found, unseen), *checking.others(found)]


def damages_by(flip: Flip, folder: Path) -> list[Damage]:
    """Give what is found wrong when only what the flip is in is looked at."""
    found, wrong = chain.look(folder)
    file = next((one for one in found.files if one.path == flip.path), None)
    more = checking.others(found) if file is None else checking.damages_of(found, file)
    return [*wrong, *more]


def is_located(damage: Damage, flip: Flip) -> bool:
    """Tell whether a damage names the file that was flipped, and where in it."""
    if damage.path != flip.path:
        return False
    if not flip.path.endswith(".parquet"):
        return True
    first, _, rest = damage.said.removeprefix("is damaged in bytes ").partition(" to ")
    last, _, where = rest.partition(": ")
    span = (int(first.replace(",", "")), int(last.replace(",", "")))
    return span[0] <= flip.place <= span[1] and where != ""


def write_until(settings: Settings, folder: Path, number: int) -> int:
    """Write an archive and be killed before the n-th change of its folder; give the exit code."""
    dying = [sys.executable, "-m", "tests.support.dying", str(number), str(folder)]
    return subprocess.run(
        [*dying, "archive", "write", str(folder)],
        env=dict(environment(settings)),
        capture_output=True,
        timeout=600,
        check=False,
    ).returncode


def restore_until(settings: Settings, folder: Path, seconds: float) -> int:
    """Restore an archive and be killed after so many seconds; give the exit code."""
    process = subprocess.Popen(
        [MUSTER, "archive", "restore", str(folder)],
        env=dict(environment(settings)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with suppress(subprocess.TimeoutExpired):
        return process.wait(seconds)
    process.kill()
    return process.wait(10)


def forge(folder: Path, path: str, content: bytes, **changed: object) -> None:
    """Put another file in the place of one, and a manifest that vouches for it."""
    (folder / path).write_bytes(content)
    found = chain.read(folder)
    assert len(found.manifests) == 1
    (one,) = found.manifests
    sums = disk.sums_of(folder / path)._asdict()
    files = tuple(
        msgspec.structs.replace(file, **sums, **changed) if file.path == path else file
        for file in one.files
    )
    forge_manifest(folder, msgspec.structs.replace(one, files=files))


def forge_manifest(folder: Path, one: Manifest | dict[str, object]) -> None:
    """Put another manifest in the place of the only one."""
    (old,) = (folder / chain.MANIFESTS).iterdir()
    old.unlink()
    content = msgspec.json.encode(one)
    (old.parent / manifest.file_name(1, content)).write_bytes(content)


def copy_of(archive: Path, folder: Path) -> Path:
    """Give a copy of an archive that may be changed."""
    shutil.copytree(archive, folder)
    return folder


def state_of(settings: Settings) -> dict[str, tuple[int, object]]:
    """Give rows and checksum of every table that an archive holds or that follows from it."""
    found: dict[str, tuple[int, object]] = {}
    with open_session(settings.database("muster_owner")) as it:
        it.execute("set timezone = 'UTC'")
        for table in ARCHIVED:
            names = ", ".join(f'"{name}"' for name in table.names)
            query = (
                "select count(*), sum(hashtextextended(row("
                f"{names})::text, 0)::numeric) from muster.{table.name}"
            )
            row = it.execute(query).fetchone()  # type: ignore[arg-type]
            assert row is not None
            found[table.name] = row
        for table in comparison.COLUMNS:
            found[table] = tuple(comparison.summary(it, table, made_anew=False))
        row = it.execute("select seq, recorded_at from muster.head").fetchone()
        assert row is not None
        found["head"] = row
    return found
