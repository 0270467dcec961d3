"""What leaves the server leaves it small: files as they were compressed when built."""

import asyncio
from typing import Any

from starlette.middleware.gzip import GZipMiddleware

from dashboard.bundle import Asset, Bundle
from dashboard.encoding import ANSWER_GZIP, LEAST_BYTES, accepted

# Its name changes with its content, so nobody ever has to ask again.
_FOR_EVER = b"public, max-age=31536000, immutable"


class Delivery:
    """ASGI around the application: sends the bundle's files, and compresses all other answers.

    A stream of events is never held back.
    """

    def __init__(self, app: Any, bundle: Bundle) -> None:
        self._app = GZipMiddleware(app, minimum_size=LEAST_BYTES, compresslevel=ANSWER_GZIP)
        self._bundle = bundle

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer one request."""
        asset = self._bundle.asset(scope["path"]) if scope["type"] == "http" else None
        if asset is None:
            return await self._app(scope, receive, send)
        await _send(asset, scope, send)


async def _send(asset: Asset, scope: dict[str, Any], send: Any) -> None:
    encoding = None if asset.is_compressed else accepted(scope)
    body = await asyncio.to_thread(asset.body, encoding)
    headers = [
        (b"content-type", asset.media_type.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", _FOR_EVER),
    ]
    if not asset.is_compressed:
        headers.append((b"vary", b"Accept-Encoding"))
    if encoding is not None:
        headers.append((b"content-encoding", encoding.encode()))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
