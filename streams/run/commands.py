"""`muster worker`, and what its options ask of a worker that is running."""

import logging
import os
import sys
import time

import click

from infra import logs
from infra.settings import Settings
from streams.errors import Restart
from streams.run import resume as resuming
from streams.run import services


@click.command()
@click.option(
    "--resume",
    metavar="TOPIC/PARTITION",
    help="Let a paused partition go on, then work (unless another worker is running).",
)
@click.option(
    "--resume-source",
    metavar="SOURCE",
    help="Judge a source afresh that was set aside (`unknown`: records without a source).",
)
@click.option(
    "--accept-new-topic",
    metavar="TOPIC",
    help="Read a topic that was made anew, or that lost records, from its beginning.",
)
@click.option("--verbose", is_flag=True, help="Log in more detail.")
@click.pass_obj
def worker(
    settings: Settings,
    resume: str | None,
    resume_source: str | None,
    accept_new_topic: str | None,
    verbose: bool,
) -> None:
    """Store events as they come; any number of workers share the partitions.

    Example: `muster worker`

    Example: `muster worker --resume exercise-results/2`
    """
    # Faust takes half a second to import, which no other command need wait for.
    from streams.run import process  # noqa: PLC0415

    logs.configure(verbose=verbose)
    if verbose:
        logging.basicConfig(level=logging.INFO)  # of Faust and the Kafka client
    process.end_at_once_on_sigterm()
    services.wait_for_services(settings)
    if resume_source is not None:
        topics = resuming.resume_source(settings, resume_source)
        where = f"judged afresh on {', '.join(topics)}" if topics else "not set aside"
        click.echo(f"source {resume_source}: {where}")
        return
    if accept_new_topic is not None:
        resuming.accept_topic(settings, accept_new_topic)
    if resume is not None and resuming.resume_partition(settings, resume):
        click.echo(f"{resume} goes on; a worker is running")
        return
    try:
        process.work(settings)
    except Restart:
        time.sleep(services.RETRY_S)
        os.execv(sys.executable, [sys.executable, "-m", "infra.cli", "worker"])  # noqa: S606
