"""`python -m tests.bench.reads`: fill a ledger, time every read function, hold it to the goals."""

import signal
import sys
from dataclasses import replace
from pathlib import Path

import click
from psycopg.conninfo import make_conninfo
from rich.console import Console

from infra import clock
from infra.errors import MusterError
from infra.settings import Settings
from tests.bench.figures import missed
from tests.bench.machine import machine, versions
from tests.bench.reads.against import against
from tests.bench.reads.measure import ReadPlan, measure
from tests.bench.report import Result, show, write_json
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
    show(result, Console())
    if json_file is not None:
        write_json(result, json_file)
    return 1 if missed(figures) else 0


def _quiet(settings: Settings) -> Settings:
    """Give settings whose sessions count days as the read functions do."""
    return replace(settings, conninfo=make_conninfo(settings.conninfo, options="-c timezone=UTC"))


def main() -> int:
    """Run the command, and give its exit code; a failure is one line."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return reads(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("reads: stopped", err=True)
        return 130
    except MusterError as error:
        click.echo(f"reads: {error}", err=True)
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
