"""The data of a page in one component: what changed since the browser's last answer, nothing else.

The browser keeps a hash of each value it was given and sends them along; a value whose hash is
the same stays out of the answer, so a page whose data did not change does nothing. Texts, lists
and tables go as data to assets/53-page-data.js; charts, grids and selectors stay Dash's.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, ClassVar

from dash import Dash, Input, Output, State, no_update
from dash.development.base_component import Component
from plotly.io.json import to_json_plotly

from dashboard.components.drawn import tree_of
from dashboard.refusals import guarded

HASH_BYTES = 9


class PageData(Component):
    """What draws the places of a page: `drawn` by id, `known` hashes, `opened` tables."""

    _namespace = "muster"
    _type = "PageData"
    _prop_names: ClassVar[list[str]] = ["id", "drawn", "known", "opened"]  # type: ignore[misc]
    _valid_wildcard_attributes: ClassVar[list[str]] = []  # type: ignore[misc]
    available_properties = _prop_names
    available_wildcard_properties: ClassVar[list[str]] = []  # type: ignore[misc]


def page_data(name: str) -> PageData:
    """Give the component for the layout; it shows nothing itself."""
    return PageData(id=_id(name))


def keep_filled(
    app: Dash,
    name: str,
    outputs: Mapping[str, Output],
    inputs: Sequence[Input],
    values: Callable[..., Awaitable[Mapping[str, Any]]],
) -> None:
    """Give these outputs their values whenever an input changes: those that are new."""

    @guarded
    async def answer(*asked_and_known: object) -> dict[str, Any]:
        *asked, known = asked_and_known
        return changes(outputs, await values(*asked), known)

    app.callback(
        output={
            **{key: output for key, output in outputs.items() if not _is_drawn(output)},
            "drawn": Output(_id(name), "drawn"),
            "known": Output(_id(name), "known"),
        },
        inputs=list(inputs),
        state=[State(_id(name), "known")],
    )(answer)


def changes(
    outputs: Mapping[str, Output], values: Mapping[str, Any], known: object
) -> dict[str, Any]:
    """Give the answer: of these values those the browser does not have yet."""
    had = known if isinstance(known, dict) else {}
    has, answer, drawn = dict(had), dict[str, Any](), dict[str, Any]()
    for name, output in outputs.items():
        value = values[name]
        if value is not no_update:
            value = tree_of(value) if _is_drawn(output) else value
            has[name] = _hash(value)
            if has[name] == had.get(name):
                value = no_update
        if not _is_drawn(output):
            answer[name] = value
        elif value is not no_update:
            drawn[str(output.component_id)] = value
    return {**answer, "drawn": drawn or no_update, "known": no_update if has == had else has}


def _id(name: str) -> str:
    return f"{name}-data"


def _is_drawn(output: Output) -> bool:
    return output.component_property == "children"


def _hash(value: Any) -> str:
    text = to_json_plotly(value) or ""
    return blake2b(text.encode(), digest_size=HASH_BYTES).hexdigest()
