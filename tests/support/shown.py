"""What cards show: of one row by the headings over it, of a page's data by the places."""

from datetime import datetime
from typing import Any

from dash import html

from dashboard.components.cards import Card
from dashboard.components.grid import Grid
from dashboard.components.table import WORDS
from dashboard.components.text_table import TextTable
from dashboard.export_formats import words_of
from dashboard.figures.theme import LIGHT
from dashboard.moment import Moment
from dashboard.queries.head import Head
from dashboard.view import View


def in_grid(grid: Grid[Any, Any], row: Any) -> dict[str, Any]:
    """Give each cell by its heading: its words where it has some, else its value."""
    shown = grid.row(row)
    return {
        grid.heading(one): shown.get(f"{one.field}{WORDS}", shown[one.field])
        for one in grid.columns
    }


def in_text_table(table: TextTable[Any], row: Any) -> dict[str, str]:
    """Give the text of each cell by the heading that stands over it in the table as drawn."""
    _, head, body = _children(table.of([row]))
    [heads], [cells] = _children(head), _children(body)
    pairs = zip(_children(heads), _children(cells), strict=True)
    return {words_of(heading): words_of(cell) for heading, cell in pairs}


def _children(element: Any) -> list[Any]:
    inner = element.children
    assert isinstance(element, html.Table | html.Thead | html.Tbody | html.Tr)
    return list(inner) if isinstance(inner, list) else [inner]


def at_moment(at: datetime, view: View | None = None) -> Moment:
    """Give the moment at which a page of NATO is asked for, as it was known then."""
    head = Head(seq=1, recorded_at=at)
    return Moment(view or View(), LIGHT, head, head, at, at, "NATO", [])


def on_card(card: Card[Any], data: Any) -> dict[str, Any]:
    """Give what the data puts into each place of a card, by component and property."""
    return {place.name: place.value(data) for place in card.places}
