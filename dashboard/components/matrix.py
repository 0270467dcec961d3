"""A matrix of levels, drawn by scripts/matrix/matrix.js: real cells that take the focus."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from dash import dcc, html

from dashboard.components.attributes import named
from dashboard.components.parts import Own, Place, by_browser
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import counted

D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its look (l0..l3, nd), its sign, the words of its hover, what explains it."""

    look: str
    sign: str
    words: str
    is_weak: bool = False
    why: str = ""


def matrix(id: str, *, legend: Sequence[tuple[str, str]]) -> html.Div:
    """Give the place of a matrix and its legend; its model arrives by callback."""
    return html.Div(
        [
            html.Div(id=id, className="matrix"),
            key(legend),
            dcc.Store(id=f"{id}-model"),
            dcc.Store(id=f"{id}-drawn"),
        ],
        className="matrix-frame",
    )


def matrix_of(
    id: str,
    model: Callable[[D], Any],
    *,
    legend: Callable[[], Sequence[tuple[str, str]]],
) -> Own[D]:
    """Give a matrix that the page's data fills."""
    return Own(
        lambda: matrix(id, legend=legend()),
        (Place(f"{id}-model", "data", model),),
        (by_browser("drawMatrix", of=f"{id}-model", into=f"{id}-drawn"),),
    )


def key(entries: Sequence[tuple[str, str]]) -> html.Ul:
    """Give what the looks of cells mean."""
    return html.Ul(
        [
            html.Li([html.Span(className=f"swatch {look}"), html.Span(words)])
            for look, words in entries
        ],
        className="legend",
        **named({"aria-label": say("card.key")}),
    )


def model(
    id: str,
    label: str,
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    cells: Mapping[str, Cell],
    *,
    row_notes: Mapping[str, str] | None = None,
    column_names: Mapping[str, str] | None = None,
    symmetric: bool = False,
    selected: str | None = None,
    absent: str = "no data",
    narrow: Mapping[str, str] | None = None,
    clock: str = "",
    row_whys: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Give the matrix as JSON; a cell's key is its row and column, in order when symmetric.

    `row_whys` is what the notes at the ends of rows are explained by (see components/why.py).
    """
    return {
        "id": id,
        "label": f"{label}, {counted(len(rows), 'row')}, {counted(len(columns), 'column')}",
        "rows": [list(row) for row in rows],
        "columns": [list(column) for column in columns],
        "cells": {
            key: [cell.look, cell.sign, cell.words, int(cell.is_weak), cell.why]
            for key, cell in cells.items()
        },
        "rowNotes": dict(row_notes or {}),
        "columnNames": dict(column_names or {}),
        "symmetric": symmetric,
        "selected": selected,
        "absent": absent,
        "narrow": dict(narrow or {}),
        # Only two drawings of the same clocks can be compared: then a change is news.
        "clock": clock,
        "rowWhys": dict(row_whys or {}),
    }
