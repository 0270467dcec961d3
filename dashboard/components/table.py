"""Tables: the twin of a chart as a grid with keyboard and sorting, or a short plain table.

Columns of a grid carry values: numbers, days, instants, codes. Words are made where they are read
(scripts/grids/words.js), so that a column sorts by what it means, and a file of it carries values.
A row may say a value in words of its own, under the name of the field and `_words`.
"""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any

import dash_ag_grid as dag
from dash import html


class Kind(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    CODE = "code"  # a code, said in words
    COUNT = "count"
    NUMBER = "number"
    HUNDREDTHS = "hundredths"  # a number that is shown with two decimals
    PERCENT = "percent"
    SIGNED = "signed"
    DAYS = "days"
    SECONDS = "seconds"
    DAY = "day"
    INSTANT = "instant"
    FLAG = "flag"


WORDS = "_words"
WHY_WIDTH = 64
ROW_HEIGHT = 32  # styles/cards.css cuts a grid to a whole number of them
_WRAPPED = {"wrapText": True, "autoHeight": True}


def grid(
    id: str,
    columns: Sequence[dict[str, Any]],
    *,
    empty: str,
    wrapped: Collection[str] = (),
    row_id: str | Sequence[str] = (),
    **options: Any,
) -> dag.AgGrid:
    """Give a grid that a callback fills; it sorts by values, and what has none comes last.

    `empty` stands in it while it has no rows, `wrapped` names the fields that must be read whole;
    of rows that are told apart by `row_id` only the cells that change are drawn anew.
    """
    return dag.AgGrid(
        id=id,
        columnDefs=[{**one, **(_WRAPPED if one["field"] in wrapped else {})} for one in columns],
        rowData=[],
        getRowId=_row_id([row_id] if isinstance(row_id, str) else row_id),
        defaultColDef={"sortable": True, "resizable": True, "suppressHeaderMenuButton": True},
        dashGridOptions={
            "animateRows": False,
            "ensureDomOrder": True,
            "suppressColumnVirtualisation": True,
            "rowHeight": ROW_HEIGHT,
            "headerHeight": 36,
            "localeText": {"noRowsToShow": empty},
            **options,
        },
        className="grid has-long-texts" if wrapped else "grid",
        style={"height": "100%", "width": "100%"},
    )


def _row_id(fields: Sequence[str]) -> str | None:
    return " + ".join(["''", *(f"params.data.{field}" for field in fields)]) if fields else None


def column(
    field: str,
    heading: str,
    width: int,
    kind: Kind,
    *,
    steps: Sequence[float] = (),
    is_hidden: bool = False,
) -> dict[str, Any]:
    """Give a column as the grid's library takes it; hidden ones are only in files."""
    given = "" if not steps else f", [{', '.join(map(str, steps))}]"
    words = {"function": f"inWords(params, '{kind}'{given})"}
    return {
        "field": field,
        "headerName": heading,
        "minWidth": width,
        "flex": _share(width),
        # The values are ours: the grid must neither guess their type nor parse them.
        "cellDataType": False,
        "comparator": {"function": f"byValue('{kind}', '{field}')"},
        "tooltipValueGetter": words,
        "valueFormatter": words,
        "context": {"kind": str(kind)},
        **({"hide": True} if is_hidden else {}),
    }


def why_column(field: str, heading: str) -> dict[str, Any]:
    """Give the column with the button that opens the explain panel (components/why.py)."""
    return {
        "field": field,
        "headerName": heading,
        "cellRenderer": "WhyButton",
        "sortable": False,
        "width": WHY_WIDTH,
        "maxWidth": WHY_WIDTH,
    }


def _share(width: int) -> int:
    """Give how much of the spare room a column takes: only those with sentences take any."""
    return width if width >= 200 else 1


def plain_table(
    caption: str, headings: Sequence[str], rows: Sequence[Sequence[Any]], class_name: str = ""
) -> html.Table:
    """Give a short table; the first cell of each row is its heading."""
    return html.Table(
        [
            html.Caption(caption, className="sr-only"),
            html.Thead(html.Tr([html.Th(heading, scope="col") for heading in headings])),
            html.Tbody(
                [
                    html.Tr([html.Th(row[0], scope="row"), *(html.Td(cell) for cell in row[1:])])
                    for row in rows
                ]
            ),
        ],
        className=f"plain-table {class_name}".strip(),
    )


def grid_in(component: Any) -> dag.AgGrid | None:
    """Give the first grid in a part of a page, None when there is none."""
    if isinstance(component, dag.AgGrid):
        return component
    inner = (
        component if isinstance(component, list | tuple) else getattr(component, "children", None)
    )
    if not isinstance(inner, list | tuple):
        return None if inner is None or isinstance(inner, str) else grid_in(inner)
    return next((found for one in inner if (found := grid_in(one)) is not None), None)
