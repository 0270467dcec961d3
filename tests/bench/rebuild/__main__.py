"""`python -m tests.bench.rebuild`: rebuild, kill, compare; hold it to the goals."""

import sys
from pathlib import Path

import click
from rich.console import Console

from infra import clock
from tests.bench.command import run, tell
from tests.bench.machine import machine, versions
from tests.bench.plan import RebuildPlan
from tests.bench.rebuild.measure import measure
from tests.bench.report import Result
from tests.bench.services import own_stack


@click.command("rebuild")
@click.option("--events", default=100_000, show_default=True, type=click.IntRange(min=10_000))
@click.option("--processes", default=2, show_default=True, type=click.IntRange(min=1))
@click.option("--kills", default=3, show_default=True, type=click.IntRange(min=1))
@click.option("--seed", default=20261129, show_default=True)
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the result.")
def rebuild(json_file: Path | None, **sizes: int) -> int:
    """Time a rebuild beside a plain COPY of its rows and beside the way of a new event; kill it.

    It runs its own Kafka and TimescaleDB on free ports and removes them at the end. The exit code
    is 1 when a goal is missed.

    Example: `python -m tests.bench.rebuild --events 1000000 --kills 20`
    """
    progress = Console(stderr=True, highlight=False)
    at, where = clock.utc_now(), machine()
    plan = RebuildPlan(**sizes)
    with own_stack(progress.print) as settings:
        figures = measure(settings, plan, progress.print)
        result = Result(at, plan, where, versions(settings), figures)
    return tell(result, json_file)


if __name__ == "__main__":
    sys.exit(run(rebuild, "bench"))
