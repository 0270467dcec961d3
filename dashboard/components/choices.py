"""Choices that live in the address: a row of links, or a selector."""

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, dcc, html

from dashboard.components.attributes import named
from dashboard.view import View
from dashboard.wording.catalogue import say


def links(
    label: str, path: str, view: View, name: str, options: Sequence[tuple[str | None, str]]
) -> html.Div:
    """Give one link per option; the chosen one is marked in words for a screen reader too."""
    chosen = getattr(view, name)
    return html.Div(
        [
            dcc.Link(
                [words, html.Span(" (shown)", className="sr-only") if value == chosen else None],
                href=view.with_(**{name: value}).href(path),
                className="pill is-current" if value == chosen else "pill",
            )
            for value, words in options
        ],
        className="pills",
        role="group",
        **named({"aria-label": label}),
    )


def selector(name: str, label: str, width: int, **options: Any) -> html.Div:
    """Give a selector whose choice goes into the address as `name`."""
    return html.Div(
        [
            html.Label(label, htmlFor=f"choose-{name}"),
            dmc.Select(
                id=f"choose-{name}",
                data=[],
                size="xs",
                w=width,
                searchable=True,
                nothingFoundMessage=say("card.not_found"),
                maxDropdownHeight=320,
                **options,
            ),
            dcc.Store(id=f"chosen-{name}"),
        ],
        className="choice",
    )


def register_selector(app: Dash, name: str) -> None:
    """Let the browser put the choice into the address."""
    app.clientside_callback(
        ClientsideFunction("muster", "choose"),
        Output(f"chosen-{name}", "data"),
        Input(f"choose-{name}", "value"),
        prevent_initial_call=True,
    )
