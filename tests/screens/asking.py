"""What a page answers to an address, asked in this process as a browser would ask it."""

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from dashboard.app import BY_PATH
from dashboard.components.page_data import tables_behind
from dashboard.server import Dashboard
from dashboard.view import View, parse_query
from infra.settings import Settings
from tests.support.callbacks import message
from tests.support.in_process import posted, run_apart

Answer = dict[str, Any]  # by the place it fills: `id.property`
FRAME = frozenset({"banner-top", "main"})  # what stands around every page


def answers(settings: Settings, addresses: Sequence[str]) -> dict[str, Answer]:
    """Give what pages answer at their addresses: layout, every part with its tables, frame."""

    async def run() -> dict[str, Answer]:
        own = Dashboard(settings)
        async with own.server.router.lifespan_context(own.server):
            return {address: await _answer(own, address) for address in addresses}

    return run_apart(run())


async def _answer(own: Dashboard, address: str) -> Answer:
    parts = urlsplit(address)
    parameters = parse_query(parts.query).to_json()
    layout = BY_PATH[parts.path].layout(View())
    values: dict[str, object] = {
        "view.data": {"path": parts.path, "title": "", "parameters": parameters},
        "url.pathname": parts.path,
        "url.search": f"?{parts.query}" if parts.query else "",
    }
    found: Answer = {}
    for callback in _of_page(own, layout):
        asking = message(callback)
        for one in (*asking["inputs"], *asking["state"]):
            if one["property"] == "opened":
                one["value"] = sorted(set(tables_behind(layout).values()))
            else:
                one["value"] = values.get(f"{one['id']}.{one['property']}", one["value"])
        body = await posted(own.server, asking)
        found |= _by_place(json.loads(body)["response"])
    return found


def _of_page(own: Dashboard, layout: Any) -> Iterator[dict[str, Any]]:
    """Give the callbacks that fill a page or stand around it, but for those of the browser."""
    mine = {str(one.id) for one in (layout, *layout._traverse()) if getattr(one, "id", None)}
    for callback in own.dash._callback_list:
        if callback.get("clientside_function"):
            continue
        ids = {part.rsplit(".", 1)[0] for part in callback["output"].strip(".").split("...")}
        follows = {one["id"] for one in callback["inputs"]}
        if ids & FRAME or (ids <= mine and "view" in follows):
            yield callback


def _by_place(response: dict[str, dict[str, Any]]) -> Answer:
    """Give each value by the place it fills; what only says which values those are is left out."""
    found: Answer = {}
    for id, own in response.items():
        for name, value in own.items():
            if name == "drawn":
                found |= {f"{place}.children": tree for place, tree in value.items()}
            elif name != "known":
                found[f"{id}.{name}"] = value
    return found
