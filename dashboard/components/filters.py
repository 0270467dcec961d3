"""Selectors of a page that put their choice into the address, and rows of links that do."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, dcc, html

from dashboard.components.parts import Own, Place
from dashboard.queries.rows import Member
from dashboard.wording import names

D = TypeVar("D")

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


def filter_of(
    page: str,
    name: str,
    label: Callable[[], str],
    width: int,
    *,
    everything: Callable[[D], str],
    options: Callable[[D], Mapping[str, str]],
    chosen: Callable[[D], str | None],
) -> Own[D]:
    """Give a selector whose options and choice the page's data fills; its choice is an address."""

    def choices(data: D) -> list[dict[str, str]]:
        named = dict(options(data))
        # What is chosen is always among them.
        if (own := chosen(data)) is not None:
            named.setdefault(own, own)
        listed = [{"value": value, "label": words} for value, words in named.items()]
        return [{"value": ALL, "label": everything(data)}, *listed]

    id = f"{page}-filter-{name}"
    return Own(
        lambda: filter_selector(page, name, label(), width),
        (
            Place(id, "data", choices),
            Place(id, "value", lambda data: chosen(data) or ALL),
        ),
        (lambda app: register_filter(app, page, name),),
    )


def actor_options(members: Sequence[Member]) -> dict[str, str]:
    """Give members as the options of a selector, by name."""
    named = sorted((names.actor(one.actor), one.actor) for one in members)
    return {code: f"{name} ({code})" for name, code in named}


def register_filter(app: Dash, page: str, name: str) -> None:
    """Let the browser put the choice into the address."""
    app.clientside_callback(
        ClientsideFunction("muster", "filterBy"),
        Output(f"{page}-filtered-{name}", "data"),
        Input(f"{page}-filter-{name}", "value"),
        prevent_initial_call=True,
    )
