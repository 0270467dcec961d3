"""The door: whoever is not signed in gets no further than here, by whatever way.

It stands between the gate, which looks at the request alone, and all that answers. Every request
is looked up anew: nothing here outlives the session in the database.
"""

import time
from collections.abc import Collection
from typing import Any

import structlog

from dashboard import trail
from dashboard.errors import ReadModelUnavailable, SignedOut
from dashboard.gate import (
    IMPORT_CHECK_PATH,
    IMPORT_FILE_PATH,
    IMPORT_LOOK_PATH,
    IMPORT_PATH,
    LETTER_CHECK_PATH,
    LETTER_PATH,
    NOTES_PATH,
    RECORD_CHECK_PATH,
    RECORD_PATH,
    REPLAY_PATH,
    REPORTS_PATH,
    UPDATE_PATH,
    WHATIFS_PATH,
    replayed,
)
from dashboard.people import answers, cookies, requests, walls
from dashboard.people.documents import Documents
from dashboard.people.door import Door
from dashboard.people.ways import WayIn
from dashboard.queries import ReadModel
from dashboard.queries.people import my_session
from dashboard.refusals import NOT_ALLOWED, note, refusal
from dashboard.who import Asking, Person, asks, may, sha256
from dashboard.wording.catalogue import say, texts
from infra.audit.acts import Act, Outcome
from infra.reaching import Reachable

SIGN_IN, SIGN_OUT, EVERYWHERE, YOU = "/sign-in", "/sign-out", "/sign-out-everywhere", "/you"
STILL = "/signed-in"  # asked by a page whose stream is down; nobody does anything by it
# What takes a POST here, and how much of it.
MAX_BYTES = {SIGN_IN: requests.LONGEST_FORM, SIGN_OUT: 64, EVERYWHERE: 64, **walls.MAX_BYTES}
# All that is asked there writes, or is of the form in which people do.
OF_RECORDERS = frozenset(
    {
        RECORD_PATH,
        RECORD_CHECK_PATH,
        LETTER_PATH,
        LETTER_CHECK_PATH,
        IMPORT_PATH,
        IMPORT_FILE_PATH,
        IMPORT_LOOK_PATH,
        IMPORT_CHECK_PATH,
    }
)
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
        for_operators: Collection[str],
        ended: Any,
    ) -> None:
        """`for_operators` are the pages that administrators alone see.

        `ended` is called when somebody has signed out: streams of that session end.
        """
        self._app = app
        self._read_model = read_model
        self._door = door
        self._way_in = way_in
        self._documents = documents
        self._where = where
        self._walls = walls.Walls(
            door,
            documents,
            has_tls=where.has_tls,
            address_of=self.address_of,
            ended=lambda: ended(None),
        )
        self._pages = frozenset(pages) | {YOU, walls.WALLS}
        self._for_operators = frozenset(for_operators)
        self._ended = ended
        self._cookie = cookies.name_of(has_tls=where.has_tls)
        self._seen: dict[bytes, float] = {}

    @property
    def paths(self) -> frozenset[str]:
        """Give the addresses that are answered here."""
        return frozenset(
            {SIGN_IN, SIGN_OUT, EVERYWHERE, YOU, STILL, *walls.PATHS, *self._way_in.paths}
        )

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
                await self._app(scope, receive, self._telling(scope, send))

    async def _admitted(self, scope: Scope, receive: Any, send: Any) -> tuple[Asking, Any] | None:
        """Give who asks, and the body to be read again; None when an answer was sent instead."""
        asking = await self._who(scope)
        if scope["path"] in self.paths:
            await self._at_the_door(scope, receive, send, asking)
            return None
        if asking is None:
            await self._turned_away(scope, send)
            return None
        lacking = _role_lacking(scope, asking.person)
        if lacking is not None:
            with asks(asking):
                await self._write(scope, lacking)
            await answers.refused(send, 403, texts("people.not_allowed")[lacking])
            return None
        if self._lacks_page(scope, asking.person):
            with asks(asking):
                await self._write(scope, "administrator")
        receive, is_by_itself = await _read(scope, receive)
        # A wall does nothing but ask by itself: as long as it does, it is there.
        if not is_by_itself or _is_wall(asking):
            await self._note_seen(asking)
        return asking, receive

    def _lacks_page(self, scope: Scope, person: Person | None) -> bool:
        """Tell whether somebody asks for a page of operators, of which only a word is shown."""
        is_of_operators = scope["path"] in self._for_operators and scope["method"] == "GET"
        return is_of_operators and "administrator" not in (person.roles if person else ())

    async def _write(self, scope: Scope, lacking: str) -> None:
        """Write down what is refused, before it is."""
        subject = f"{scope['method']} {scope['path']}"
        detail = {"lacks": lacking}
        await trail.write(self._read_model, Act.ACCESS, Outcome.REFUSED, subject, detail)

    def _telling(self, scope: Scope, send: Any) -> Any:
        """Give what sends an answer; what a page refuses is written down before it is told."""

        async def telling(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                await self._write_refusal(scope)
            await send(message)

        return telling

    async def _write_refusal(self, scope: Scope) -> None:
        noted = refusal.get()
        if noted is None or noted.status != NOT_ALLOWED:
            return
        try:
            await self._write(scope, "administrator")
        except ReadModelUnavailable as error:
            # It was refused all the same, and is in the log.
            log.warning("a refusal is not in the trail", path=scope["path"], reason=str(error))

    async def _who(self, scope: Scope) -> Asking | None:
        token = cookies.read(scope["headers"], self._cookie)
        if token is None:
            return None
        try:
            with asks(Asking(token)):
                person = await my_session(self._read_model)
        except SignedOut:
            note(0, "")  # what is answered now is said here
            return None
        return None if person is None else Asking(token, person, self.address_of(scope))

    async def _at_the_door(
        self, scope: Scope, receive: Any, send: Any, asking: Asking | None
    ) -> None:
        path, method = scope["path"], scope["method"]
        if path in walls.PATHS:
            return await self._at_the_walls(scope, receive, send, asking)
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
        if path == SIGN_IN and method != "POST" and self._is_left_screen(scope):
            return await answers.on_to(send, walls.WALL)
        entered = await self._way_in.answer(scope, receive, send, self._pages)
        if entered is None:
            return
        # Whoever signs in leaves the session that this browser had.
        if asking is not None:
            await self._door.end(asking.token, self.address_of(scope))
            self._ended(sha256(asking.token))
        log.info("signed in", address=self.address_of(scope))
        cookie = self._set_cookie(entered.token)
        await answers.on_to(
            send, entered.next_path, [cookie, self._walls.no_screen(), *entered.headers]
        )

    async def _at_the_walls(
        self, scope: Scope, receive: Any, send: Any, asking: Asking | None
    ) -> None:
        with asks(asking):
            if asking is None and scope["path"] == walls.WALLS:
                return await self._turned_away(scope, send)
            if asking is not None and scope["path"] != walls.WALL:
                await self._note_seen(asking)
                if not may("administrator"):
                    await self._write(scope, "administrator")
            await self._walls.answer(scope, receive, send, asking)

    def _is_left_screen(self, scope: Scope) -> bool:
        """Tell whether a screen whose session has ended asks to sign in; a person says so."""
        is_person = b"as=person" in scope["query_string"].split(b"&")
        return self._walls.is_screen(scope) and not is_person

    async def _sign_out(self, scope: Scope, send: Any, asking: Asking | None) -> None:
        if scope["method"] != "POST":
            return await answers.on_to(send, YOU)
        if asking is not None:
            everywhere = scope["path"] == EVERYWHERE
            address = self.address_of(scope)
            await self._door.end(asking.token, address, everywhere=everywhere)
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
    elif _writes(scope["method"], scope["path"]):
        needed = "recorder"
    elif scope["method"] == "POST" and scope["path"] != UPDATE_PATH and person and person.wall:
        return "person"
    else:
        return None
    return None if needed in roles else needed


def _is_wall(asking: Asking) -> bool:
    return asking.person is not None and asking.person.wall is not None


def _writes(method: str, path: str) -> bool:
    """Tell whether a request writes, or is of the form in which people do."""
    return path in OF_RECORDERS or (method, path) == ("POST", NOTES_PATH)


async def _read(scope: Scope, receive: Any) -> tuple[Any, bool]:
    """Tell whether a page asked by itself; the body can be read again."""
    path = scope["path"]
    if (scope["method"], path) != ("POST", UPDATE_PATH):
        return receive, path == "/stream" or (
            path in (NOTES_PATH, REPLAY_PATH, RECORD_PATH, IMPORT_PATH)
            and scope["method"] == "GET"
        )
    body = (await receive()).get("body", b"")
    return replayed(body, receive), requests.is_by_itself(body)
