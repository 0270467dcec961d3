"""Commitments: how many actors keep to the path of each."""

from typing import Any

from dash import Output, html

from dashboard import names
from dashboard.components.card import card
from dashboard.components.commitments import (
    commitment_bars,
    commitment_key,
    commitment_list,
    commitment_subtitle,
)
from dashboard.components.table import WHY_COLUMN, Column, grid
from dashboard.components.why import reference
from dashboard.moment import Moment
from dashboard.pages.overview.facts import Facts
from dashboard.queries.rows import CommitmentLine
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import age, dtg, one_decimal

SCORES = {1: "+1", 0: "0", -1: "−1"}
WIDTHS = (
    ("commitment", 200),
    ("actor", 170),
    ("value", 124),
    ("expected", 90),
    ("target", 80),
    ("unit", 90),
    ("score", 84),
    ("due", 108),
    ("age", 80),
)
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
    heads = texts("overview.commitments.columns")
    return [*((field, heads[field], width) for field, width in WIDTHS), WHY_COLUMN]


def _commitment_row(line: CommitmentLine) -> dict[str, Any]:
    value = one_decimal(line.value)
    return {
        "why": reference("commitment", line.commitment_id, line.actor),
        "commitment": line.title,
        "actor": f"{names.actor(line.actor)} ({line.actor})",
        "value": say("overview.commitments.estimate", value=value) if line.is_estimate else value,
        "expected": one_decimal(line.expected),
        "target": one_decimal(line.target),
        "unit": line.unit,
        "score": say("overview.commitments.not_scored")
        if line.score is None
        else SCORES[line.score],
        "due": f"{line.due_on:%Y-%m-%d}",
        "age": age(line.age_days) if line.value is not None else "–",
    }
