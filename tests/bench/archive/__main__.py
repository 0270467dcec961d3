"""`python -m tests.bench.archive`: archive, damage, kill, restore; hold it to the goals."""

import sys
import tempfile
from pathlib import Path

import click
from rich.console import Console

from infra import clock
from tests.bench.archive.measure import measure
from tests.bench.command import run, tell
from tests.bench.machine import machine, versions
from tests.bench.plan import ArchivePlan
from tests.bench.report import Result
from tests.bench.services import own_stack


@click.command("archive")
@click.option("--events", default=100_000, show_default=True, type=click.IntRange(min=10_000))
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(min=1))
@click.option("--flips", default=500, show_default=True, type=click.IntRange(min=1))
@click.option("--truncations", default=20, show_default=True, type=click.IntRange(min=1))
@click.option("--kills", default=3, show_default=True, type=click.IntRange(min=1))
@click.option("--seed", default=20261129, show_default=True)
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the result.")
def archive(json_file: Path | None, **sizes: int) -> int:
    """Time an archive beside plain Parquet, damage it, kill what writes and restores it.

    It runs its own Kafka and TimescaleDB on free ports and removes them at the end. The exit code
    is 1 when a goal is missed.

    Example: `python -m tests.bench.archive --events 1000000 --flips 10000 --truncations 100
    --kills 20`
    """
    progress = Console(stderr=True, highlight=False)
    at, where = clock.utc_now(), machine()
    plan = ArchivePlan(**sizes)
    with (
        own_stack(progress.print) as settings,
        tempfile.TemporaryDirectory(prefix="muster-bench-archive-") as folder,
    ):
        figures = measure(settings, plan, Path(folder), progress.print)
        result = Result(at, plan, where, versions(settings), figures)
    return tell(result, json_file)


if __name__ == "__main__":
    sys.exit(run(archive, "bench"))
