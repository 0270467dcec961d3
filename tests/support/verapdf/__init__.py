"""Whether a PDF is what PDF/UA-1 asks, as veraPDF judges it; fetched once, as the broker is."""

import fcntl
import os
import subprocess
import tempfile
from pathlib import Path

from infra.settings import Settings

VERSION = "1.30.2"
JAR = f"cli-{VERSION}.jar"
PROGRAM = "org.verapdf.apps.GreenfieldCliWrapper"
HERE = Path(__file__).parent


def verdict(file: Path) -> str:
    """Give PASS, or all that is wrong."""
    judged = subprocess.run(
        ["java", "-cp", str(_jar()), PROGRAM, "-f", "ua1", "--format", "text", "-v", str(file)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = judged.stdout.strip()
    return "PASS" if said.startswith("PASS ") and judged.returncode == 0 else said


def _jar() -> Path:
    """Give the jar; one test fetches it, others wait."""
    parts = Settings.from_environment(os.environ).parts
    parts.mkdir(parents=True, exist_ok=True)
    there = parts / f"verapdf-{VERSION}" / JAR
    with (parts / "verapdf.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not there.exists():
            _fetch(there)
    return there


def _fetch(there: Path) -> None:
    with tempfile.TemporaryDirectory(dir=there.parent.parent) as work:
        subprocess.run(
            [
                *("mvn", "-q", "-B", "-C", "-f", str(HERE / "pom.xml")),
                f"-Dmaven.repo.local={work}/repository",
                "dependency:copy-dependencies",
                f"-DoutputDirectory={work}/libs",
            ],
            check=True,
            capture_output=True,
            timeout=170,
        )
        there.parent.mkdir(exist_ok=True)
        Path(work, "libs", JAR).rename(there)
