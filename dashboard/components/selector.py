"""A selector as a part: the page's data fills it, and the browser puts the choice somewhere."""

from collections.abc import Callable
from typing import Any, TypeVar

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.components.attributes import named
from dashboard.components.parts import Own, Place, by_browser

D = TypeVar("D")
Option = dict[str, str]  # its value, and the label that is shown


def selector(
    id: str,
    label: Callable[[], str],
    width: int,
    *,
    options: Callable[[D], list[Option]],
    value: Callable[[D], str],
    by: str,
    into: str,
    label_look: str = "",
    not_found: Callable[[], str] | None = None,
) -> Own[D]:
    """Give a selector; `by` names the function of the browser's side that hears of a choice."""

    def component() -> html.Div:
        look = {"className": label_look} if label_look else {}
        more: dict[str, Any] = {"nothingFoundMessage": not_found()} if not_found else {}
        return html.Div(
            [
                html.Label(label(), htmlFor=id, **named(look)),
                dmc.Select(
                    id=id,
                    data=[],
                    size="xs",
                    w=width,
                    searchable=True,
                    maxDropdownHeight=320,
                    **more,
                ),
                dcc.Store(id=into),
            ],
            className="choice",
        )

    return Own(
        component,
        (Place(id, "data", options), Place(id, "value", value)),
        (by_browser(by, of=id, prop="value", into=into),),
    )
