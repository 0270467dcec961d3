"""One computation for all who ask the same.

An answer depends on the question, on what the viewer may read and on what has happened.
What the viewer may read and the newest event are read from the database for every question, after
it was asked. So a label that is revoked is out of every answer at once, and no answer outlives the
event that changes it.
"""

import asyncio
import hashlib
import json
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

from dashboard.bounded import Bounded
from dashboard.encoding import LEAST_BYTES, Encoding, accepted, compressed
from dashboard.errors import ReadModelUnavailable
from dashboard.gate import UPDATE_PATH
from dashboard.refusals import SIGNED_OUT, Refusal, refusal
from dashboard.who import asking

# Time passes without an event, and ages grow: what shows the present holds so long.
LIVE_S = 1.0
# A page of a moment that the address names holds until something happens; not for ever, because
# whoever rebuilds the projections tells nobody.
FIXED_S = 10.0
MOST_BYTES = 32 * 2**20
# Where so many ask at once, the next look waits a little, so that one answers the whole crowd.
CROWD = 4
CROWD_WAITS_S = 0.02

Send = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the viewer may read, and the newest event: while it is the same, so are answers."""

    labels: list[int]
    seq: int
    covers_everything: bool  # also what is under no label
    is_operator: bool  # also how the system is


@dataclass(slots=True)
class Answer:
    """An answer as it was computed once, and in each encoding in which somebody took it."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    noted: Refusal
    began_at: float
    took_s: float = 0.0
    encoded: dict[Encoding, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Give how many bytes this answer keeps, with an estimate for what is compressed."""
        return 2 * len(self.body) + 1000

    async def send(self, send: Send, encoding: Encoding | None) -> None:
        """Send it to one of those who asked."""
        own = refusal.get()
        if own is not None and self.noted.status:
            own.status, own.detail = self.noted.status, self.noted.detail
        body, headers = self.body, list(self.headers)
        if len(body) >= LEAST_BYTES:
            headers.append((b"vary", b"Accept-Encoding"))
            if encoding is not None:
                body = self._in(encoding)
                headers.append((b"content-encoding", encoding.encode()))
        headers.append((b"content-length", str(len(body)).encode()))
        # Screens in step rest so long, and all who are given this answer as long as each other.
        headers.append((b"server-timing", f"answer;dur={1000 * self.took_s:.0f}".encode()))
        start = {"type": "http.response.start", "status": self.status, "headers": headers}
        await send(start)
        await send({"type": "http.response.body", "body": body})

    def _in(self, encoding: Encoding) -> bytes:
        if encoding not in self.encoded:
            self.encoded[encoding] = compressed(self.body, encoding)
        return self.encoded[encoding]


class Looks:
    """Looks at the database for many at once, but for nobody with a look that began before.

    The many are one session's, or everybody where nobody signs in.
    """

    def __init__(self, look: Callable[[], Awaitable[Standing]]) -> None:
        self._look = look
        self._next: asyncio.Task[Standing] | None = None
        self._last: asyncio.Task[Standing] | None = None
        self._asking = 0

    async def now(self) -> Standing:
        """Give the standing as it is at a moment after this was asked."""
        self._asking += 1
        if self._next is None:
            self._next = asyncio.create_task(self._look_after(self._last))
        return await asyncio.shield(self._next)

    async def _look_after(self, last: asyncio.Task[Standing] | None) -> Standing:
        if last is not None:
            await asyncio.wait([last])
        if self._asking >= CROWD:
            await asyncio.sleep(CROWD_WAITS_S)
        self._asking = 0
        # From here on nobody joins: what they ask about may happen while this look is under way.
        self._last, self._next = self._next, None
        return await self._look()


class SharedAnswers:
    """ASGI around the pages' callbacks: asks each question once, for all who ask it."""

    def __init__(
        self,
        app: Any,
        *,
        look: Callable[[], Awaitable[Standing]],
        changes: Callable[[], int],
        shared: Mapping[str, float],
        most_bytes: int = MOST_BYTES,
    ) -> None:
        """Share the answers of some callbacks.

        `look` looks for who asks; `changes` counts what happens beside events; `shared` says of
        each callback, by its output, how many seconds its answer about a fixed moment holds.
        """
        self._app = app
        self._look = look
        self._looks: WeakValueDictionary[str, Looks] = WeakValueDictionary()
        self._changes = changes
        self._shared = dict(shared)
        self._kept: Bounded[bytes, Answer] = Bounded(most_bytes)
        self._under_way: dict[bytes, asyncio.Task[Answer]] = {}

    @property
    def kept_bytes(self) -> int:
        """Give how much is kept, at most what was allowed."""
        return self._kept.bytes

    @property
    def outputs(self) -> Collection[str]:
        """Give the callbacks whose answers are shared, by output."""
        return self._shared.keys()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Send) -> None:
        """Answer a question that was asked before as it was answered then, while that holds."""
        if scope["type"] != "http" or (scope["method"], scope["path"]) != ("POST", UPDATE_PATH):
            return await self._app(scope, receive, send)
        body = (await receive()).get("body", b"")
        question = json.loads(body)
        if question["output"] not in self._shared:
            return await self._app(scope, _said(body), send)
        try:
            answer = await self._answer(question, scope, body)
        except ReadModelUnavailable:
            # The callback meets the same trouble, and says so.
            return await self._app(scope, _said(body), send)
        await answer.send(send, accepted(scope))

    async def _answer(
        self, question: dict[str, Any], scope: dict[str, Any], body: bytes
    ) -> Answer:
        looks = self._looks_of_who_asks()
        while True:
            standing = await looks.now()
            key = _key(question, standing, self._changes())
            kept = self._kept.get(key)
            if kept is not None and time.monotonic() < kept.began_at + self._holds_s(question):
                self._kept.touch(key)
                return kept
            is_first = key not in self._under_way
            if is_first:
                task = asyncio.create_task(self._compute(key, looks, standing, scope, body))
                self._under_way[key] = task
                task.add_done_callback(lambda _, own=key: self._under_way.pop(own, None))
            # Whoever leaves lets the others have it.
            answer = await asyncio.shield(self._under_way[key])
            # Who asked first was signed out meanwhile: that is no answer for anybody else.
            if is_first or answer.noted.status != SIGNED_OUT:
                return answer

    def _looks_of_who_asks(self) -> Looks:
        """Give what looks for this session; for everybody where nobody signs in."""
        one = asking.get()
        name = one.token if one else ""
        looks = self._looks.get(name)
        if looks is None:
            looks = self._looks[name] = Looks(self._look)
        return looks

    def _holds_s(self, question: dict[str, Any]) -> float:
        places = question["inputs"]
        view = next((one.get("value") for one in places if one["id"] == "view"), None)
        parameters = view.get("parameters") if isinstance(view, dict) else None
        is_fixed = isinstance(parameters, dict) and bool(parameters.get("as_of"))
        return self._shared[question["output"]] if is_fixed else LIVE_S

    async def _compute(
        self,
        key: bytes,
        looks: Looks,
        standing: Standing,
        scope: dict[str, Any],
        body: bytes,
    ) -> Answer:
        answer = await _asked(self._app, scope, body)
        # Something may have happened meanwhile: then nobody knows before or after what this is.
        if answer.status == 200 and await looks.now() == standing:
            self._kept.keep(key, answer, answer.size)
        return answer


async def _asked(app: Any, scope: dict[str, Any], body: bytes) -> Answer:
    """Give the answer of the application, whoever asked first."""
    answer = Answer(500, [], b"", Refusal(), time.monotonic())
    refusal.set(answer.noted)  # this task's own

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = [one for one in message["headers"] if one[0] != b"content-length"]
        else:
            answer.body += message.get("body", b"")

    await app({**scope, "state": dict(scope.get("state", {}))}, _said(body), send)
    answer.took_s = time.monotonic() - answer.began_at
    return answer


def _said(body: bytes) -> Callable[[], Awaitable[dict[str, Any]]]:
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.Event().wait()  # who asks stays
        return waiting.pop()

    return receive


def _key(question: dict[str, Any], standing: Standing, changes: int) -> bytes:
    """Give what an answer depends on; that the browser was woken, and by what, is not part."""
    inputs = [one for one in question["inputs"] if one["id"] != "tick"]
    said = [question["output"], inputs, question.get("state"), standing.labels, standing.seq]
    reads = [standing.covers_everything, standing.is_operator]
    text = json.dumps([*said, *reads, changes], sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=32).digest()
