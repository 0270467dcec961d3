"""A part of a page as plain HTML: what stands on the screen until the scripts have come."""

import html as escaping
from collections.abc import Iterator, Mapping
from typing import Any

from dash.development.base_component import Component

from dashboard.components.drawn import attributes

_EMPTY = {"br", "hr", "img", "input"}
_SHOWN = ("className", "hidden", "href", "style", "title", "type")
# A wrapper is its children; what a script draws is only the room for it.
_WRAPPERS = {"MantineProvider"}
_LINKS = {"Link"}


def still(value: Any) -> str:
    """Give what a browser shows of this without any script.

    It carries no ids, and is removed once the page itself is there, so nothing is there twice.
    """
    return "".join(_parts(value))


def _parts(value: Any) -> Iterator[str]:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, list | tuple):
        for one in value:
            yield from _parts(one)
    elif isinstance(value, Component):
        yield from _element(value)
    else:
        yield escaping.escape(str(value))


def _element(component: Component) -> Iterator[str]:
    described = component.to_plotly_json()
    props, kind = described["props"], described["type"]
    if kind in _WRAPPERS:
        yield from _parts(props.get("children"))
        return
    is_html = described["namespace"] == "dash_html_components"
    if not is_html and kind not in _LINKS:
        return
    tag = kind.lower() if is_html else "a"
    yield f"<{tag}{''.join(_attributes(props))}>"
    if tag not in _EMPTY:
        yield from _parts(props.get("children"))
        yield f"</{tag}>"


def _attributes(props: Mapping[str, Any]) -> Iterator[str]:
    for name, text in attributes({name: props[name] for name in _SHOWN if name in props}):
        yield f' {name}="{escaping.escape(text)}"' if text else f" {name}"
