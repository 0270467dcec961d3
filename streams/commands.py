"""The commands of the stream: `muster worker` and `muster verify`."""

import os
import sys
import time

import click

from infra import logs
from infra.settings import Settings


@click.command()
@click.option(
    "--resume",
    metavar="TOPIC/PARTITION",
    help="Let a paused partition go on, then work (unless another worker is running).",
)
@click.option(
    "--accept-new-topic",
    metavar="TOPIC",
    help="Read a topic that was made anew, or that lost records, from its beginning.",
)
@click.option("--verbose", is_flag=True, help="Log in more detail.")
@click.pass_obj
def worker(
    settings: Settings, resume: str | None, accept_new_topic: str | None, verbose: bool
) -> None:
    """Store events as they come; any number of workers share the partitions.

    Example: `muster worker`
    """
    from streams import worker as running

    logs.configure(verbose=verbose)
    running.end_at_once_on_sigterm()
    running.wait_for_services(settings)
    if accept_new_topic is not None:
        running.accept(settings, accept_new_topic)
    if resume is not None and running.resume(settings, resume):
        click.echo(f"{resume} goes on; a worker is running")
        return
    try:
        running.work(settings)
    except running.Restart:
        time.sleep(running.RETRY_S)
        os.execv(sys.executable, [sys.executable, "-m", "infra.cli", "worker"])  # noqa: S606
