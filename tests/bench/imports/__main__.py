"""`python -m tests.bench.imports`: import a large table, and publish its events ready-made."""

import sys
from pathlib import Path

import click
from rich.console import Console

from infra import clock
from tests.bench.command import run, tell
from tests.bench.imports.measure import measure
from tests.bench.machine import machine, versions
from tests.bench.plan import ImportPlan
from tests.bench.report import Result
from tests.bench.services import own_stack


@click.command("imports")
@click.option("--rows", default=1_000_000, show_default=True, type=click.IntRange(min=1_000))
@click.option("--rounds", default=1, show_default=True, type=click.IntRange(min=1))
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the result.")
def imports(json_file: Path | None, **sizes: int) -> int:
    """Time `muster import` beside `muster publish` of the same events, and look at its memory.

    It runs its own Kafka and TimescaleDB on free ports and removes them at the end. The exit code
    is 1 when a goal is missed.

    Example: `python -m tests.bench.imports --rows 1000000`
    """
    progress = Console(stderr=True, highlight=False)
    at, where = clock.utc_now(), machine()
    plan = ImportPlan(seed=0, **sizes)  # nothing in it is left to chance
    with own_stack(progress.print) as settings:
        figures = measure(settings, plan, progress.print)
        result = Result(at, plan, where, versions(settings), figures)
    return tell(result, json_file)


if __name__ == "__main__":
    sys.exit(run(imports, "bench"))
