"""Commitments as rows with a bar: how many actors keep to the path, lag behind it, or miss it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html

from dashboard.components.attributes import named
from dashboard.queries.commitments import Compliance
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import percent
from dashboard.wording.promises import by_nearness


def commitment_bars() -> html.Div:
    """Give the place of the rows, which scripts/page/commitments.js makes fit."""
    return html.Div(html.Div(id="commitments-bars", className="fill"), className="fill")


def commitment_subtitle(words: str) -> list[Any]:
    """Give the subtitle; the browser adds how many rows there is room for."""
    return [words, html.Span(id="commitments-shown")]


def commitment_list(rows: Sequence[Compliance], today: date) -> html.Ol:
    """Give one row per commitment, in the order of `promises.by_nearness`."""
    return html.Ol([_row(row) for row in by_nearness(rows, today)], className="commitment-list")


def commitment_key() -> html.Ul:
    """Give what the parts of a bar mean."""
    return html.Ul(
        [
            html.Li([html.Span(className=f"swatch {look}"), html.Span(words)])
            for look, words in texts("overview.commitments.key").items()
        ],
        className="legend",
        **named({"aria-label": say("card.key")}),
    )


def _bar(row: Compliance, parts: Sequence[tuple[str, int]], unscored: int) -> html.Div:
    return html.Div(
        [
            html.Span(str(n), className=f"bar-part {look}", style={"flexGrow": n})
            for look, n in parts
            if n
        ],
        className="bar",
        role="img",
        **named(
            {
                "aria-label": say(
                    "overview.commitments.bar",
                    met=row.met,
                    partly=row.partly,
                    missed=row.missed,
                    open=unscored,
                )
            }
        ),
    )


def _row(row: Compliance) -> html.Li:
    unscored = max(row.actors - row.scored, 0)
    parts = (("met", row.met), ("partly", row.partly), ("missed", row.missed), ("open", unscored))
    return html.Li(
        [
            html.Div(
                [
                    html.Span(row.title, className="commitment-title"),
                    html.Span(percent(row.compliance_ratio), className="value"),
                ],
                className="commitment-words",
            ),
            html.Div(
                [
                    _bar(row, parts, unscored),
                    html.Span(
                        say(
                            "overview.commitments.line",
                            scored=row.scored,
                            actors=row.actors,
                            day=f"{row.due_on:%d %b %Y}",
                        ),
                        className="stat-note",
                    ),
                ],
                className="commitment-line",
            ),
        ],
        className="commitment",
    )
