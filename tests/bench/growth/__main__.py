"""`python -m tests.bench.growth`: ledgers of several sizes side by side, and what grows how."""

import sys
from pathlib import Path

import click
from rich.console import Console

from infra import clock
from tests.bench.command import run
from tests.bench.growth.figures import figures_of, show
from tests.bench.growth.measure import measure
from tests.bench.machine import machine, versions
from tests.bench.plan import GrowthPlan
from tests.bench.report import Result, write_json
from tests.bench.services import own_stack


@click.command("growth")
@click.option(
    "--events",
    "sizes",
    multiple=True,
    default=(10_000, 100_000, 1_000_000),
    show_default=True,
    type=click.IntRange(min=10_000),
    help="A size; say it several times.",
)
@click.option("--seed", default=20261123, show_default=True)
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the result.")
def growth(sizes: tuple[int, ...], seed: int, json_file: Path | None) -> int:
    """Weigh ledgers of several sizes, and time what people wait for with each of them.

    It runs its own Kafka and TimescaleDB on free ports and removes them at the end. Ten million
    events take three quarters of an hour and 30 GB of disk.

    Example: `python -m tests.bench.growth --events 10000 --events 100000 --json growth.json`
    """
    progress = Console(stderr=True, highlight=False)
    at, where = clock.utc_now(), machine()
    plan = GrowthPlan(seed, tuple(sorted(set(sizes))))
    with own_stack(progress.print) as settings:
        found = measure(settings, plan, progress.print)
        result = Result(at, plan, where, versions(settings), figures_of(found))
    show(found, Console())
    if json_file is not None:
        write_json(result, json_file)
    return 0


if __name__ == "__main__":
    sys.exit(run(growth, "growth"))
