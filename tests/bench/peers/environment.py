"""Where the packages of a peer lie that does not go with ours."""

import hashlib
import subprocess
from pathlib import Path

from infra.errors import MissingTool
from infra.local.host import Report

ROOT = Path(__file__).parents[3]


def packages(peer: str) -> Path:
    """Give the folder with the packages of one peer, as its lock names them."""
    lock = Path(__file__).with_name(f"{peer}.lock")
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    return ROOT / ".cache/peers" / f"{peer}-{digest}"


def provide(report: Report) -> None:
    """Install the peers' packages where they are missing.

    Raises MissingTool when that fails: no network, say.
    """
    report("the peers' packages")
    done = subprocess.run(["sh", "infra/setup.sh", "peers"], check=False, cwd=ROOT)
    if done.returncode:
        raise MissingTool("the peers could not be installed; what set-up said is above")
