"""A link inside the dashboard: the address changes, the page stays."""

from typing import Any

from dash import html

from dashboard.components.attributes import named


def link(words: Any, href: str, class_name: str = "") -> html.A:
    """Give a link that is followed without loading anything anew."""
    return html.A(words, href=href, className=class_name, **named({"data-go": ""}))
