"""One pair of actors: four dimensions with level, lower bound, tests and age."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard import names
from dashboard.queries.rows import PairReading
from dashboard.view import DIMENSIONS
from dashboard.wording.numbers import age, counted

CUT_OFFS = (0.25, 0.5, 0.75)


def pair_panel(readings: Sequence[PairReading]) -> html.Table:
    """Give the four dimensions of a pair; one without a test is hatched, not zero."""
    by_dimension = {reading.dimension: reading for reading in readings}
    heads = ("Dimension", "Level", "Lower bound, 0 to 1", "Tests", "Newest")
    return html.Table(
        [
            html.Caption("Levels of the pair per dimension", className="sr-only"),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody([_row(name, by_dimension.get(name)) for name in DIMENSIONS]),
        ],
        className="plain-table pair-table",
    )


def _row(name: str, reading: PairReading | None) -> html.Tr:
    heading = html.Th(names.DIMENSIONS[name], scope="row")
    if reading is None:
        return html.Tr(
            [
                heading,
                html.Td(html.Span("no data", className="level none")),
                html.Td(html.Span(className="bound none"), className="bound-cell"),
                html.Td("0"),
                html.Td("–"),
            ]
        )
    return html.Tr(
        [
            heading,
            html.Td(
                [
                    html.Span(str(reading.level), className=f"level l{reading.level}"),
                    html.Span(names.LEVEL_WORDS[reading.level], className="level-word"),
                ]
            ),
            html.Td(_bound(reading.lower_bound), className="bound-cell"),
            html.Td(counted(reading.tests, "test")),
            html.Td(f"{age(reading.age_days)} old"),
        ]
    )


def _bound(value: float) -> list[Any]:
    return [
        html.Span(
            [
                html.Span(className="bound-fill", style={"width": f"{value * 100:.1f}%"}),
                *(
                    html.Span(className="bound-mark", style={"left": f"{cut * 100:.0f}%"})
                    for cut in CUT_OFFS
                ),
            ],
            className="bound",
        ),
        html.Span(f"{value:.2f}", className="bound-value"),
    ]
