"""Commitments as rows with a bar: how many actors keep to the path, lag behind it, or miss it."""

from collections.abc import Sequence

from dash import html

from dashboard.queries.rows import Compliance
from dashboard.wording.numbers import percent


def commitment_list(rows: Sequence[Compliance]) -> html.Ol:
    """Give one row per commitment, the next due first."""
    ordered = sorted(rows, key=lambda row: (row.due_on, row.commitment_id))
    return html.Ol([_row(row) for row in ordered], className="commitment-list")


def _row(row: Compliance) -> html.Li:
    unscored = max(row.actors - row.scored, 0)
    parts = (("met", row.met), ("partly", row.partly), ("missed", row.missed), ("open", unscored))
    return html.Li(
        [
            html.Div(
                [
                    html.Span(row.title, className="commitment-title"),
                    html.Span(f"due {row.due_on:%d %b %Y}", className="muted"),
                ],
                className="commitment-words",
            ),
            html.Div(
                [
                    html.Span(str(n), className=f"bar-part {look}", style={"flexGrow": n})
                    for look, n in parts
                    if n
                ],
                className="bar",
                role="img",
                **{
                    "aria-label": f"{row.met} on the path, {row.partly} behind it, "
                    f"{row.missed} at or below the baseline, {unscored} not scored"
                },
            ),
            html.Div(
                [
                    html.Span(percent(row.compliance_ratio), className="value"),
                    html.Span(f"{row.scored} of {row.actors} scored", className="muted"),
                ],
                className="commitment-score",
            ),
        ],
        className="commitment",
    )
