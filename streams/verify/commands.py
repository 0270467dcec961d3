"""`muster verify`: every comparison as a table or as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict

import click

from infra.errors import ServiceUnavailable
from infra.settings import Settings
from infra.unread import Unread, said
from streams.verify import checks
from streams.verify.checks import Finding


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
    unread = checks.unread(settings)
    findings = checks.verify(settings)
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
