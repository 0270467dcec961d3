"""`python -m tests.bench.rebuild`: rebuild, kill, compare; hold it to the goals."""

import signal
import sys
from pathlib import Path

import click
from rich.console import Console

from infra import clock
from infra.errors import MusterError
from tests.bench.figures import missed
from tests.bench.machine import machine, versions
from tests.bench.plan import RebuildPlan
from tests.bench.rebuild.measure import measure
from tests.bench.report import Result, show, write_json
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
    show(result, Console())
    if json_file is not None:
        write_json(result, json_file)
    return 1 if missed(figures) else 0


def main() -> int:
    """Run the command, and give its exit code; a failure is one line."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return rebuild(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("bench: stopped", err=True)
        return 130
    except MusterError as error:
        click.echo(f"bench: {error}", err=True)
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
