"""A selector that belongs to one page: what is picked goes into the address under its own name."""

from collections.abc import Callable
from typing import Any, TypeVar

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, dcc, html

from dashboard.components.parts import Own, Place

D = TypeVar("D")

NOTHING = "ALL"  # the option that takes the choice out of the address


def picker(page: str, name: str, label: str, width: int, **options: Any) -> html.Div:
    """Give a selector; its options and its value come by callback."""
    id = picker_id(page, name)
    return html.Div(
        [
            html.Label(label, htmlFor=id),
            dmc.Select(
                id=id,
                data=[],
                size="xs",
                w=width,
                searchable=True,
                maxDropdownHeight=320,
                **options,
            ),
            dcc.Store(id=f"{id}-picked"),
        ],
        className="choice",
    )


def picker_of(
    page: str,
    name: str,
    label: Callable[[], str],
    width: int,
    *,
    options: Callable[[D], list[dict[str, str]]],
    value: Callable[[D], str],
) -> Own[D]:
    """Give a selector whose options and choice the page's data fills."""
    id = picker_id(page, name)
    return Own(
        lambda: picker(page, name, label(), width),
        (Place(id, "data", options), Place(id, "value", value)),
        (lambda app: register_picker(app, page, name),),
    )


def picker_id(page: str, name: str) -> str:
    """Give the id of a page's selector."""
    return f"pick-{name}-{page}"


def register_picker(app: Dash, page: str, name: str) -> None:
    """Let the browser put the choice into the address."""
    id = picker_id(page, name)
    app.clientside_callback(
        ClientsideFunction("muster", "pick"),
        Output(f"{id}-picked", "data"),
        Input(id, "value"),
        prevent_initial_call=True,
    )


def register_points(app: Dash, figure_id: str, store_id: str) -> None:
    """Let a click on a mark of a chart put what the mark stands for into the address."""
    app.clientside_callback(
        ClientsideFunction("muster", "pickPoint"),
        Output(store_id, "data"),
        Input(figure_id, "clickData"),
        prevent_initial_call=True,
    )
