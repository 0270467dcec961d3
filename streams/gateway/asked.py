"""A producer's request on its way: who asks, how much was read of it, what the record will say."""

import asyncio
import hashlib

from starlette.requests import Request

from schemas.faults import Fault
from streams.gateway.database import Database, Refusal
from streams.gateway.keys import NOBODYS_TOKEN, Key, Token, opens, token_in
from streams.gateway.limits import BODY_WITHIN_S
from streams.gateway.problems import ProblemKind, Refuse
from streams.gateway.received import MOST_BYTES


class Asked:
    """A request, and what is known of it so far."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.token: Token | None = None
        self.key: Key | None = None
        self.events: int | None = None
        self.is_read = False  # to its end, so that the connection can be used again
        self._size_bytes: int | None = None
        self._sha256 = hashlib.sha256()

    @property
    def key_id(self) -> str:
        """Return the id of the key it showed."""
        return (self.token or NOBODYS_TOKEN).key_id

    async def authenticate(self, database: Database) -> Key:
        """Return the key it proves to have; every other request is refused alike."""
        self.token = token_in(self.request.headers.get("authorization"))
        found = await database.key(self.key_id)
        if not opens(self.token, found) or found is None:
            await self._read_what_there_is()
            raise not_authenticated()
        self.key = found
        if found.is_use_due:
            await database.note_use(self.key_id)
        return found

    def query(self, *known: str) -> dict[str, str]:
        """Return the parameters of the address, or refuse one that is unknown or comes twice."""
        found: dict[str, str] = {}
        for name, value in self.request.query_params.multi_items():
            if name not in known or name in found:
                detail = "unknown here" if name not in known else "it comes twice"
                raise bad_query(f"{name[:40]!r}: {detail}")
            found[name] = value
        return found

    async def body(self, most_bytes: int) -> bytes:
        """Return the body, read no further than it may be long."""
        chunks: list[bytes] = []
        self._size_bytes = 0
        try:
            async with asyncio.timeout(BODY_WITHIN_S):
                async for chunk in self.request.stream():
                    self._size_bytes += len(chunk)
                    self._sha256.update(chunk)
                    if self._size_bytes > most_bytes:
                        fault = Fault("", "too-large", f"more than {most_bytes} bytes")
                        raise Refuse(ProblemKind.TOO_LARGE, [fault])
                    chunks.append(chunk)
            self.is_read = True
        except TimeoutError:
            raise Refuse(ProblemKind.TIMEOUT) from None
        return b"".join(chunks)

    def refusal(self, refused: Refuse) -> Refusal:
        """Return what is written down of its refusal."""
        return Refusal(
            key_id=self.token.key_id if self.token else None,
            producer=self.key.producer if self.key else None,
            origin=self.request.client.host if self.request.client else "",
            request=f"{self.request.method} {self.request.url.path}"[:200],
            status=refused.problem.status,
            reason=refused.reason,
            events=self.events,
            size_bytes=self._size_bytes,
            sha256=self._sha256.digest() if self._size_bytes is not None else None,
        )

    async def _read_what_there_is(self) -> None:
        """Read the body for its size and hash; what is too long or too slow is left."""
        try:
            await self.body(MOST_BYTES)
        except Refuse:
            return


def not_authenticated() -> Refuse:
    """Return the one answer to whoever has no valid key."""
    return Refuse(
        ProblemKind.NOT_AUTHENTICATED, headers={"WWW-Authenticate": 'Bearer realm="muster"'}
    )


def bad_query(detail: str) -> Refuse:
    """Return the answer to an address that cannot be read."""
    return Refuse(ProblemKind.BAD_QUERY, [Fault("", "bad-query", detail)])
