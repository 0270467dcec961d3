"""What is said about an import: in short on the terminal, all of it in a file."""

import csv
from collections.abc import Iterator
from pathlib import Path

import click

from infra.errors import InputOutputError
from streams.imports.findings import Findings, Group
from streams.imports.plan import Became, Plan

GROUPS = 20
FIRST = 3
FIRST_ROWS = 5
ReportRow = tuple[int | str, str, str, str, str]


def counts(findings: Findings) -> str:
    """Return the counts of the rows as one phrase."""
    rows = f"{findings.rows:,} rows"
    if findings.file_rows is not None:
        rows = f"{findings.file_rows:,} rows, made {rows} by the query"
    return (
        f"{rows}, {findings.events:,} events, "
        f"{findings.empty_rows:,} skipped, {findings.refused_rows:,} refused"
    )


def say_findings(findings: Findings, *, of_each: int = FIRST) -> None:
    """Say on stderr what was refused, skipped or decided, each with its first rows."""
    groups = findings.groups()
    for group in groups[:GROUPS]:
        _say_group(group, of_each)
    if len(groups) > GROUPS:
        click.echo(f"... and {len(groups) - GROUPS:,} more reasons (see --report)", err=True)
    for reason, rows in findings.skipped.items():
        click.echo(f"skipped {len(rows):,}: {reason}", err=True)
    for note, rows in sorted(findings.notes.items(), key=lambda item: -len(item[1])):
        click.echo(f"note: {note} ({len(rows):,} times: row {_first(rows)})", err=True)


def _say_group(group: Group, of_each: int) -> None:
    place = f"{group.field}: " if group.field else ""
    said = f"refused {len(group.rows):,}: {place}{group.problem}"
    if of_each == FIRST and all(row.value is None and not row.hint for row in group.rows):
        click.echo(f"{said} (row {_first([row.number for row in group.rows])})", err=True)
        return
    click.echo(said, err=True)
    for row in group.rows[:of_each]:
        click.echo(f"  row {row.number}: {row.reason}", err=True)
    if len(group.rows) > of_each:
        click.echo(f"  ... and {len(group.rows) - of_each:,} more", err=True)


def _first(rows: list[int]) -> str:
    return ", ".join(str(row) for row in rows[:FIRST_ROWS]) + (
        ", ..." if len(rows) > FIRST_ROWS else ""
    )


def plan_phrase(plan: Plan) -> str:
    """Return the counts of a plan as one phrase."""
    said = [
        f"{plan.counts[what]:,} {what}" for what in (Became.NEW, Became.SAME, Became.CORRECTED)
    ]
    said.append(f"{len(plan.gone):,} gone" + (" and retracted" if plan.retracts else ""))
    said += [
        f"{plan.counts[what]:,} {what}"
        for what in (Became.RESTORED, Became.RETRACTED_BEFORE)
        if plan.counts[what]
    ]
    return ", ".join(said)


def say_plan(plan: Plan, table: str, withheld: str | None) -> None:
    """Say on stderr what an import changes in the ledger, each with its first rows."""
    for names, rows in sorted(plan.corrections.items(), key=lambda item: -len(item[1])):
        click.echo(
            f"corrected {len(rows):,}: {', '.join(names)} "
            f"(row {_first([row.row for row in rows])}; first: {rows[0].changes})",
            err=True,
        )
    if plan.retracted_before:
        rows = _first(plan.retracted_before)
        click.echo(
            f"retracted before {len(plan.retracted_before):,}: row {rows}; "
            "a retraction is final, --restore sends these rows as new events",
            err=True,
        )
    if plan.gone:
        kept = withheld or "they stay unless --retract-gone is given"
        done = "; they are retracted" if plan.retracts else f"; {kept}"
        click.echo(f"gone {len(plan.gone):,} of table {table}{done}", err=True)
        for gone in plan.gone[:FIRST]:
            click.echo(f"  {gone}", err=True)
        if len(plan.gone) > FIRST:
            click.echo(f"  ... and {len(plan.gone) - FIRST:,} more (see --report)", err=True)
    if plan.elsewhere:
        others = ", ".join(
            f"{(name or 'without a table').rpartition('/')[2]} ({count:,} events)"
            for name, count in plan.elsewhere.items()
        )
        click.echo(
            f"other tables of this mapping are left alone: {others}; "
            "--table NAME says that this file is a later issue of one of them",
            err=True,
        )


def write(path: str, findings: Findings, plan: Plan | None) -> None:
    """Write every finding to a CSV file: row, outcome, field, value, and the reason."""
    try:
        with Path(path).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("row", "outcome", "field", "value", "reason"))
            writer.writerows(_of_findings(findings))
            writer.writerows(_of_plan(plan) if plan else ())
    except OSError as error:
        raise InputOutputError(f"{path}: {error.strerror}") from error


def _of_findings(findings: Findings) -> Iterator[ReportRow]:
    for row in findings.refused:
        yield row.number, "refused", row.field, row.value or "", f"{row.problem}{row.hint}"
    for reason, rows in findings.skipped.items():
        yield from ((row, "skipped", "", "", reason) for row in rows)
    for note, rows in findings.notes.items():
        yield from ((row, "noted", "", "", note) for row in rows)


def _of_plan(plan: Plan) -> Iterator[ReportRow]:
    for names, rows in plan.corrections.items():
        yield from ((one.row, "corrected", " ".join(names), "", one.changes) for one in rows)
    yield from ((row, str(Became.RETRACTED_BEFORE), "", "", "") for row in plan.retracted_before)
    outcome = "retracted" if plan.retracts else "gone"
    yield from (("", outcome, "", gone.root.key.id, str(gone)) for gone in plan.gone)
