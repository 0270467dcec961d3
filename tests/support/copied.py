"""A copy of the project, to do in it what must not be done to the project itself."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
PARTS = (
    "schemas",
    "infra",
    "streams",
    "dashboard",
    "tests",
    "pyproject.toml",
    "GLOSSARY.md",
    "CONTRIBUTING.md",
)
NPM_PARTS = "dashboard/node_modules"
UNUSED = shutil.ignore_patterns("node_modules", "__pycache__", "built", "screenshots")


@contextmanager
def copied() -> Iterator[Path]:
    """Give the folder of a copy, which is gone at the end."""
    with TemporaryDirectory(prefix="muster-copy-") as folder:
        for part in PARTS:
            source = ROOT / part
            if source.is_dir():
                shutil.copytree(source, Path(folder) / part, ignore=UNUSED)
            else:
                shutil.copy(source, Path(folder) / part)
        # What tests read of it is the same in a copy, and large.
        (Path(folder) / NPM_PARTS).symlink_to(ROOT / NPM_PARTS)
        yield Path(folder)
