"""`muster up`, `down` and `status`: the local services from the command line."""

import signal
import sys
import threading
import time
from collections.abc import Sequence
from types import FrameType

import click
from rich import box
from rich.console import Console
from rich.table import Table

from infra.errors import UsageError
from infra.local.report import ServiceStatus, system
from infra.local.stack import Stack
from infra.settings import Settings

EXIT_DEGRADED = 1
EXIT_NOT_MIGRATED = 5  # as a worker leaves then
EXIT_NOT_ALL_UP = 69


@click.command()
@click.pass_obj
def up(settings: Settings) -> None:
    """Start Kafka and TimescaleDB, fetching them first where they are missing.

    Run again at any time: what is running stays as it is.

    Example: `muster up`
    """
    _heed_termination()
    Stack(settings).up(ProgressLines())


@click.command()
@click.option("--erase", is_flag=True, help="Also remove all data of both services.")
@click.option("--yes", is_flag=True, help="Really erase; without it the plan is shown.")
@click.pass_obj
def down(settings: Settings, *, erase: bool, yes: bool) -> None:
    """Stop Kafka and TimescaleDB; their data stays unless you erase it.

    Example: `muster down`

    Example: `muster down --erase --yes`
    """
    stack = Stack(settings)
    if erase and not yes:
        data = stack.home / "data"
        raise UsageError(
            f"this would stop both services and remove {data} (every event in Kafka and every row "
            "in TimescaleDB); add --yes to do it"
        )
    if yes and not erase:
        raise UsageError("--yes belongs to --erase")
    (stack.erase if erase else stack.down)(ProgressLines())


@click.command()
@click.pass_obj
def status(settings: Settings) -> int:
    """Show what runs, where, in which version, and whether events are stored.

    Leaves with 69 unless both services answer, with 5 when the database needs `muster migrate`,
    and with 1 when something keeps events from being stored: no worker, a paused partition, a
    source set aside, a full disk.

    Example: `muster status`
    """
    services = Stack(settings).status()
    console = Console(width=None if sys.stdout.isatty() else 140, highlight=False)
    console.print(_services_table(services))
    found = system(settings)
    if found.rows:
        console.print(_table(("in the database", ""), found.rows))
    for trouble in found.degraded:
        click.echo(f"degraded: {trouble}")
    if not all(service.is_answering for service in services):
        return EXIT_NOT_ALL_UP
    if not all(service.is_up for service in services):
        return EXIT_NOT_MIGRATED
    return EXIT_DEGRADED if found.degraded else 0


def _services_table(services: list[ServiceStatus]) -> Table:
    names = ("service", "provider", "version", "address", "state", "licence")
    rows = [[s.service, s.provider, s.version, s.address, s.state, s.licence] for s in services]
    return _table(names, rows)


def _table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in names:
        table.add_column(name.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


class ProgressLines:
    """Prints each report as one line on stderr with the seconds since the command began."""

    def __init__(self) -> None:
        """Remember when the command began."""
        self._began = time.monotonic()
        self._one_at_a_time = threading.Lock()

    def __call__(self, line: str) -> None:
        """Print one line."""
        with self._one_at_a_time:
            click.echo(f"[{time.monotonic() - self._began:5.1f} s] {line}", err=True)


def _heed_termination() -> None:
    """Make SIGTERM end the command as cleanly as Ctrl-C does."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
