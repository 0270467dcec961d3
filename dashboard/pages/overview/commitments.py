"""Commitments: how many actors keep to the path of each."""

from typing import Any

from dash import Output, html

from dashboard.components.card import card
from dashboard.components.commitments import (
    commitment_bars,
    commitment_key,
    commitment_list,
    commitment_subtitle,
)
from dashboard.components.table import WHY_COLUMN, Column, Kind, beside, columns, grid
from dashboard.components.values import actor_cell, day_value, said
from dashboard.components.why import reference
from dashboard.moment import Moment
from dashboard.pages.overview.facts import Facts
from dashboard.queries.rows import CommitmentLine
from dashboard.wording import promises
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import dtg, one_decimal

OUTPUTS = {
    "commitments_title": Output("commitments-title", "children"),
    "commitments_subtitle": Output("commitments-subtitle", "children"),
    "commitments_bars": Output("commitments-bars", "children"),
    "commitments_rows": Output("commitments-grid", "rowData"),
}


def section() -> html.Section:
    """Give the place of the commitments."""
    return card(
        "commitments",
        commitment_bars(),
        table=grid("commitments-grid", _columns(), empty=say("card.nothing.commitments")),
        controls=commitment_key(),
        title=say("overview.commitments.heading"),
        class_name="area-commitments",
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give one bar per commitment, and each actor's standing in the table."""
    scored = [row for row in facts.compliance if row.scored]
    title = say("overview.commitments.none")
    if facts.compliance:
        title = say("overview.commitments.scored", scored=len(scored), n=len(facts.compliance))
    return {
        "commitments_title": title,
        "commitments_subtitle": commitment_subtitle(
            say("overview.commitments.subtitle", at=dtg(moment.as_of))
        ),
        "commitments_bars": commitment_list(facts.compliance, moment.as_of.date()),
        "commitments_rows": [_commitment_row(line) for line in facts.commitments],
    }


def _columns() -> list[Column]:
    return [
        *columns(
            texts("overview.commitments.columns"),
            ("commitment", 200),
            ("actor", 170, Kind.CODE),
            ("value", 124, Kind.NUMBER),
            ("expected", 90, Kind.NUMBER),
            ("target", 80, Kind.NUMBER),
            ("unit", 90),
            ("score", 84, Kind.SIGNED),
            ("due", 108, Kind.DAY),
            ("age", 80, Kind.DAYS),
        ),
        WHY_COLUMN,
        *beside(("commitment_id", Kind.TEXT), ("is_estimate", Kind.FLAG)),
    ]


def _commitment_row(line: CommitmentLine) -> dict[str, Any]:
    steps = promises.steps(line.expected, line.target)
    value = one_decimal(line.value, steps)
    return {
        "why": reference("commitment", line.commitment_id, line.actor),
        "commitment": line.title,
        **actor_cell("actor", line.actor),
        **said(
            "value",
            line.value,
            say("overview.commitments.estimate", value=value) if line.is_estimate else value,
        ),
        "expected": line.expected,
        "target": line.target,
        "unit": line.unit,
        **said(
            "score",
            line.score,
            say("overview.commitments.not_scored") if line.score is None else None,
        ),
        "due": day_value(line.due_on),
        "age": line.age_days if line.value is not None else None,
        "commitment_id": line.commitment_id,
        "is_estimate": line.is_estimate,
    }
