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
from dashboard.components.table import grid
from dashboard.moment import Moment
from dashboard.pages.overview.facts import Facts
from dashboard.queries.rows import CommitmentLine
from dashboard.wording.numbers import age, counted, dtg, one_decimal

SCORES = {1: "+1", 0: "0", -1: "−1"}
COLUMNS = (
    ("commitment", "Commitment", 200),
    ("actor", "Actor", 170),
    ("value", "Value", 124),
    ("expected", "Expected", 90),
    ("target", "Target", 80),
    ("unit", "Unit", 90),
    ("score", "Score", 84),
    ("due", "Due", 108),
    ("age", "Age", 80),
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
        table=grid("commitments-grid", COLUMNS),
        controls=commitment_key(),
        title="Commitments",
        class_name="area-commitments",
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give one bar per commitment, and each actor's standing in the table."""
    scored = [row for row in facts.compliance if row.scored]
    title = (
        f"{len(scored)} of {counted(len(facts.compliance), 'commitment')} can be scored"
        if facts.compliance
        else "No commitment is on record"
    )
    return {
        "commitments_title": title,
        "commitments_subtitle": commitment_subtitle(
            f"Actors per state and compliance at {dtg(moment.as_of)}"
        ),
        "commitments_bars": commitment_list(facts.compliance),
        "commitments_rows": [_commitment_row(line) for line in facts.commitments],
    }


def _commitment_row(line: CommitmentLine) -> dict[str, Any]:
    value = one_decimal(line.value)
    return {
        "commitment": line.title,
        "actor": f"{names.actor(line.actor)} ({line.actor})",
        "value": f"{value} (estimate)" if line.is_estimate else value,
        "expected": one_decimal(line.expected),
        "target": one_decimal(line.target),
        "unit": line.unit,
        "score": "not scored" if line.score is None else SCORES[line.score],
        "due": f"{line.due_on:%Y-%m-%d}",
        "age": age(line.age_days) if line.value is not None else "–",
    }
