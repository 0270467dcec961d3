"""A chart on a page: always with the one configuration that keeps it on this machine."""

from typing import Any

from dash import dcc

from dashboard.figures.theme import CONFIG, STATIC_CONFIG


def graph(id: str, class_name: str, *, is_static: bool = False) -> dcc.Graph:
    """Give the place of a figure; a static one takes neither hover nor keys."""
    config: Any = STATIC_CONFIG if is_static else CONFIG
    return dcc.Graph(id=id, config=config, className=class_name)
