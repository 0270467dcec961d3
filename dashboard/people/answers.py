"""Answers that the door gives itself, as ASGI: documents, refusals, ways on."""

import json
from collections.abc import Sequence
from typing import Any

Headers = Sequence[tuple[bytes, bytes]]
Send = Any


async def document(send: Send, status: int, text: str, headers: Headers = ()) -> None:
    """Send a document."""
    await _whole(send, status, text.encode(), b"text/html; charset=utf-8", headers)


async def refused(send: Send, status: int, why: str) -> None:
    """Send a refusal to a script."""
    await _whole(send, status, json.dumps({"error": why}).encode(), b"application/json")


async def nothing(send: Send) -> None:
    """Say yes, and nothing else."""
    headers = [(b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def on_to(send: Send, address: str, headers: Headers = ()) -> None:
    """Send a browser on to another address, which it asks for by GET."""
    place = (b"location", address.encode("ascii", "replace"))
    await _whole(send, 303, b"", b"text/plain; charset=utf-8", (place, *headers))


async def _whole(
    send: Send, status: int, body: bytes, content_type: bytes, headers: Headers = ()
) -> None:
    own = [
        (b"content-type", content_type),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *headers,
    ]
    await send({"type": "http.response.start", "status": status, "headers": own})
    await send({"type": "http.response.body", "body": body})
