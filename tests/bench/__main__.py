"""`python -m tests.bench`: measure, print one table, fail when a goal is missed."""

import sys
from pathlib import Path

import click
from rich.console import Console

from infra import clock
from tests.bench.command import run, tell
from tests.bench.figures import figures_of, goals_with
from tests.bench.machine import machine, versions
from tests.bench.measure import measure
from tests.bench.plan import FULL, PARTS, QUICK, Part
from tests.bench.report import Result
from tests.bench.services import own_stack

WIDE = 120  # in a file nothing is cut


@click.command("bench")
@click.option("--quick", is_flag=True, help="A little of each: proves that it runs.")
@click.option("--only", type=click.Choice(PARTS), help="Measure this part and no other.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the result.")
@click.option("--goal", "changes", multiple=True, metavar="NAME=VALUE", help="Set a goal anew.")
def bench(quick: bool, only: Part | None, json_file: Path | None, changes: tuple[str, ...]) -> int:
    """Measure what Muster must reach, against a limit and a peer in the same run.

    It runs its own Kafka and TimescaleDB on free ports and removes them at the end; some
    minutes. The exit code is 1 when a goal is missed.

    Example: `python -m tests.bench --json bench.json`
    """
    plan, goals = QUICK if quick else FULL, goals_with(changes)
    parts = PARTS if only is None else (only,)
    progress = Console(stderr=True, highlight=False)
    at, where = clock.utc_now(), machine()
    with own_stack(progress.print) as settings:
        figures = figures_of(measure(settings, plan, parts, progress.print), goals)
        result = Result(at, plan, where, versions(settings), figures)
    return tell(result, json_file, width=None if sys.stdout.isatty() else WIDE)


if __name__ == "__main__":
    sys.exit(run(bench, "bench"))
