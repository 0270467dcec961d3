"""The gateway as an ASGI application: which address does what, and how it is answered."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any
from uuid import uuid4

import msgspec
import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from infra.errors import ServiceUnavailable
from infra.settings import Settings
from streams.gateway import openapi, page
from streams.gateway.answers import Health, Status
from streams.gateway.asked import Asked
from streams.gateway.broker import Broker
from streams.gateway.catalogue import catalogue, event_type, topics_described
from streams.gateway.counting import Counts
from streams.gateway.database import Database
from streams.gateway.door import EVENTS, Door
from streams.gateway.errors import DatabaseAway
from streams.gateway.limits import MOST_UNDER_WAY, RETRY_AFTER_S
from streams.gateway.problems import ProblemKind, Refuse

COUNTED_EACH_S = 1.0
JSON, PROBLEM = "application/json", "application/problem+json"
FIRST_KEY = (
    "no key has been made yet; to make the first: muster keys create NAME --source 'NAME/*'"
)
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
KEPT = HEADERS | {"Cache-Control": "max-age=300"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

Handler = Callable[[Asked], Awaitable[Response]]
log = structlog.get_logger()
_encode = msgspec.json.Encoder().encode


class Gateway:
    """The whole gateway, with what it needs from outside at hand."""

    def __init__(self, settings: Settings) -> None:
        self._database = Database(settings.database("muster_worker"))
        self._broker = Broker(settings)
        self._door = Door(self._database, self._broker, settings.topic_prefix)
        self._counts = Counts(uuid4(), settings.topic_prefix)
        self._under_way = 0
        self._why_away = ""  # said once, not for every request
        self.app = Starlette(
            lifespan=self._lifespan,
            routes=[
                Route(EVENTS, self._events, methods=["GET", "POST"]),
                Route("/v1/validate", self._validate, methods=["POST"]),
                Route("/v1/counts", self._counted, methods=["GET"]),
                Route("/v1/types", _types, methods=["GET"]),
                Route("/v1/types/{name:path}", _type, methods=["GET"]),
                Route("/v1/healthz", self._health, methods=["GET"]),
                Route("/v1/openapi.json", _openapi, methods=["GET"]),
                Route("/v1/asyncapi.json", _asyncapi, methods=["GET"]),
                Route("/", _reference, methods=["GET"]),
            ],
            exception_handlers={HTTPException: _no_such_address},
        )
        self.app.router.redirect_slashes = False

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncGenerator[None]:
        async with AsyncExitStack() as stack:
            await self._database.open()
            stack.push_async_callback(self._database.close)
            await self._broker.open()
            stack.push_async_callback(self._broker.close)
            said = asyncio.create_task(self._say_if_nobody_can_send())
            counting = asyncio.create_task(self._write_counts())
            yield
            said.cancel()
            counting.cancel()
            with suppress(DatabaseAway):
                await self._database.count(self._counts)

    async def _say_if_nobody_can_send(self) -> None:
        with suppress(DatabaseAway):
            if not await self._database.has_keys():
                log.warning("no-key", what_to_do=FIRST_KEY)

    async def _write_counts(self) -> None:
        """Write down each second what was counted; what cannot be written now is written later."""
        written = 0
        while True:
            await asyncio.sleep(COUNTED_EACH_S)
            received = sum(one.received for one in self._counts.by_key.values())
            if received != written:
                try:
                    await self._database.count(self._counts)
                    written = received
                except DatabaseAway as error:
                    log.warning("not-counted-yet", why=str(error))

    async def _events(self, request: Request) -> Response:
        return await self._through(
            request, self._publish if request.method == "POST" else self._fate
        )

    async def _validate(self, request: Request) -> Response:
        async def validated(asked: Asked) -> Response:
            return _answer(await self._door.validate(asked))

        return await self._through(request, validated)

    async def _publish(self, asked: Asked) -> Response:
        """Answer 202 once Kafka has all of it, 200 if the ledger had all of it before."""
        with self._counts.request(asked):
            found = await self._door.publish(asked)
        self._counts.answered(asked, found.receipts)
        is_new = any(one.status is Status.ACCEPTED for one in found.receipts)
        alone = found.receipts[0].href if len(found.receipts) == 1 else None
        return _answer(found, 202 if is_new else 200, {"Location": alone} if alone else {})

    async def _fate(self, asked: Asked) -> Response:
        found, waited_s = await self._door.fate(asked)
        applied = {} if waited_s is None else {"Preference-Applied": f"wait={waited_s}"}
        return _answer(found, 200, applied)

    async def _counted(self, request: Request) -> Response:
        async def counted(asked: Asked) -> Response:
            await self._door.admit(asked)
            await self._database.count(self._counts)
            return _answer(await self._database.counts(asked.key_id))

        return await self._through(request, counted)

    async def _health(self, _request: Request) -> Response:
        database = "ok"
        try:
            await self._database.has_keys()
        except DatabaseAway as error:
            database = str(error)
        kafka = await self._broker.look() or "ok"
        is_well = kafka == database == "ok"
        health = Health(status="ok" if is_well else "down", kafka=kafka, database=database)
        return _answer(health, 200 if is_well else 503)

    async def _through(self, request: Request, handle: Handler) -> Response:
        """Let a request through the door; whatever happens has one form of answer."""
        if self._under_way >= MOST_UNDER_WAY:
            return _problem(self._away("too many requests are under way"))
        asked = Asked(request)
        self._under_way += 1
        try:
            answer = await self._handled(asked, handle)
            self._why_away = ""
            return answer
        except ServiceUnavailable as error:
            return _problem(self._away(str(error)))
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        except Exception:
            log.exception("unforeseen", request=f"{request.method} {request.url.path}"[:200])
            return _problem(Refuse(ProblemKind.UNFORESEEN))
        finally:
            self._under_way -= 1

    def _away(self, why: str) -> Refuse:
        if why != self._why_away:
            log.warning("not-taken", why=why)
        self._why_away = why
        return Refuse(ProblemKind.AWAY, headers={"Retry-After": str(RETRY_AFTER_S)})

    async def _handled(self, asked: Asked, handle: Handler) -> Response:
        try:
            return await handle(asked)
        except Refuse as refused:
            await self._database.note(asked.refusal(refused))
            if asked.request.method == "POST" and not asked.is_read:
                refused.headers["Connection"] = "close"
            return _problem(refused)


async def _types(_request: Request) -> Response:
    return Response(_encode(catalogue()), media_type=JSON, headers=KEPT)


async def _type(request: Request) -> Response:
    found = event_type(request.path_params["name"])
    if found is None:
        return _problem(Refuse(ProblemKind.NOT_FOUND))
    return Response(_encode(found), media_type=JSON, headers=KEPT)


async def _openapi(_request: Request) -> Response:
    return Response(openapi.text(), media_type=JSON, headers=KEPT)


async def _asyncapi(_request: Request) -> Response:
    return Response(topics_described(), media_type=JSON, headers=KEPT)


async def _reference(_request: Request) -> Response:
    headers = KEPT | {"Content-Security-Policy": POLICY}
    return Response(page.text(), media_type="text/html; charset=utf-8", headers=headers)


async def _no_such_address(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = ProblemKind.METHOD_NOT_ALLOWED if error.status_code == 405 else ProblemKind.NOT_FOUND
    return _problem(Refuse(kind, headers=dict(error.headers or {})))


def _answer(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(_encode(body), status, HEADERS | (headers or {}), JSON)


def _problem(refused: Refuse) -> Response:
    problem = refused.problem
    return Response(_encode(problem), problem.status, HEADERS | refused.headers, PROBLEM)
