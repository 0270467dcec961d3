"""The one door: every request passes here before anything of Dash or FastAPI sees it.

Dash's own hooks do not cover every path, so this is plain ASGI around the whole application. It
refuses other hosts, other sites, unknown paths, addresses that cannot be read and messages no page
of ours would send; and it puts the security headers on every answer.
"""

import asyncio
import html
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import structlog

from dashboard.dropped import LARGEST_BYTES
from dashboard.errors import BadView
from dashboard.refusals import Refusal, refusal
from dashboard.view import parse_query
from dashboard.whereabouts import LOOPBACK, Whereabouts, is_this_machine

Scope = dict[str, Any]
UNREADABLE = "This address cannot be shown"
BODY_WITHIN_S = 10
MAX_BODY_BYTES = 256 * 1024
OPEN_PREFIXES = (
    "/_dash-",
    "/assets/",
    "/api/",
    "/export/",
    "/_favicon.ico",
    "/stream",
    "/health",
)
LIBRARIES = "/_dash-component-suites/"
UPDATE_PATH = "/_dash-update-component"
NOTES_PATH = "/api/notes"
WHATIFS_PATH = "/api/whatifs"
REPLAY_PATH = "/api/replay"
REPORTS_PATH = "/api/reports"
ALERTS_PATH = "/api/alerts"
RECORD_PATH = "/api/recorded"
RECORD_CHECK_PATH = "/api/recorded/check"
LETTER_PATH = "/api/dead-letters"
LETTER_CHECK_PATH = "/api/dead-letters/check"
IMPORT_PATH = "/api/imports"
IMPORT_FILE_PATH = "/api/imports/file"
IMPORT_LOOK_PATH = "/api/imports/look"
IMPORT_CHECK_PATH = "/api/imports/check"
# What takes a POST, and how much of it: pages ask for their data, people write notes, pick, type
# in events and take care of their alerts, and whoever holds a replay moves it.
MAX_BYTES = {
    UPDATE_PATH: MAX_BODY_BYTES,
    NOTES_PATH: 16 * 1024,
    WHATIFS_PATH: 1024,
    REPLAY_PATH: 1024,
    REPORTS_PATH: 1024,
    ALERTS_PATH: 2048,
    RECORD_PATH: 64 * 1024,
    RECORD_CHECK_PATH: 64 * 1024,
    # A copy has at most 1 MB, and is a text in JSON.
    LETTER_PATH: 4 * 1024 * 1024,
    LETTER_CHECK_PATH: 4 * 1024 * 1024,
    IMPORT_PATH: MAX_BODY_BYTES,
    IMPORT_FILE_PATH: LARGEST_BYTES,
    IMPORT_LOOK_PATH: 1024,
    IMPORT_CHECK_PATH: MAX_BODY_BYTES,
}

# Taken in parts by who answers it, once it is known who asks: it holds to the most itself.
IN_PARTS = frozenset({IMPORT_FILE_PATH})

# Who came by TLS once never sends anything without.
_BY_TLS_ONLY = (b"strict-transport-security", b"max-age=31536000")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Shape:
    """What a callback's message must look like: who reads what, and who is written."""

    inputs: tuple[tuple[str, str], ...]
    state: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, str], ...]


def written(output: str) -> tuple[tuple[str, str], ...]:
    """Read the outputs from a callback's name: `a.b`, or `..a.b...c.d..` for several."""
    parts = output[2:-2].split("...") if output.startswith("..") else [output]
    pairs = [part.rpartition(".") for part in parts]
    return tuple((id, name) for id, _, name in pairs)


class _Refused(Exception):
    """A request that goes no further."""

    def __init__(self, status: int, title: str, words: str, *, is_page: bool = False) -> None:
        self.status, self.title, self.words, self.is_page = status, title, words, is_page
        super().__init__(title)


class Gate:
    """ASGI middleware: checks each request, marks each answer."""

    def __init__(
        self,
        app: Any,
        *,
        content_security_policy: str,
        where: Whereabouts,
        pages: Collection[str],
        callbacks: Mapping[str, Shape],
        style: str,
        icon: str,
        door: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        """`door` has the addresses of signing in and out, and how much each takes by POST."""
        self._app = app
        self._looks = {"style": style, "icon": icon}
        self._where = where
        self._door = frozenset(door)
        self._max_bytes = {**MAX_BYTES, **{path: most for path, most in door.items() if most}}
        self._pages = frozenset(pages)
        self._callbacks = callbacks
        self._headers = [
            (b"content-security-policy", content_security_policy.encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cross-origin-resource-policy", b"same-origin"),
            (b"x-frame-options", b"DENY"),
            *([_BY_TLS_ONLY] if where.has_tls else []),
        ]

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        if scope["type"] != "http":
            # No page opens a WebSocket.
            return await send({"type": "websocket.close", "code": 1008})
        noted = Refusal()
        token = refusal.set(noted)
        answer = _Answer(send, self._headers, noted, scope, self._looks)
        try:
            receive = await self._checked(scope, receive, noted)
            if scope["method"] == "HEAD":
                # The server leaves the body out; what would be in it is for the pages to say.
                scope = {**scope, "method": "GET"}
            await self._app(scope, receive, answer)
        except _Refused as refused:
            await answer.refuse(refused)
        finally:
            refusal.reset(token)

    async def _checked(self, scope: Scope, receive: Any, noted: Refusal) -> Any:
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        method, path = scope["method"], scope["path"]
        if not self._watches(scope, headers):
            self._check_peer(scope)
            self._check_origin(headers, method)
        if method not in ("GET", "HEAD", "POST"):
            raise _Refused(405, "Not allowed", f"{method} is not used here.")
        if method == "HEAD" and path == "/stream":
            raise _Refused(405, "Not allowed", "A stream has no end, and so no head.")
        if path in self._pages:
            _check_view(scope)
        elif path not in self._door and not path.startswith(OPEN_PREFIXES):
            raise _Refused(
                404, "There is no such page", f"Nothing is at {path[:80]}.", is_page=True
            )
        if path.startswith(LIBRARIES):
            # Dash fails where it has no such file.
            noted.status, noted.detail = 404, "there is no such file"
        return receive if method != "POST" else await self._posted(path, headers, receive)

    async def _posted(self, path: str, headers: Mapping[str, str], receive: Any) -> Any:
        if path not in self._max_bytes:
            raise _Refused(405, "Not allowed", "Nothing takes a POST here.")
        most = self._max_bytes[path]
        if path in IN_PARTS:
            return _at_most(headers, most, receive)
        body = await _body(receive, most)
        if path == UPDATE_PATH:
            check_message(body, self._callbacks)
        return replayed(body, receive)

    def _watches(self, scope: Scope, headers: Mapping[str, str]) -> bool:
        """Tell whether this machine asks how it is, past every proxy."""
        is_watched = scope["path"].startswith("/health") and scope["method"] != "POST"
        return is_watched and _peer(scope) in LOOPBACK and is_this_machine(headers.get("host", ""))

    def _check_peer(self, scope: Scope) -> None:
        if self._where.proxy and _peer(scope) != self._where.proxy:
            raise _Refused(403, "Not from here", "The dashboard answers its proxy alone.")

    def _check_origin(self, headers: Mapping[str, str], method: str) -> None:
        host = headers.get("host", "")
        if not self._where.answers_to(host):
            raise _Refused(421, "Not this host", self._where.where_else)
        if method != "POST":
            return
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise _Refused(403, "Not from here", "This message comes from another site.")
        origin = headers.get("origin")
        if origin is not None and not self._where.is_ours(origin, host):
            raise _Refused(403, "Not from here", "This message comes from another site.")


def _peer(scope: Scope) -> str:
    return str((scope.get("client") or ("",))[0])


class _Answer:
    """The way back: headers on every answer, and a refusal in the place of a bare error."""

    def __init__(
        self,
        send: Any,
        headers: list[tuple[bytes, bytes]],
        noted: Refusal,
        scope: Scope,
        looks: Mapping[str, str],
    ) -> None:
        self._send, self._headers, self._noted, self._scope = send, headers, noted, scope
        self._looks = looks
        self._is_replaced = False

    async def __call__(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            if message["status"] >= 500 and self._noted.status:
                self._is_replaced = True
                await self._whole(
                    self._noted.status,
                    json.dumps({"error": self._noted.detail}).encode(),
                    b"application/json",
                )
                return
            if message["status"] >= 500:
                log.error("a request failed", path=self._scope["path"], status=message["status"])
            message = {**message, "headers": [*message["headers"], *self._headers]}
        if not self._is_replaced:
            await self._send(message)

    async def refuse(self, refused: _Refused) -> None:
        if refused.is_page:
            body = problem_page(refused.title, refused.words, **self._looks).encode()
            await self._whole(refused.status, body, b"text/html; charset=utf-8")
        else:
            body = json.dumps({"error": f"{refused.title}. {refused.words}"}).encode()
            await self._whole(refused.status, body, b"application/json")

    async def _whole(self, status: int, body: bytes, content_type: bytes) -> None:
        headers = [
            (b"content-type", content_type),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            *self._headers,
        ]
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def check_message(body: bytes, callbacks: Mapping[str, Shape]) -> None:
    """Refuse a callback message whose shape is not the one its callback declares."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _Refused(400, "Not a message", "The body is not JSON.") from error
    if not isinstance(message, dict):
        raise _Refused(400, "Not a message", "The body is not an object.")
    shape = callbacks.get(message.get("output", "")) if _is_text(message.get("output")) else None
    if shape is None:
        raise _Refused(400, "No such callback", "No callback writes that.")
    outputs = message.get("outputs")
    fits = (
        _places(message.get("inputs"), with_value=True) == shape.inputs
        and _places(message.get("state", []), with_value=True) == shape.state
        and _places(outputs if isinstance(outputs, list) else [outputs]) == shape.outputs
        and _changed_fit(message.get("changedPropIds"), shape)
        and set(message)
        <= {"output", "outputs", "inputs", "state", "changedPropIds", "parsedChangedPropsIds"}
    )
    if not fits:
        raise _Refused(400, "Not a message", "The message does not fit its callback.")


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _places(items: object, *, with_value: bool = False) -> tuple[tuple[str, str], ...] | None:
    if not isinstance(items, list):
        return None
    places: list[tuple[str, str]] = []
    allowed = {"id", "property", "value"} if with_value else {"id", "property"}
    for item in items:
        if not isinstance(item, dict) or not set(item) <= allowed:
            return None
        if not (_is_text(item.get("id")) and _is_text(item.get("property"))):
            return None
        places.append((item["id"], item["property"]))
    return tuple(places)


def _changed_fit(changed: object, shape: Shape) -> bool:
    if not isinstance(changed, list):
        return False
    known = {f"{id}.{name}" for id, name in shape.inputs}
    return all(_is_text(item) and item in known for item in changed)


def _check_view(scope: Scope) -> None:
    try:
        parse_query(scope["query_string"].decode("utf-8", "replace"))
    except (BadView, ValueError) as error:
        raise _Refused(400, UNREADABLE, f"{error}.", is_page=True) from error


def _at_most(headers: Mapping[str, str], most: int, receive: Any) -> Any:
    """Give what is received in parts, unless it says itself that it is too much."""
    said = headers.get("content-length", "0")
    if not said.isdecimal() or int(said) > most:
        raise _Refused(413, "Too large", f"At most {most} bytes.")
    return receive


async def _body(receive: Any, most: int) -> bytes:
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            return await _all_of_it(receive, most)
    except TimeoutError as error:
        raise _Refused(408, "Too slow", f"A message has {BODY_WITHIN_S} seconds.") from error


async def _all_of_it(receive: Any, most: int) -> bytes:
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise _Refused(400, "Not a message", "The message ended early.")
        body += message.get("body", b"")
        if len(body) > most:
            raise _Refused(413, "Too large", f"At most {most} bytes.")
        if not message.get("more_body"):
            return body


def replayed(body: bytes, receive: Any) -> Any:
    """Give what receives a body that was read already, and then goes on."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Any:
        return waiting.pop() if waiting else await receive()

    return again


def problem_page(title: str, words: str, *, style: str, icon: str) -> str:
    """Give the page for an address that cannot be shown."""
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)} – Muster</title>"
        f'<link rel="icon" href="{icon}"><link rel="stylesheet" href="{style}"></head>'
        f'<body><main class="problem empty-panel"><h1>{html.escape(title)}</h1>'
        f"<p>{html.escape(words)}</p>"
        '<p><a href="/">Go to the live overview</a></p></main></body></html>'
    )
