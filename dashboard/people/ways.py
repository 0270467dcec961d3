"""The ways in: by a password here; another one at an identity provider (providers.py)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from dashboard.people import answers, requests
from dashboard.people.checks import Checks, Crowded, Throttled
from dashboard.people.documents import Documents
from dashboard.wording.catalogue import say

log = structlog.get_logger()
Scope = dict[str, Any]
FIELDS = ("name", "password", "next")


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody has signed in: by which token, and where that person wanted to go."""

    token: str
    next_path: str
    headers: Sequence[tuple[bytes, bytes]] = ()


class WayIn(Protocol):
    """How people sign in."""

    paths: frozenset[str]

    async def answer(
        self, scope: Scope, receive: Any, send: Any, pages: Collection[str]
    ) -> Entered | None:
        """Give who has entered; None when an answer was sent instead."""
        ...


class ByPassword:
    """A form with a name and a password."""

    paths: frozenset[str] = frozenset()

    def __init__(self, checks: Checks, documents: Documents, proxy: str) -> None:
        self._checks = checks
        self._documents = documents
        self._proxy = proxy

    async def answer(
        self, scope: Scope, receive: Any, send: Any, pages: Collection[str]
    ) -> Entered | None:
        """Show the form, or look at what was typed into it."""
        if scope["method"] != "POST":
            next_path = requests.next_of(scope["query_string"], pages)
            await answers.document(send, 200, self._documents.sign_in(next_path))
            return None
        fields = requests.form((await receive()).get("body", b""), FIELDS)
        if fields is None or not {"name", "password"} <= fields.keys():
            await self._again(send, 400, say("people.unlike"), "/")
            return None
        next_path = requests.way_on(fields.get("next", ""), pages)
        address = requests.address_of(scope, self._proxy)
        try:
            token = await self._checks.sign_in(fields["name"], fields["password"], address)
        except Throttled as error:
            log.warning("throttled", address=address, wait_s=error.wait_s)
            wait = [(b"retry-after", str(error.wait_s).encode())]
            words = say("people.throttled", wait=error.wait_s)
            await self._again(send, 429, words, next_path, wait)
            return None
        except Crowded:
            await self._again(send, 503, say("people.crowded"), next_path)
            return None
        if token is None:
            log.warning("a sign-in was refused", address=address)
            await self._again(send, 403, say("people.wrong"), next_path)
            return None
        return Entered(token, next_path)

    async def _again(
        self,
        send: Any,
        status: int,
        words: str,
        next_path: str,
        headers: Sequence[tuple[bytes, bytes]] = (),
    ) -> None:
        text = self._documents.sign_in(next_path, words, is_wrong=True)
        await answers.document(send, status, text, headers)
