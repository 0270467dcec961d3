"""Files that people drop on the page Import: one for each of them, on disk for an hour at most."""

import hashlib
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

LARGEST_BYTES = 32 * 1024**2
KEPT_S = 3600.0
MOST = 20  # of all people together
LONGEST_NAME = 120
_NOT_IN_NAMES = re.compile(r"[^\w .()+-]")


@dataclass(slots=True)
class Dropped:
    """A file of one viewer, what was found of it, and how far its import is."""

    viewer: str
    name: str
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    at: float = field(default_factory=time.monotonic)
    checked: str = ""  # what was checked last: only that may be imported
    stage: dict[str, Any] | None = None
    is_running: bool = False
    _folder: TemporaryDirectory[str] = field(
        default_factory=lambda: TemporaryDirectory(prefix="muster-import-")
    )

    @property
    def path(self) -> Path:
        """Give where it is."""
        return Path(self._folder.name) / self.name

    def beside(self, name: str, content: bytes) -> Path:
        """Put another file beside it, in a folder for this very content; give where it is."""
        folder = Path(self._folder.name) / hashlib.sha256(content).hexdigest()
        folder.mkdir(exist_ok=True)
        path = folder / name
        path.write_bytes(content)
        return path

    def unplaced(self, words: str) -> str:
        """Give words without where files are on this machine."""
        return re.sub(rf"{re.escape(self._folder.name)}/(?:[0-9a-f]{{64}}/)?", "", words)

    def forget(self) -> None:
        """Remove it from the disk."""
        self._folder.cleanup()


def name_of(given: str) -> str:
    """Give the name of a file as one that can be on any disk."""
    name = _NOT_IN_NAMES.sub("_", given.replace("\\", "/").rpartition("/")[2])
    return name.strip(" .-")[-LONGEST_NAME:].strip(" .-") or "table"


class Kept:
    """All files that were dropped and are not forgotten yet."""

    def __init__(self) -> None:
        self._files: dict[str, Dropped] = {}

    def keep(self, one: Dropped) -> bool:
        """Keep a file in the place of its viewer's last; False while there are too many."""
        for old in list(self._outdated(one.viewer)):
            self.forget(old)
        if len(self._files) >= MOST:
            return False
        self._files[one.id] = one
        return True

    def of(self, id: str, viewer: str) -> Dropped | None:
        """Give a file of this viewer; nobody learns of another's."""
        found = self._files.get(id)
        return found if found is not None and found.viewer == viewer else None

    def is_busy(self, viewer: str) -> bool:
        """Tell whether a file of this viewer is being imported."""
        return any(one.is_running for one in self._files.values() if one.viewer == viewer)

    def forget(self, one: Dropped) -> None:
        """Remove a file."""
        self._files.pop(one.id, None)
        one.forget()

    def close(self) -> None:
        """Remove all files."""
        for one in list(self._files.values()):
            self.forget(one)

    def _outdated(self, viewer: str) -> Iterator[Dropped]:
        for one in self._files.values():
            is_old = time.monotonic() - one.at > KEPT_S
            if not one.is_running and (one.viewer == viewer or is_old):
                yield one
