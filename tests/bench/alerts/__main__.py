"""`python -m tests.bench.alerts`: evaluate many rules over a large ledger; hold it to the goal."""

import sys
from pathlib import Path

import click
from rich.console import Console

from infra import clock
from tests.bench.alerts.measure import measure
from tests.bench.command import run, tell
from tests.bench.machine import machine, versions
from tests.bench.plan import AlertPlan
from tests.bench.report import Result
from tests.bench.services import own_stack


@click.command("alerts")
@click.option("--events", default=1_000_000, show_default=True, type=click.IntRange(min=20_000))
@click.option("--rules", default=1000, show_default=True, type=click.IntRange(min=10))
@click.option(
    "--rights",
    default=10,
    show_default=True,
    type=click.IntRange(1, 32),
    help="How many different sets of labels their viewers read; each is asked for itself.",
)
@click.option("--rounds", default=20, show_default=True, type=click.IntRange(min=1))
@click.option("--seed", default=20261130, show_default=True)
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the result.")
def alerts(json_file: Path | None, **sizes: int) -> int:
    """Time the evaluation of rules after an event, by the process that users run.

    It runs its own Kafka and TimescaleDB on free ports and removes them at the end. The exit code
    is 1 when the goal is missed.

    Example: `python -m tests.bench.alerts --events 1000000 --rules 1000`
    """
    progress = Console(stderr=True, highlight=False)
    at, where = clock.utc_now(), machine()
    plan = AlertPlan(**sizes)
    with own_stack(progress.print) as settings:
        figures = measure(settings, plan, progress.print)
        result = Result(at, plan, where, versions(settings), figures)
    return tell(result, json_file)


if __name__ == "__main__":
    sys.exit(run(alerts, "bench"))
