"""Walls at the door: a screen shows a code, an administrator types it, and the screen reads.

The token of the device is made before it may do anything, is never in an address and never leaves
the device: pairing makes its hash the hash of a session.
"""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from dashboard.people import answers, cookies, requests, wall_documents
from dashboard.people.documents import Documents
from dashboard.people.door import TOKEN_BYTES, Door, Pairing
from dashboard.who import Asking, may
from dashboard.wording.catalogue import say
from infra.errors import UsageError
from infra.viewers import walls

WALL, WALLS, PAIR, END = "/wall", "/walls", "/walls/pair", "/walls/end"
PATHS = frozenset({WALL, WALLS, PAIR, END})
MAX_BYTES = {PAIR: 2048, END: 256}
# That this browser is a screen: it says nothing else, and lets nobody in.
SCREEN = "-screen"
KEPT_S = 400 * 24 * 3600
LOOKS_AGAIN_S = 3
FULL_AGAIN_S = 60
FIELDS = ("code", "name", "viewer", "every", *(f"page-{one}" for one in walls.PAGES))

Scope = dict[str, Any]


class Walls:
    """Answers screens that wait, and administrators who pair and end them."""

    def __init__(
        self,
        door: Door,
        documents: Documents,
        *,
        has_tls: bool,
        address_of: Callable[[Scope], str],
        ended: Callable[[], None],
    ) -> None:
        """`ended` is called when a wall was ended: its stream ends at once."""
        self._door = door
        self._documents = documents
        self._has_tls = has_tls
        self._address_of = address_of
        self._ended = ended
        self._cookie = cookies.name_of(has_tls=has_tls)
        self._screen = cookies.name_of(has_tls=has_tls, what=SCREEN)

    def is_screen(self, scope: Scope) -> bool:
        """Tell whether a browser without a session is a screen, and shall show a code again."""
        return cookies.read(scope["headers"], self._screen) is not None

    def no_screen(self) -> tuple[bytes, bytes]:
        """Give the header by which a browser is a person's again."""
        return self._set(self._screen, "", 0)

    async def answer(self, scope: Scope, receive: Any, send: Any, asking: Asking | None) -> None:
        """Answer one of the addresses of walls; who asks is set."""
        path, is_post = scope["path"], scope["method"] == "POST"
        if path == WALL:
            return await self._screen_asks(scope, send, asking)
        if asking is None or not may("administrator"):
            words = say("people.not_allowed.administrator")
            return await answers.refused(send, 403 if asking else 401, words)
        if not is_post:
            return await self._manage(send, asking, 200)
        names = FIELDS if path == PAIR else ("name",)
        fields = requests.form((await receive()).get("body", b""), names, len(FIELDS))
        if fields is None or "name" not in fields:
            return await self._manage(send, asking, 400, say("walls.unlike"), is_wrong=True)
        if path == PAIR:
            return await self._pair(scope, send, asking, fields)
        await self._door.end_wall(asking.token, self._address_of(scope), fields["name"])
        self._ended()
        await self._manage(send, asking, 200, say("walls.ended", name=fields["name"][:60]))

    async def _screen_asks(self, scope: Scope, send: Any, asking: Asking | None) -> None:
        if asking is not None and asking.person is not None and asking.person.wall is None:
            title, words = say("walls.signed_in.title"), say("walls.signed_in.words")
            return await answers.document(send, 200, self._documents.problem(title, words))
        token = cookies.read(scope["headers"], self._cookie)
        state = await self._door.wall_state(token) if token else "none"
        if state.startswith("/"):
            return await answers.on_to(send, state)
        headers: list[tuple[bytes, bytes]] = []
        if token is None or state == "none":
            token = secrets.token_urlsafe(TOKEN_BYTES)
            if not await self._door.ask_for_wall(token, self._address_of(scope)):
                text = self._documents.problem(say("walls.full"), say("walls.full_do"))
                return await answers.document(send, 503, text, [_again(FULL_AGAIN_S)])
            headers = [self._set(self._cookie, token), self._set(self._screen, "1")]
        text = wall_documents.code(self._documents, walls.code_of(token))
        await answers.document(send, 200, text, [*headers, _again(LOOKS_AGAIN_S)])

    async def _pair(
        self, scope: Scope, send: Any, asking: Asking, fields: Mapping[str, str]
    ) -> None:
        try:
            wanted = _wanted(fields)
        except UsageError as error:
            return await self._manage(send, asking, 400, str(error), is_wrong=True)
        wrong = await self._door.pair_wall(asking.token, self._address_of(scope), wanted)
        if wrong.isdigit():
            words = say("walls.throttled", wait=wrong)
            return await self._manage(send, asking, 429, words, is_wrong=True)
        if wrong:
            words = walls.why_not(wrong, wanted.viewer, wanted.name)
            return await self._manage(send, asking, 409, words, is_wrong=True)
        await self._manage(send, asking, 200, say("walls.paired", name=wanted.name))

    async def _manage(
        self, send: Any, asking: Asking, status: int, said: str = "", *, is_wrong: bool = False
    ) -> None:
        paired = await self._door.walls(asking.token)
        text = wall_documents.managing(self._documents, paired, said, is_wrong=is_wrong)
        await answers.document(send, status, text)

    def _set(self, name: str, value: str, seconds: int = KEPT_S) -> tuple[bytes, bytes]:
        written = cookies.written(name, value, has_tls=self._has_tls, seconds=seconds)
        return (b"set-cookie", written)


def _wanted(fields: Mapping[str, str]) -> Pairing:
    name, every = fields["name"].strip(), fields.get("every", "")
    walls.require_name(name)
    pages = [one for one in walls.PAGES if f"page-{one}" in fields]
    every_s = int(every) if every.isascii() and every.isdigit() and len(every) < 6 else 0
    shows = walls.shows(pages, every_s)
    return Pairing(fields.get("code", ""), fields.get("viewer", "").strip(), name, shows)


def _again(seconds: int) -> tuple[bytes, bytes]:
    """Give the header by which a browser asks again, without a script."""
    return (b"refresh", f"{seconds}; url={WALL}".encode())
