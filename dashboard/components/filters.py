"""Selectors of a page that put their choice into the address, and rows of links that do."""

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, dcc, html

ALL = "ALL"


def filter_selector(page: str, name: str, label: str, width: int) -> html.Div:
    """Give a selector of a page whose choice goes into the address as `name`."""
    return html.Div(
        [
            html.Label(label, htmlFor=f"{page}-filter-{name}", className="sr-only"),
            dmc.Select(
                id=f"{page}-filter-{name}",
                data=[],
                size="xs",
                w=width,
                searchable=True,
                maxDropdownHeight=320,
            ),
            dcc.Store(id=f"{page}-filtered-{name}"),
        ],
        className="choice",
    )


def register_filter(app: Dash, page: str, name: str) -> None:
    """Let the browser put the choice into the address."""
    app.clientside_callback(
        ClientsideFunction("muster", "filterBy"),
        Output(f"{page}-filtered-{name}", "data"),
        Input(f"{page}-filter-{name}", "value"),
        prevent_initial_call=True,
    )


def filter_outputs(page: str, name: str) -> dict[str, Output]:
    """Give where `filter_state` goes."""
    return {
        f"filter_{name}": Output(f"{page}-filter-{name}", "data"),
        f"filtered_{name}": Output(f"{page}-filter-{name}", "value"),
    }


def filter_state(
    name: str, everything: str, options: Mapping[str, str], chosen: str | None
) -> dict[str, Any]:
    """Give the choices of a selector and the one that is made, which is always among them."""
    named = dict(options)
    if chosen is not None:
        named.setdefault(chosen, chosen)
    choices = [{"value": ALL, "label": everything}]
    choices += [{"value": value, "label": label} for value, label in named.items()]
    return {f"filter_{name}": choices, f"filtered_{name}": chosen or ALL}
