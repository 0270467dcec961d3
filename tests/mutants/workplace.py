"""A copy of the project in which one file is wrong, and the tests that should say so."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from infra.settings import Settings
from tests.mutants.sql_mutations import Mutation
from tests.support.stack import SHARED, environment

ROOT = Path(__file__).parents[2]
PARTS = ("schemas", "infra", "streams", "dashboard", "tests", "pyproject.toml")
UNUSED = shutil.ignore_patterns("node_modules", "__pycache__", "built", "screenshots")
# Whether the functions can be made at all: a fault that PostgreSQL refuses says nothing of tests.
LOADS = ("tests/contract/test_projections.py::test_every_projection_has_its_table",)
# Those that fail soonest come first; each is run only where those before it did not fail.
STEPS = (
    ("tests/spec",),
    ("tests/integration/database",),
    ("tests/property",),
)
LONGEST_S = 900


class Verdict(StrEnum):
    """What became of a fault."""

    CAUGHT = "caught"
    SURVIVED = "survived"
    REFUSED = "refused by PostgreSQL"


@dataclass(frozen=True)
class Mutant:
    """One fault in one file of the project."""

    path: Path  # from the root of the project
    mutation: Mutation

    def __str__(self) -> str:
        text = (ROOT / self.path).read_text()
        line = text.count("\n", 0, self.mutation.at) + 1
        was, becomes = " ".join(self.mutation.was.split()), self.mutation.becomes
        return f"{self.path}:{line} {self.mutation.fault}: {was} -> {becomes}"


class Workplace:
    """A copy of the project that is wrong in one place at a time."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._environment: Mapping[str, str] = {
            **environment(settings),
            "MUSTER_TEST_STACK": SHARED,
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def judge(self, mutant: Mutant, steps: tuple[tuple[str, ...], ...] = STEPS) -> Verdict:
        """Return whether one of these tests fails with this fault in its place."""
        place = self._folder / mutant.path
        right = place.read_text()
        place.write_text(mutant.mutation.applied(right))
        try:
            if self._fails(LOADS):
                return Verdict.REFUSED
            is_caught = any(self._fails(tests) for tests in steps)
            return Verdict.CAUGHT if is_caught else Verdict.SURVIVED
        finally:
            place.write_text(right)

    def _fails(self, tests: tuple[str, ...]) -> bool:
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
        try:
            done = subprocess.run(
                command,
                cwd=self._folder,
                env=dict(self._environment),
                capture_output=True,
                timeout=LONGEST_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return True
        return done.returncode != 0


@contextmanager
def workplace(settings: Settings) -> Iterator[Workplace]:
    """Give a copy of the project, which is gone at the end."""
    with TemporaryDirectory(prefix="muster-mutants-") as folder:
        for part in PARTS:
            source = ROOT / part
            copy = shutil.copytree if source.is_dir() else shutil.copy
            options = {"ignore": UNUSED} if source.is_dir() else {}
            copy(source, Path(folder) / part, **options)
        os.symlink(ROOT / "GLOSSARY.md", Path(folder) / "GLOSSARY.md")
        yield Workplace(Path(folder), settings)
