"""Choices that live in the address: a row of links, or a selector."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from dash import dcc, html

from dashboard.components.attributes import named
from dashboard.components.parts import Own
from dashboard.components.selector import Option, selector
from dashboard.view import View
from dashboard.wording.catalogue import say

D = TypeVar("D")


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


def choice_of(
    name: str,
    label: Callable[[], str],
    width: int,
    *,
    options: Callable[[D], list[Option]],
    value: Callable[[D], str],
) -> Own[D]:
    """Give a selector whose choice goes into the address as `name`."""
    return selector(
        f"choose-{name}",
        label,
        width,
        options=options,
        value=value,
        by="choose",
        into=f"chosen-{name}",
        not_found=lambda: say("card.not_found"),
    )
