"""The data of a page in one component: what changed since the browser's last answer, nothing else.

The browser keeps a hash of each value it was given and sends them along; a value whose hash is
the same stays out of the answer, so a page whose data did not change does nothing. Texts, lists
and tables go as data to assets/53-page-data.js; charts, grids and selectors stay Dash's.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, ClassVar

from dash import Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component
from plotly.io.json import to_json_plotly

from dashboard.components.drawn import tree_of
from dashboard.refusals import guarded

HASH_BYTES = 9
TABLE_BEHIND = "card-twin"


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
    *,
    behind: Mapping[str, str] | None = None,
) -> None:
    """Give these outputs their values whenever an input changes: those that are new.

    `behind` names the card of each component that stands in the table behind a chart; it gets
    its value once the table is open.
    """
    cards = behind or {}

    @guarded
    async def answer(*arguments: object) -> dict[str, Any]:
        *asked, known = arguments
        opened = asked.pop() if cards else None
        shown = await values(*asked)
        closed = {id for id, card in cards.items() if card not in _names(opened)}
        waiting = {key for key, output in outputs.items() if output.component_id in closed}
        return changes(outputs, {**shown, **dict.fromkeys(waiting, no_update)}, known)

    app.callback(
        output={
            **{key: output for key, output in outputs.items() if not _is_drawn(output)},
            "drawn": Output(_id(name), "drawn"),
            "known": Output(_id(name), "known"),
        },
        inputs=[*inputs, *([Input(_id(name), "opened")] if cards else [])],
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


def tables_behind(part: Any, card: str = "") -> dict[str, str]:
    """Give what stands in the tables behind charts in a part of a page: its id, and its card."""
    if isinstance(part, list | tuple):
        return {id: own for one in part for id, own in tables_behind(one, card).items()}
    if not isinstance(part, Component):
        return {}
    look, id = getattr(part, "className", None), getattr(part, "id", None)
    inner = getattr(part, "children", None)
    if look == TABLE_BEHIND:
        return dict.fromkeys(_ids(inner), card)
    return tables_behind(inner, str(id) if isinstance(part, html.Section) else card)


def _ids(part: Any) -> list[str]:
    parts = part if isinstance(part, list | tuple) else [part]
    found = [str(one.id) for one in parts if getattr(one, "id", None)]
    inner = [getattr(one, "children", None) for one in parts if isinstance(one, Component)]
    return [*found, *(id for one in inner if one is not None for id in _ids(one))]


def _names(opened: object) -> list[object]:
    return opened if isinstance(opened, list) else []


def _is_drawn(output: Output) -> bool:
    return output.component_property == "children"


def _hash(value: Any) -> str:
    text = to_json_plotly(value) or ""
    return blake2b(text.encode(), digest_size=HASH_BYTES).hexdigest()
