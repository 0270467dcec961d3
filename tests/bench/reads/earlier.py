"""An earlier commit of this project, and a database filled by its own code."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.errors import UsageError
from infra.settings import PASSWORDS, Settings
from tests.bench.plan import ReadPlan
from tests.bench.services import environment

ROOT = Path(__file__).parents[3]
# Run in the earlier tree: its own modules are found first. These names are older than any commit
# that is worth comparing with.
FILL = """
import os, sys
from infra.settings import Settings
from tests.bench.reads import filling
from tests.bench.reads.history import first_year
from tests.bench.services import fresh_database

def main():
    name, seed, events = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    own = fresh_database(Settings.from_environment(os.environ), name)
    blocks = first_year(seed, events // 10)
    say = lambda text: print(text, file=sys.stderr, flush=True)
    filling.fill_first_year(own, blocks, say)
    filling.fill_more_years(own, blocks[-1].last_seq, say)
    print(blocks[-1].last_seq)

if __name__ == "__main__":
    main()
"""


@contextmanager
def tree_of(commit: str) -> Iterator[Path]:
    """Give a folder with the project as it was at a commit; it is removed at the end.

    Raises UsageError when git knows no such commit.
    """
    with tempfile.TemporaryDirectory(prefix="muster-earlier-") as folder:
        packed = subprocess.run(
            ["git", "archive", commit], check=False, capture_output=True, cwd=ROOT
        )
        if packed.returncode:
            message = packed.stderr.decode().strip()
            raise UsageError(f"git cannot give the tree of {commit!r}: {message}")
        subprocess.run(["tar", "-x", "-C", folder], check=True, input=packed.stdout)
        yield Path(folder)


def fill(settings: Settings, tree: Path, name: str, plan: ReadPlan) -> int:
    """Let the earlier code fill a new database, and give how many events its first year has.

    Raises UsageError when the earlier code fails.
    """
    script = tree / "fill_ledger.py"
    script.write_text(FILL, encoding="utf-8")
    filled = subprocess.run(
        [sys.executable, script, name, str(plan.seed), str(plan.events)],
        check=False,
        stdout=subprocess.PIPE,
        text=True,
        cwd=tree,
        env=environment(settings)
        | {"PYTHONPATH": str(tree), "PGPASSFILE": str(settings.home / PASSWORDS)},
    )
    if filled.returncode:
        raise UsageError("the earlier code could not fill a ledger; what it said is above")
    return int(filled.stdout.split()[-1])
