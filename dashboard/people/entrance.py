"""The door: whoever is not signed in gets no further than here, by whatever way.

It stands between the gate, which looks at the request alone, and all that answers. Every request
is looked up anew: nothing here outlives the session in the database.
"""

import time
from collections.abc import Collection
from typing import Any

import structlog

from dashboard.errors import ReadModelUnavailable, SignedOut
from dashboard.gate import (
    NOTES_PATH,
    REPLAY_PATH,
    REPORTS_PATH,
    UPDATE_PATH,
    WHATIFS_PATH,
    replayed,
)
from dashboard.people import answers, cookies, requests
from dashboard.people.documents import Documents
from dashboard.people.door import Door
from dashboard.people.ways import WayIn
from dashboard.queries import ReadModel
from dashboard.queries.people import my_session
from dashboard.refusals import note
from dashboard.who import Asking, Person, asks, sha256
from dashboard.wording.catalogue import say, texts
from infra.reaching import Reachable

SIGN_IN, SIGN_OUT, EVERYWHERE, YOU = "/sign-in", "/sign-out", "/sign-out-everywhere", "/you"
STILL = "/signed-in"  # asked by a page whose stream is down; nobody does anything by it
# What takes a POST here, and how much of it.
MAX_BYTES = {SIGN_IN: requests.LONGEST_FORM, SIGN_OUT: 64, EVERYWHERE: 64}
OPEN = frozenset({"/health", "/health/alive", "/health/ready", "/_favicon.ico"})
OPEN_PREFIXES = ("/assets/", "/_dash-component-suites/")
SEEN_EVERY_S = 60.0
MOST_REMEMBERED = 10_000

log = structlog.get_logger()
Scope = dict[str, Any]


class Entrance:
    """ASGI around all that answers: signs people in and out, and says who asks."""

    def __init__(
        self,
        app: Any,
        *,
        read_model: ReadModel,
        door: Door,
        way_in: WayIn,
        documents: Documents,
        where: Reachable,
        pages: Collection[str],
        ended: Any,
    ) -> None:
        """`ended` is called when somebody has signed out: streams of that session end."""
        self._app = app
        self._read_model = read_model
        self._door = door
        self._way_in = way_in
        self._documents = documents
        self._where = where
        self._pages = frozenset(pages) | {YOU}
        self._ended = ended
        self._cookie = cookies.name_of(has_tls=where.has_tls)
        self._seen: dict[bytes, float] = {}

    @property
    def paths(self) -> frozenset[str]:
        """Give the addresses that are answered here."""
        return frozenset({SIGN_IN, SIGN_OUT, EVERYWHERE, YOU, STILL, *self._way_in.paths})

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Answer at the door, or let a request through as somebody."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        if self._where.has_tls:
            scope = {**scope, "scheme": "https"}
        path = scope["path"]
        if path in OPEN or path.startswith(OPEN_PREFIXES):
            return await self._app(scope, receive, send)
        try:
            admitted = await self._admitted(scope, receive, send)
        except ReadModelUnavailable as error:
            log.warning("nobody can be let in", reason=str(error))
            return await self._away(scope, send)
        if admitted is not None:
            asking, receive = admitted
            with asks(asking):
                await self._app(scope, receive, send)

    async def _admitted(self, scope: Scope, receive: Any, send: Any) -> tuple[Asking, Any] | None:
        """Give who asks, and the body to be read again; None when an answer was sent instead."""
        asking = await self._who(cookies.read(scope["headers"], self._cookie))
        if scope["path"] in self.paths:
            await self._at_the_door(scope, receive, send, asking)
            return None
        if asking is None:
            await self._turned_away(scope, send)
            return None
        lacking = _role_lacking(scope, asking.person)
        if lacking is not None:
            await answers.refused(send, 403, texts("people.not_allowed")[lacking])
            return None
        receive, is_by_itself = await _read(scope, receive)
        if not is_by_itself:
            await self._note_seen(asking)
        return asking, receive

    async def _who(self, token: str | None) -> Asking | None:
        if token is None:
            return None
        try:
            with asks(Asking(token)):
                person = await my_session(self._read_model)
        except SignedOut:
            note(0, "")  # what is answered now is said here
            return None
        return None if person is None else Asking(token, person)

    async def _at_the_door(
        self, scope: Scope, receive: Any, send: Any, asking: Asking | None
    ) -> None:
        path, method = scope["path"], scope["method"]
        if path in (SIGN_OUT, EVERYWHERE):
            return await self._sign_out(scope, send, asking)
        if path == STILL and asking is not None:
            return await answers.nothing(send)
        if path in (YOU, STILL):
            if asking is None or asking.person is None:
                return await self._turned_away(scope, send)
            await self._note_seen(asking)
            return await answers.document(send, 200, self._documents.you(asking.person))
        if asking is not None and method != "POST" and path == SIGN_IN:
            return await answers.on_to(send, self._next(scope))
        entered = await self._way_in.answer(scope, receive, send, self._pages)
        if entered is None:
            return
        # Whoever signs in leaves the session that this browser had.
        if asking is not None:
            await self._door.end(asking.token)
            self._ended(sha256(asking.token))
        log.info("signed in", address=self.address_of(scope))
        cookie = self._set_cookie(entered.token)
        await answers.on_to(send, entered.next_path, [cookie, *entered.headers])

    async def _sign_out(self, scope: Scope, send: Any, asking: Asking | None) -> None:
        if scope["method"] != "POST":
            return await answers.on_to(send, YOU)
        if asking is not None:
            everywhere = scope["path"] == EVERYWHERE
            await self._door.end(asking.token, everywhere=everywhere)
            self._ended(None if everywhere else sha256(asking.token))
        gone = self._set_cookie("", seconds=0)
        text = self._documents.sign_in("/", say("people.signed_out"))
        await answers.document(send, 200, text, [gone])

    async def _note_seen(self, asking: Asking) -> None:
        own, now = sha256(asking.token), time.monotonic()
        if now - self._seen.get(own, -SEEN_EVERY_S) < SEEN_EVERY_S:
            return
        if len(self._seen) >= MOST_REMEMBERED:
            self._seen.clear()
        try:
            await self._door.seen(asking.token)
        except ReadModelUnavailable as error:
            log.warning("a session is not kept alive", reason=str(error))
        else:
            self._seen[own] = now

    async def _turned_away(self, scope: Scope, send: Any) -> None:
        """Show a person the way to sign in, and a script that it has no answer."""
        if scope["method"] == "GET" and scope["path"] in self._pages:
            next_path = requests.wanted(scope)
            return await answers.on_to(send, f"{SIGN_IN}?{requests.as_next(next_path)}")
        await answers.refused(send, 401, say("people.ended"))

    async def _away(self, scope: Scope, send: Any) -> None:
        if scope["method"] == "GET" and scope["path"] in self._pages | self.paths:
            text = self._documents.problem(say("people.away_title"), say("people.away"))
            return await answers.document(send, 503, text)
        await answers.refused(send, 503, say("people.away"))

    def _next(self, scope: Scope) -> str:
        return requests.next_of(scope["query_string"], self._pages)

    def _set_cookie(self, value: str, seconds: int | None = None) -> tuple[bytes, bytes]:
        has_tls = self._where.has_tls
        written = cookies.written(self._cookie, value, has_tls=has_tls, seconds=seconds)
        return (b"set-cookie", written)

    def address_of(self, scope: Scope) -> str:
        """Give the address of who asks."""
        return requests.address_of(scope, self._where.proxy)


def _role_lacking(scope: Scope, person: Person | None) -> str | None:
    """Give the role that a request needs and who asks has not."""
    roles = person.roles if person else ()
    if scope["path"].startswith("/export/") or scope["path"] in (WHATIFS_PATH, REPORTS_PATH):
        needed = "analyst"
    elif (scope["method"], scope["path"]) == ("POST", NOTES_PATH):
        needed = "recorder"
    else:
        return None
    return None if needed in roles else needed


async def _read(scope: Scope, receive: Any) -> tuple[Any, bool]:
    """Tell whether a page asked by itself; the body can be read again."""
    path = scope["path"]
    if (scope["method"], path) != ("POST", UPDATE_PATH):
        return receive, path == "/stream" or (
            path in (NOTES_PATH, REPLAY_PATH) and scope["method"] == "GET"
        )
    body = (await receive()).get("body", b"")
    return replayed(body, receive), requests.is_by_itself(body)
