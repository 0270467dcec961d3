"""What is asked in the same process: without a browser and without a port."""

import asyncio
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from tests.support.callbacks import UPDATE_PATH, Message

Found = TypeVar("Found")


def run_apart(asked: Coroutine[Any, Any, Found]) -> Found:
    """Run to its end what is asked, on a loop of its own: a browser's may stand in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked).result()


async def posted(app: Any, asked: Message) -> bytes:
    """Give the body of the answer of an ASGI application to a callback's message."""
    body, answered = json.dumps(asked).encode(), b""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(said: dict[str, Any]) -> None:
        nonlocal answered
        assert said.get("status", 200) == 200, (said, asked["output"])
        answered += said.get("body", b"")

    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")]
    scope = {
        "type": "http",
        "method": "POST",
        "path": UPDATE_PATH,
        "raw_path": UPDATE_PATH.encode(),
        "query_string": b"",
        "headers": headers,
        "http_version": "1.1",
        "scheme": "http",
        "root_path": "",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
    }
    await app(scope, receive, send)
    return answered
