"""The data of a page in one component: what changed since the browser's last answer, nothing else.

The browser keeps a hash of each value it was given and sends them along; a value whose hash is
the same stays out of the answer, so a page whose data did not change does nothing. Texts, lists
and tables go as data to scripts/page/drawing.js; charts, grids and selectors stay Dash's.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, ClassVar

from dash import Dash, Input, Output, Patch, State, html, no_update
from dash.development.base_component import Component
from plotly.io.json import to_json_plotly

from dashboard.components.drawn import tree_of
from dashboard.components.patching import Remembered, Step, steps_between, write
from dashboard.refusals import guarded

HASH_BYTES = 9
# A shorter value is sent whole.
WORTH_PATCHING = 1500
REMEMBERED = Remembered(most_bytes=24 * 2**20)
DRAWN = "drawn"  # in what is known: something was drawn before
_BELOW_THE_HOUR = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}):\d{2}:\d{2}(\.\d+)?")
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
    had: dict[str, Any] = known if isinstance(known, dict) else {}
    has = dict(had)
    answer: dict[str, Any] = {}
    drawn: dict[str, tuple[Any, object]] = {}
    for name, output in outputs.items():
        value = values[name]
        if _is_drawn(output) and value is not no_update:
            value = tree_of(value)
        is_new = value is not no_update and _note(has, name, value, output)
        if _is_drawn(output):
            drawn |= {str(output.component_id): (value, had.get(name))} if is_new else {}
        else:
            answer[name] = _whole_or_patch(value, had.get(name)) if is_new else no_update
    if drawn:
        answer["drawn"] = _places(drawn, is_first=DRAWN not in had)
        has[DRAWN] = "yes"
    return {"drawn": no_update, **answer, "known": no_update if has == had else has}


def _note(has: dict[str, Any], name: str, value: Any, output: Output) -> bool:
    """Note the hash of a value, and say whether it is another one than before."""
    text, before = to_json_plotly(value) or "", has.get(name)
    is_chart = output.component_property == "figure"
    # An hour is less than a pixel of any axis of time.
    seen = _BELOW_THE_HOUR.sub(r"\1", text) if is_chart else text
    has[name] = blake2b(seen.encode(), digest_size=HASH_BYTES).hexdigest()
    if not is_chart and len(text) >= WORTH_PATCHING:
        REMEMBERED.keep(has[name], text)
    return has[name] != before


def _whole_or_patch(value: Any, hash: object) -> Any:
    steps = _steps_from(hash, value)
    if steps is None:
        return value
    patch = Patch()
    write(steps, patch)
    return patch


def _places(drawn: Mapping[str, tuple[Any, object]], *, is_first: bool) -> Any:
    """Give the trees of places; only where there is something already it can be patched."""
    if is_first:
        return {place: tree for place, (tree, _) in drawn.items()}
    patch = Patch()
    for place, (tree, hash) in drawn.items():
        steps = _steps_from(hash, tree)
        if steps is None:
            patch[place] = tree
        else:
            write(steps, patch[place])
    return patch


def _steps_from(hash: object, new: Any) -> list[Step] | None:
    old = REMEMBERED.value(hash) if isinstance(hash, str) else None
    return None if old is None else steps_between(old, new)


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


def _id(name: str) -> str:
    return f"{name}-data"
