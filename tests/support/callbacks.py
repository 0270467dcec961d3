"""What the browser sends to a callback of Dash, told by what the server tells the browser."""

import json
import urllib.request
from typing import Any

Message = dict[str, Any]
UPDATE_PATH = "/_dash-update-component"


def callbacks(url: str) -> list[Message]:
    """Give every callback of a running dashboard, those that run in the browser too."""
    with urllib.request.urlopen(f"{url}/_dash-dependencies", timeout=20) as answer:  # noqa: S310
        return json.load(answer)


def message(callback: Message) -> Message:
    """Give the message that our pages send to a callback while nothing is chosen."""
    named = callback["output"]
    parts = named[2:-2].split("...") if named.startswith("..") else [named]
    written = [dict(zip(("id", "property"), part.rsplit(".", 1), strict=True)) for part in parts]
    return {
        "output": named,
        "outputs": written if named.startswith("..") else written[0],
        "inputs": [{**place, "value": _value(place)} for place in callback["inputs"]],
        "state": [{**place, "value": _value(place)} for place in callback["state"]],
        "changedPropIds": [f"{one['id']}.{one['property']}" for one in callback["inputs"][:1]],
    }


def _value(place: Message) -> Any:
    usual = {"view.data": {"path": "/", "title": "", "parameters": {}}, "scheme.data": "light"}
    usual |= {"url.pathname": "/", "url.search": "", "tick.data": 1}
    return usual.get(f"{place['id']}.{place['property']}")
