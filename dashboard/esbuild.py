"""Modules become one file by esbuild, which set-up brings from npm: a program without Node."""

import subprocess
from pathlib import Path

from dashboard.errors import NotBuilt

PACKAGES = Path(__file__).parent / "node_modules"
# Browsers of two years ago: whoever runs older ones is told so by what does not work.
_TARGETS = "chrome130,edge130,firefox132,safari18"
_WITHIN_S = 60


def one_file(entry: Path) -> bytes:
    """Give a script or a style sheet with all that it imports, as small as it can be written."""
    command = [
        str(_program()),
        entry.name,
        "--bundle",
        "--minify",
        "--format=iife",
        "--charset=utf8",
        "--external:*.woff2",
        "--log-level=warning",
        f"--target={_TARGETS}",
    ]
    done = subprocess.run(
        command, cwd=entry.parent, capture_output=True, timeout=_WITHIN_S, check=False
    )
    if done.returncode or done.stderr:
        raise NotBuilt(f"{entry.name} cannot be built:\n{done.stderr.decode().strip()}")
    return done.stdout


def _program() -> Path:
    found = sorted(PACKAGES.glob("@esbuild/*/bin/esbuild"))
    if not found:
        raise NotBuilt("esbuild is not there: run `make setup` where npm's registry answers")
    return found[0]
