"""A copy of the project in which somebody adds something, and what its checks say."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from infra.settings import Settings
from tests.support.copied import copied
from tests.support.stack import SHARED, environment

LONGEST_S = 600


class Place:
    """A copy of the project."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._environment: Mapping[str, str] = {
            **environment(settings),
            "MUSTER_TEST_STACK": SHARED,
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        # What a command that failed said: it may name what is missing before any check does.
        self._failures: list[str] = []

    def add(self, path: str, text: str) -> None:
        """Write a file that is not there yet."""
        file = self._folder / path
        assert not file.exists(), path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def put(self, path: str, before: str, text: str) -> None:
        """Put a text before another one that stands in a file once."""
        file = self._folder / path
        old = file.read_text()
        assert old.count(before) == 1, f"{path} has {before!r} {old.count(before)} times"
        file.write_text(old.replace(before, text + before))

    def run(self, module: str) -> None:
        """Run a module of the copy, as `python -m` does."""
        done = self._python(module)
        if done.returncode:
            self._failures.append(done.stdout)

    def complaints(self, checks: Sequence[str]) -> str:
        """Give all that these checks, and the commands before them, say is wrong."""
        done = self._python("pytest", "-q", "-p", "no:cacheprovider", *checks)
        return "\n".join([*self._failures, done.stdout if done.returncode else ""]).strip()

    def _python(self, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=self._folder,
            env=dict(self._environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LONGEST_S,
            check=False,
        )


@contextmanager
def place(settings: Settings) -> Iterator[Place]:
    """Give a copy of the project, which is gone at the end."""
    with copied() as folder:
        yield Place(folder, settings)
