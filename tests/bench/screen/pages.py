"""How long the server takes to give each page its data, asked as the browser asks."""

import json
import time
import urllib.request
from collections.abc import Sequence

from dashboard.app import BY_PATH
from dashboard.view import View
from tests.support.callbacks import UPDATE_PATH, Message, callbacks, message


def page_data_ms(url: str, times: int) -> dict[str, Sequence[float]]:
    """Give for each page how long each answer with its data took."""
    known = callbacks(url)
    bodies = {path: _question(known, path) for path in sorted(BY_PATH)}
    return {path: [_ask_ms(url, body) for _ in range(times)] for path, body in bodies.items()}


def _question(known: Sequence[Message], path: str) -> bytes:
    data = f"..{BY_PATH[path].layout(View()).id}-data.drawn.."
    callback = next(one for one in known if data in one["output"])
    return json.dumps(message(callback)).encode()


def _ask_ms(url: str, body: bytes) -> float:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url + UPDATE_PATH, body, headers)  # noqa: S310
    began = time.monotonic()
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        answer.read()
    return 1000 * (time.monotonic() - began)
