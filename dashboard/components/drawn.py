"""Parts of a page as data: nested lists that scripts/page/drawing.js draws and patches.

`html.*` describes a part well and is checked; but the browser's side of Dash walks every component
it is given, again and again. So a page describes its parts by components, and what leaves the
server is only their tags, attributes and texts.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from dash import dcc
from dash.development.base_component import Component

# A text, or a tag with its attributes (null when it has none) and its children.
Node = str | list[Any]
_HTML_NAMES = {"className": "class", "htmlFor": "for"}
_CAPITALS = re.compile(r"[A-Z]")


def tree_of(value: Any) -> list[Node]:
    """Give what stands inside a place: texts and elements, nothing of what is None."""
    return list(_nodes(value))


def _nodes(value: Any) -> Iterator[Node]:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str | int | float):
        yield str(value)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _nodes(one)
    else:
        yield _element(value)


def _element(component: Component) -> Node:
    described = component.to_plotly_json()
    props = dict(described["props"])
    children = props.pop("children", None)
    described_by = dict(attributes(props))
    if isinstance(component, dcc.Link):
        # The page stays and only the address changes: scripts/page/view.js follows these links.
        return ["a", {**described_by, "data-go": ""}, *_nodes(children)]
    if described["namespace"] != "dash_html_components":
        raise TypeError(f"{described['type']} cannot be drawn as data")
    return [described["type"].lower(), described_by or None, *_nodes(children)]


def attributes(props: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the attributes of an element by name, as HTML calls them; a true one has no text."""
    for name, value in props.items():
        if value is None or value is False:
            continue
        if name == "style":
            yield name, ";".join(f"{_css_name(key)}:{one}" for key, one in value.items())
        else:
            yield _HTML_NAMES.get(name, name.lower()), "" if value is True else str(value)


def _css_name(name: str) -> str:
    return name if name.startswith("--") else _CAPITALS.sub(lambda at: f"-{at[0].lower()}", name)
