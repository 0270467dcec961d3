"""Tables: the twin of a chart as a grid with keyboard and sorting, or a short plain table."""

from collections.abc import Collection, Sequence
from typing import Any

import dash_ag_grid as dag
from dash import html

from dashboard.wording.catalogue import say

Column = tuple[str, str, int]  # field, heading, least width in pixels
# Rows with a field `why` (see components/why.py) get a button that opens the explain panel.
WHY_COLUMN: Column = ("why", "", 64)
ROW_HEIGHT = 32  # assets/30-cards.css cuts a grid to a whole number of them
_WRAPPED = {"wrapText": True, "autoHeight": True}


def grid(
    id: str,
    columns: Sequence[Column],
    *,
    empty: str,
    wrapped: Collection[str] = (),
    row_id: str | None = None,
    **options: Any,
) -> dag.AgGrid:
    """Give a grid that a callback fills; numbers sort as numbers, long texts may take two lines.

    `empty` stands in it while it has no rows, `wrapped` names the fields that must be read whole.
    """
    return dag.AgGrid(
        id=id,
        columnDefs=[
            _why_column(column)
            if column is WHY_COLUMN
            else {**_column(column), **(_WRAPPED if column[0] in wrapped else {})}
            for column in columns
        ],
        rowData=[],
        getRowId=f"params.data.{row_id}" if row_id else None,
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


def _column(column: Column) -> dict[str, Any]:
    field, heading, width = column
    return {
        "field": field,
        "headerName": heading,
        "minWidth": width,
        "flex": _share(width),
        "tooltipField": field,
        "valueFormatter": {"function": "numberInWords(params)"},
    }


def _why_column(column: Column) -> dict[str, Any]:
    field, _, width = column
    return {
        "field": field,
        "headerName": say("why.column"),
        "cellRenderer": "WhyButton",
        "sortable": False,
        "width": width,
        "maxWidth": width,
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
