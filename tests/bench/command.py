"""What all commands of the benchmark share: how they are stopped, how a result is told."""

import signal
from pathlib import Path

import click
from rich.console import Console

from infra.errors import MusterError
from tests.bench.figures import missed
from tests.bench.report import Result, show, write_json


def run(command: click.Command, name: str) -> int:
    """Run a command, and give its exit code; a failure is one line that begins with the name."""
    # A supervisor that ends us must find nothing left either.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return command(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(f"{name}: stopped", err=True)
        return 130
    except MusterError as error:
        click.echo(f"{name}: {error}", err=True)
        return error.exit_code


def tell(result: Result, json_file: Path | None, width: int | None = None) -> int:
    """Show a result, write it where it is wanted, and give 1 when a goal is missed, else 0."""
    show(result, Console(width=width))
    if json_file is not None:
        write_json(result, json_file)
    return 1 if missed(result.figures) else 0
