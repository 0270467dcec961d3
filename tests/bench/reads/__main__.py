"""`python -m tests.bench.reads`: fill a ledger, time every read function, hold it to the goals."""

import sys
from dataclasses import replace
from pathlib import Path

import click
from psycopg.conninfo import make_conninfo
from rich.console import Console

from infra import clock
from infra.settings import Settings
from tests.bench.command import run, tell
from tests.bench.machine import machine, versions
from tests.bench.reads.against import against
from tests.bench.reads.measure import ReadPlan, measure
from tests.bench.report import Result
from tests.bench.services import fresh_database, own_stack


@click.command("reads")
@click.option("--events", default=1_000_000, show_default=True, type=click.IntRange(min=20_000))
@click.option("--rounds", default=7, show_default=True, type=click.IntRange(min=1))
@click.option("--seed", default=20261123, show_default=True)
@click.option("--against", "commit", metavar="COMMIT", help="Compare with an earlier commit.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the result.")
def reads(events: int, rounds: int, seed: int, commit: str | None, json_file: Path | None) -> int:
    """Time the read functions over a ledger of ten years, now and as known five years ago.

    It runs its own Kafka and TimescaleDB on free ports and removes them at the end. A million
    events take some minutes, ten million half an hour. The exit code is 1 when a goal is missed.

    Example: `python -m tests.bench.reads --events 1000000 --json reads.json`
    """
    progress = Console(stderr=True, highlight=False)
    at, where = clock.utc_now(), machine()
    plan = ReadPlan(seed, events, rounds)
    with own_stack(progress.print) as settings:
        if commit is not None:
            figures = against(_quiet(settings), plan, commit, progress.print)
        else:
            own = fresh_database(_quiet(settings), "reads")
            figures = measure(own, plan, progress.print)
        result = Result(at, plan, where, versions(settings), figures)
    return tell(result, json_file)


def _quiet(settings: Settings) -> Settings:
    """Give settings whose sessions count days as the read functions do."""
    return replace(settings, conninfo=make_conninfo(settings.conninfo, options="-c timezone=UTC"))


if __name__ == "__main__":
    sys.exit(run(reads, "reads"))
