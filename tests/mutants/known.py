"""Faults that no test saw once, made again in a copy of the project."""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from tests.mutants.recording import ROOT

LIST = Path(__file__).with_name("known.toml")
PARTS = ("schemas", "infra", "streams", "dashboard", "tests", "pyproject.toml")
UNUSED = shutil.ignore_patterns("node_modules", "__pycache__", "built", "screenshots")
LONGEST_S = 170


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fault of one file, and the tests that see it."""

    name: str
    path: str
    was: str
    becomes: str
    tests: tuple[str, ...]


class Displaced(LookupError):
    """What a fault changes is not in its file as it is said to be."""


def known() -> tuple[Known, ...]:
    """Return every fault that is listed."""
    listed = tomllib.loads(LIST.read_text("utf-8"))["fault"]
    return msgspec.convert(tuple(listed), tuple[Known, ...])


@contextmanager
def copy_of_the_project() -> Iterator[Path]:
    """Give a copy of what tests need, which is gone at the end."""
    with TemporaryDirectory(prefix="muster-mutants-") as folder:
        for part in PARTS:
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, Path(folder) / part, ignore=UNUSED)
            else:
                shutil.copy(ROOT / part, Path(folder) / part)
        os.symlink(ROOT / "GLOSSARY.md", Path(folder) / "GLOSSARY.md")
        yield Path(folder)


@contextmanager
def made(fault: Known, folder: Path) -> Iterator[None]:
    """Have a fault in its file, and then as it was."""
    place = folder / fault.path
    right = place.read_text()
    if right.count(fault.was) != 1:
        raise Displaced(
            f"{fault.name!r}: {fault.path} holds what is changed {right.count(fault.was)} times; "
            f"say in {LIST.name} where it stands now"
        )
    place.write_text(right.replace(fault.was, fault.becomes))
    try:
        yield
    finally:
        place.write_text(right)


def outcome(
    folder: Path, tests: tuple[str, ...], environment: Mapping[str, str]
) -> tuple[int, str]:
    """Run tests in a copy until one fails; return the exit code of pytest, and what it said."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    done = subprocess.run(
        command,
        cwd=folder,
        env=dict(environment),
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr
