"""The commands of the stream: `muster worker` and `muster verify`."""

import json
import logging
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict

import click

from infra import logs
from infra.errors import ServiceUnavailable
from infra.settings import Settings
from infra.unread import Unread, said
from streams import services
from streams import verify as verifying
from streams.verify import Finding


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
    # Faust takes half a second to import, which `muster verify` need not wait for.
    from streams import worker as running  # noqa: PLC0415

    logs.configure(verbose=verbose)
    if verbose:
        logging.basicConfig(level=logging.INFO)  # of Faust and the Kafka client
    running.end_at_once_on_sigterm()
    services.wait_for_services(settings)
    if resume_source is not None:
        topics = running.resume_source(settings, resume_source)
        where = f"judged afresh on {', '.join(topics)}" if topics else "not set aside"
        click.echo(f"source {resume_source}: {where}")
        return
    if accept_new_topic is not None:
        running.accept(settings, accept_new_topic)
    if resume is not None and running.resume(settings, resume):
        click.echo(f"{resume} goes on; a worker is running")
        return
    try:
        running.work(settings)
    except running.Restart:
        time.sleep(services.RETRY_S)
        os.execv(sys.executable, [sys.executable, "-m", "infra.cli", "worker"])  # noqa: S606


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
@click.option(
    "--all-read",
    is_flag=True,
    help="Also fail (exit 1) while acknowledged records are unread, or 69 if Kafka is away.",
)
@click.pass_obj
def verify(settings: Settings, as_json: bool, all_read: bool) -> int:
    """Check that ledger, checkpoints, dead letters and projections agree; exit 1 if they do not.

    What the broker has acknowledged and nobody has stored yet is counted as unread. Workers may
    be at it just now, so it is no failure unless you ask for it.

    Example: `muster verify`

    Example: `muster verify --all-read`
    """
    unread = verifying.unread(settings)
    findings = verifying.verify(settings)
    click.echo(_as_json(findings, unread) if as_json else _as_table(findings, unread))
    if not all(finding.is_ok for finding in findings):
        return 1
    return _unread_code(unread) if all_read else 0


def _unread_code(unread: Sequence[Unread] | None) -> int:
    if unread is None:
        return ServiceUnavailable.exit_code
    return 1 if unread else 0


def _as_json(findings: Sequence[Finding], unread: Sequence[Unread] | None) -> str:
    rows = [asdict(finding) | {"is_ok": finding.is_ok} for finding in findings]
    where = None if unread is None else [one._asdict() for one in unread]
    return json.dumps({"comparisons": rows, "unread": where}, indent=2)


def _as_table(findings: Sequence[Finding], unread: Sequence[Unread] | None) -> str:
    rows = [("", "check", "of", "found"), *map(_row, findings)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = ["  ".join((*map(str.ljust, row[:3], widths), row[3])).rstrip() for row in rows]
    wrong = sum(not finding.is_ok for finding in findings)
    return "\n".join(
        [
            *lines,
            "",
            f"{wrong} of {len(findings)} comparisons fail"
            if wrong
            else f"all {len(findings)} comparisons hold",
            "unread: unknown, the broker does not answer"
            if unread is None
            else f"unread: {said(unread)}",
        ]
    )


def _row(finding: Finding) -> tuple[str, str, str, str]:
    if finding.is_ok:
        return "ok", finding.check, finding.of, finding.found
    said = f"{finding.found}, expected {finding.expected}"
    if finding.first_difference:
        said += f"; first: {finding.first_difference}"
    return "WRONG", finding.check, finding.of, said
