"""Signing in at an identity provider: OpenID Connect, by a code, with PKCE."""

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import structlog

from dashboard.people import answers, cookies, requests
from dashboard.people.documents import Documents
from dashboard.people.door import Door
from dashboard.people.provider import AtProvider, ProviderAway
from dashboard.people.tokens import BadToken, UnknownKey, claims_of, pending
from dashboard.people.ways import Entered, Scope
from dashboard.who import LADDER
from dashboard.wording.catalogue import say
from infra.reaching import Provider, Reachable
from infra.viewers.mapping import Mapped, Nobody, Rights, rights_of

SIGN_IN, START, CALLBACK = "/sign-in", "/sign-in/start", "/sign-in/callback"
BACK_WITHIN_S = 600
MOST_COOKIE = 4000


class NeverSetOut(BadToken):
    """An answer comes to a browser that did not ask for one: anybody can send that."""


class ByProvider:
    """Sends people to the provider, and lets in whom it vouches for and the mapping knows."""

    paths = frozenset({START, CALLBACK})

    def __init__(
        self,
        provider: Provider,
        at_provider: AtProvider,
        mapped: Mapped,
        *,
        door: Door,
        documents: Documents,
        where: Reachable,
        now: Callable[[], datetime],
    ) -> None:
        self._provider = provider
        self._at_provider = at_provider
        self._mapped = mapped
        self._door = door
        self._documents = documents
        self._where = where
        self._now = now
        self._cookie = cookies.name_of(has_tls=where.has_tls, what="-sign-in")

    async def answer(
        self, scope: Scope, receive: Any, send: Any, pages: Collection[str]
    ) -> Entered | None:
        """Show the way to the provider, send somebody there, or look at what comes back."""
        next_path = requests.next_of(scope["query_string"], pages)
        if scope["method"] == "POST" or scope["path"] == SIGN_IN:
            await answers.document(send, 200, self._documents.sign_in(next_path))
            return None
        try:
            if scope["path"] == START:
                await self._send_there(scope, send, next_path)
                return None
            return await self._came_back(scope, send, pages)
        except ProviderAway as error:
            await self._again(send, 503, say("people.provider_away", why=str(error)))
        except NeverSetOut as error:
            await self._again(send, 403, say("people.failed", why=str(error)))
        except BadToken as error:
            await self._refuse(scope, send, say("people.failed", why=str(error)))
        return None

    async def _send_there(self, scope: Scope, send: Any, next_path: str) -> None:
        own = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
        digest = hashlib.sha256(own["verifier"].encode()).digest()
        place = await asyncio.to_thread(
            self._at_provider.way_to,
            redirect=self._redirect(scope),
            state=own["state"],
            nonce=own["nonce"],
            challenge=base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        )
        text = json.dumps({**own, "next": next_path}, separators=(",", ":"))
        kept = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
        await answers.on_to(send, place, [self._set_cookie(kept, BACK_WITHIN_S)])

    async def _came_back(self, scope: Scope, send: Any, pages: Collection[str]) -> Entered | None:
        said = dict(parse_qsl(scope["query_string"].decode("latin-1"), max_num_fields=20))
        kept = self._kept(scope)
        if kept is None or not hmac.compare_digest(
            kept["state"].encode(), said.get("state", "").encode()
        ):
            raise NeverSetOut("this browser did not set out for it, or too long ago")
        if said.get("iss", self._provider.issuer) != self._provider.issuer:
            raise BadToken("it comes from another provider")
        if "code" not in said:
            raise BadToken(said.get("error", "it has no code")[:100])
        claims = await asyncio.to_thread(
            self._claims, said["code"], kept["verifier"], kept["nonce"], self._redirect(scope)
        )
        return await self._let_in(scope, send, claims, requests.way_on(kept["next"], pages))

    def _claims(self, code: str, verifier: str, nonce: str, redirect: str) -> dict[str, Any]:
        token = self._at_provider.id_token(code=code, verifier=verifier, redirect=redirect)
        own = {
            "issuer": self._provider.issuer,
            "client": self._provider.client,
            "nonce": nonce,
            "now": self._now(),
        }
        try:
            return claims_of(token, self._at_provider.keys(), **own)
        except UnknownKey:
            # It may have new keys since.
            return claims_of(token, self._at_provider.keys(is_new_wanted=True), **own)

    async def _let_in(
        self, scope: Scope, send: Any, claims: dict[str, Any], next_path: str
    ) -> Entered | None:
        found = rights_of(claims, self._mapped)
        if isinstance(found, Nobody):
            await self._refuse(scope, send, say("people.no_one", why=found.why))
            return None
        token, why = await self._begin(claims["sub"], found, self._address(scope))
        if why:
            await self._refuse(scope, send, say("people.taken", why=why), found.name)
            return None
        return Entered(token, next_path, [self._set_cookie("", 0)])

    async def _begin(self, subject: str, rights: Rights, address: str) -> tuple[str, str]:
        return await self._door.begin_of(
            f"{self._provider.issuer} {subject}",
            rights.name,
            clearance_rank=LADDER.index(rights.clearance),
            nation=rights.nation,
            roles=rights.roles,
            address=address,
        )

    async def _refuse(self, scope: Scope, send: Any, words: str, account: str = "") -> None:
        """Let nobody in, and write it down; of who never set out there is only the log."""
        await self._door.refuse(account, self._address(scope), words[:200])
        await self._again(send, 403, words)

    def _address(self, scope: Scope) -> str:
        return requests.address_of(scope, self._where.proxy)

    async def _again(self, send: Any, status: int, words: str) -> None:
        log = structlog.get_logger()
        log.warning("a sign-in was refused", reason=words)
        text = self._documents.sign_in("/", words, is_wrong=True)
        await answers.document(send, status, text, [self._set_cookie("", 0)])

    def _kept(self, scope: Scope) -> dict[str, str] | None:
        text = cookies.read(scope["headers"], self._cookie, longest=MOST_COOKIE)
        if text is None:
            return None
        try:
            padded = text + "=" * (-len(text) % 4)
            return pending(base64.urlsafe_b64decode(padded).decode())
        except ValueError:
            return None

    def _redirect(self, scope: Scope) -> str:
        """Give the address to come back to: of this very name, where the cookie is."""
        hosts = [value.decode("latin-1") for key, value in scope["headers"] if key == b"host"]
        origin = self._where.origin or f"http://{hosts[0] if hosts else ''}"
        return origin + CALLBACK

    def _set_cookie(self, value: str, seconds: int) -> tuple[bytes, bytes]:
        has_tls = self._where.has_tls
        written = cookies.written(self._cookie, value, has_tls=has_tls, seconds=seconds)
        return (b"set-cookie", written)
