"""Few values as a table of bars: the longest bar is the largest value."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html


@dataclass(frozen=True, slots=True)
class Bar:
    """One value: what it is of, how much of the longest, and what is said of it."""

    name: str
    share: float
    words: str
    tip: str


def bars(caption: str, heads: tuple[str, str], rows: Sequence[Bar]) -> html.Table:
    """Give a table of names, bars and words."""
    return html.Table(
        [
            html.Caption(caption, className="sr-only"),
            html.Thead(
                html.Tr(
                    [
                        html.Th(heads[0], scope="col"),
                        html.Th(heads[1], scope="col", colSpan=2),
                    ]
                )
            ),
            html.Tbody([_row(one) for one in rows]),
        ],
        className="plain-table share-table",
    )


def _row(one: Bar) -> html.Tr:
    fill = html.Span(className="share-fill", style={"width": f"{one.share:.1%}"})
    return html.Tr(
        [
            html.Th(one.name, scope="row"),
            html.Td(html.Span(fill, className="share", title=one.tip)),
            html.Td(one.words),
        ]
    )
