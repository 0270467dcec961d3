"""What an import would do, said to a person or to a program; nothing is sent."""

from collections.abc import Sequence
from typing import Any

import click
import msgspec

from streams.imports import report, toml_text
from streams.imports.importing import Import, Prepared
from streams.imports.plan import Plan

MOST_LISTED = 1_000  # refused rows of each reason, one by one; all of them go into a report


class FirstEvent(msgspec.Struct, frozen=True):
    """One of the first events, and the row of the file that says so."""

    row: int
    event: msgspec.Raw


class RowSaid(msgspec.Struct, frozen=True):
    """What is said of one row: why it is refused, or what a correction changes."""

    row: int
    says: str
    field: str = ""


class GroupSaid(msgspec.Struct, frozen=True):
    """What is said of many rows, with the first of them."""

    says: str
    count: int
    rows: Sequence[int]


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known of an import before anything is sent; `plan` is none without a ledger."""

    rows: int
    events: int
    skipped_rows: int
    refused_rows: int
    by_type: dict[str, int]
    first: Sequence[FirstEvent]
    refused: Sequence[RowSaid]
    refused_by_reason: Sequence[GroupSaid]
    skipped: Sequence[GroupSaid]
    notes: Sequence[GroupSaid]
    plan: dict[str, int] | None
    corrected: Sequence[RowSaid]
    gone: Sequence[str]
    unknown: str | None  # why the ledger could not be asked
    mapping: dict[str, Any]
    toml: str


def checked(one: Import, prepared: Prepared, unknown: str | None) -> Checked:
    """Return what an import would do as values."""
    findings, plan = prepared.findings, prepared.plan
    said = toml_text.as_said(one.mapping)
    return Checked(
        rows=findings.rows,
        events=findings.events,
        skipped_rows=findings.empty_rows,
        refused_rows=findings.refused_rows,
        by_type=dict(findings.by_type),
        first=[FirstEvent(it.row, msgspec.Raw(it.message.text)) for it in prepared.first],
        refused=[RowSaid(it.number, it.reason, it.field) for it in findings.refused[:MOST_LISTED]],
        refused_by_reason=[
            _group(
                f"{it.field}: {it.problem}" if it.field else it.problem,
                [row.number for row in it.rows],
            )
            for it in findings.groups()
        ],
        skipped=[_group(why, rows) for why, rows in findings.skipped.items()],
        notes=[_group(note, rows) for note, rows in findings.notes.items()],
        plan=None if unknown else _plan(plan),
        corrected=_corrected(plan)[:MOST_LISTED],
        gone=[str(it) for it in plan.gone[:MOST_LISTED]],
        unknown=unknown,
        mapping=said,
        toml=toml_text.written(said),
    )


def _group(says: str, rows: Sequence[int]) -> GroupSaid:
    return GroupSaid(says, len(rows), rows[: report.FIRST_ROWS])


def _plan(plan: Plan) -> dict[str, int]:
    return {str(what): count for what, count in plan.counts.items()} | {"gone": len(plan.gone)}


def _corrected(plan: Plan) -> list[RowSaid]:
    found = [RowSaid(it.row, it.changes) for rows in plan.corrections.values() for it in rows]
    return sorted(found, key=lambda it: it.row)


def say(one: Import, prepared: Prepared, unknown: str | None) -> None:
    """Say it to a person: the first events, each refused row, what is skipped, and the plan."""
    for first in prepared.first:
        click.echo(first.message.text.decode())
    report.say_findings(prepared.findings, of_each=MOST_LISTED)
    if unknown is None:
        report.say_plan(prepared.plan, one.table, prepared.withheld)
    for kind, count in sorted(prepared.findings.by_type.items(), key=lambda it: -it[1]):
        click.echo(f"would say {count:,}: {kind}", err=True)
    if prepared.facts:
        names = ", ".join(one.mapping.facts)
        click.echo(f"would send first: {prepared.facts} events it needs ({names})", err=True)
    if unknown is not None:
        click.echo(f"{unknown}; what is new and what is not cannot be told", err=True)
    plan = "" if unknown else f" plan: {report.plan_phrase(prepared.plan)};"
    click.echo(f"{report.counts(prepared.findings)};{plan} nothing was sent")


def as_json(found: Checked) -> str:
    """Return it as one line of JSON."""
    return msgspec.json.encode(found).decode()
