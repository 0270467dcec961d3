"""The server: gate, pages, live stream, health and raw events, put together in one place."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from dash import Dash
from dash._utils import stringify_id
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from dashboard import replays
from dashboard.alerts_api import AlertsApi
from dashboard.app import BY_PATH, FOR_OPERATORS, PAGES, create_app, document_of
from dashboard.at_once import AtOnce
from dashboard.bundle import built
from dashboard.delivery import Delivery
from dashboard.document import inline_hash
from dashboard.errors import ReadModelUnavailable
from dashboard.export import ROUTE, Export
from dashboard.feed import Feed
from dashboard.gate import (
    ALERTS_PATH,
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
    WHATIFS_PATH,
    Gate,
    Shape,
    written,
)
from dashboard.imports_api import ImportsApi
from dashboard.letters_api import LettersApi
from dashboard.notes_api import NotesApi
from dashboard.people.documents import colours_hash
from dashboard.people.entry import entry_of
from dashboard.queries import ReadModel, ledger, open_later, storing
from dashboard.recording_api import RecordingApi
from dashboard.replay_api import ReplayApi
from dashboard.reports_api import ReportsApi
from dashboard.shared_answers import FIXED_S, LIVE_S, SharedAnswers, Standing
from dashboard.whatif_api import WhatIfApi
from dashboard.whereabouts import Whereabouts
from dashboard.who import asking
from dashboard.wording.catalogue import say
from infra.kafka import Sender
from infra.settings import Settings


class Dashboard:
    """The whole dashboard as an ASGI application, with its feed at hand."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        conninfo = settings.database("muster_reader")
        self._pool = open_later(conninfo)
        is_by_login = settings.logins != "none"
        not_migrated = say("shell.not_migrated")
        self.read_model = ReadModel(self._pool, not_migrated=not_migrated, is_by_login=is_by_login)
        # What this process asks for itself: as the role, which reads nothing where people sign in.
        self._own_model = ReadModel(self._pool, not_migrated=not_migrated)
        viewer = "" if is_by_login else settings.viewer
        people = self.read_model if is_by_login else None
        self.feed = Feed(conninfo, self._own_model, viewer, people)
        self._sender = Sender(settings.kafka)
        self._replay = ReplayApi(self.read_model)
        self._alerts = AlertsApi(self.read_model)
        self._notes = NotesApi(self.read_model, self._sender, settings.topic_prefix, BY_PATH)
        self._recording = RecordingApi(self.read_model, self._sender, settings.topic_prefix)
        self._imports = ImportsApi(self.read_model, settings.viewer)
        self._letters = LettersApi(self.read_model, settings.viewer)
        self._whatifs = WhatIfApi(self.read_model, settings.viewer)
        self._reports = ReportsApi(self.read_model, settings.viewer)
        self.server = FastAPI(
            lifespan=self._lifespan, docs_url=None, redoc_url=None, openapi_url=None
        )
        self._add_routes()
        self.server.state.feed = self.feed  # the page about the system asks it
        bundle = built()
        # The routes of our pages come before those of Dash, and so win.
        for path in BY_PATH:
            self.server.add_api_route(path, self._page, methods=["GET"])
        self.dash = create_app(self.server, self.read_model, viewer)
        self._document = document_of(self.dash, bundle, self.read_model, viewer)
        self.shared = SharedAnswers(
            self.server,
            look=self._look,
            changes=lambda: self.feed.changes,
            shared=shared_answers(self.dash),
        )
        self._entry = entry_of(
            settings,
            self.read_model,
            bundle,
            pages=BY_PATH,
            for_operators=FOR_OPERATORS,
            ended=self.feed.ended,
        )
        self._gate = Gate(
            self._entry.around(Delivery(self.shared, bundle)),
            content_security_policy=content_security_policy(self.dash),
            where=Whereabouts.of(settings.dashboard, settings.dashboard_hosts),
            pages=BY_PATH,
            callbacks=shapes(self.dash),
            style=bundle.style,
            icon=bundle.icon,
            door=self._entry.takes,
        )

    async def __call__(self, scope: dict[str, object], receive: object, send: object) -> None:
        """Answer one request."""
        await self._gate(scope, receive, send)

    @asynccontextmanager
    async def _lifespan(self, _server: FastAPI) -> AsyncIterator[None]:
        # The database may come later: pages say so until it does.
        await self._pool.open(wait=False)
        await self._entry.open()
        self.feed.start()
        yield
        await self.feed.stop()
        await self._imports.close()
        await self._entry.close()
        await asyncio.to_thread(self._sender.close)
        await self._pool.close(timeout=1)

    def _add_routes(self) -> None:
        self.server.add_api_route("/stream", self._stream, methods=["GET"])
        self.server.add_api_route("/health", self._health, methods=["GET"])
        self.server.add_api_route("/health/alive", self._alive, methods=["GET"])
        self.server.add_api_route("/health/ready", self._ready, methods=["GET"])
        self.server.add_api_route("/api/events/{seq}", self._raw_event, methods=["GET"])
        self.server.add_api_route("/api/frames", self._frames, methods=["GET"])
        self.server.add_api_route(NOTES_PATH, self._notes.post, methods=["POST"])
        self.server.add_api_route(NOTES_PATH, self._notes.list, methods=["GET"])
        self.server.add_api_route(RECORD_PATH, self._recording.post, methods=["POST"])
        self.server.add_api_route(RECORD_PATH, self._recording.became, methods=["GET"])
        self.server.add_api_route(RECORD_CHECK_PATH, self._recording.check, methods=["POST"])
        self.server.add_api_route(LETTER_PATH, self._letters.post, methods=["POST"])
        self.server.add_api_route(LETTER_CHECK_PATH, self._letters.check, methods=["POST"])
        self.server.add_api_route(IMPORT_FILE_PATH, self._imports.drop, methods=["POST"])
        self.server.add_api_route(IMPORT_LOOK_PATH, self._imports.look, methods=["POST"])
        self.server.add_api_route(IMPORT_CHECK_PATH, self._imports.check, methods=["POST"])
        self.server.add_api_route(IMPORT_PATH, self._imports.post, methods=["POST"])
        self.server.add_api_route(IMPORT_PATH, self._imports.became, methods=["GET"])
        self.server.add_api_route(WHATIFS_PATH, self._whatifs.post, methods=["POST"])
        self.server.add_api_route(REPORTS_PATH, self._reports.post, methods=["POST"])
        self.server.add_api_route(REPLAY_PATH, self._replay.turn, methods=["POST"])
        self.server.add_api_route(REPLAY_PATH, self._replay.show, methods=["GET"])
        self.server.add_api_route(ALERTS_PATH, self._alerts.act, methods=["POST"])
        self.server.add_api_route(ALERTS_PATH, self._alerts.show, methods=["GET"])
        tables = Export(self.server, self.read_model, PAGES)
        self.server.add_api_route(ROUTE, tables.table, methods=["GET"])
        self.server.add_api_route("/export/{rest:path}", _nothing_here, methods=["GET"])

    async def _page(self, request: Request) -> Response:
        return await self._document.answer(request)

    async def _look(self) -> Standing:
        return (await self.read_model.ask(Standing, "standing"))[0]

    async def _stream(self, request: Request) -> Response:
        last = request.headers.get("last-event-id") or request.query_params.get("last")
        if last is not None and not re.fullmatch(r"[0-9]{1,18}", last):
            return JSONResponse({"error": "last: expected a whole number"}, 400)
        if self.feed.is_full:
            return JSONResponse({"error": "too many streams are open; try again later"}, 503)
        return StreamingResponse(
            self.feed.stream(int(last) if last else None, asking.get()),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    async def _alive(self) -> Response:
        """Answer as long as this process does."""
        return JSONResponse({"status": "alive", **self._for_operators(self._streams)})

    async def _ready(self) -> Response:
        """Answer 200 while pages can show data, be it data that nobody adds to."""
        trouble = self.feed.trouble
        state = {"status": "down" if trouble else "ready"}
        body = {**state, **self._for_operators({"database": trouble or "ok"})}
        return JSONResponse(body, 503 if trouble else 200)

    async def _health(self) -> Response:
        """Answer 200 only when all is well: the database answers, events are stored."""
        trouble = self.feed.trouble
        why = [] if trouble else await self._degraded()
        status = "down" if trouble else "degraded" if why else "ok"
        state = {"why": why, "database": trouble or "ok", **self._streams}
        body = {"status": status, **self._for_operators(state)}
        return JSONResponse(body, 200 if status == "ok" else 503)

    @property
    def _streams(self) -> dict[str, Any]:
        return {"streams": self.feed.subscribers}

    def _for_operators(self, state: dict[str, Any]) -> dict[str, Any]:
        """Give more than a status where nobody signs in: whoever asks need not have."""
        return state if self._settings.logins == "none" else {}

    async def _degraded(self) -> list[str]:
        """Give what keeps events from being stored, in words for whoever watches."""
        try:
            async with AtOnce() as at_once:
                is_storing = at_once.ask(storing.storing(self._own_model))
                found = at_once.ask(storing.partitions(self._own_model))
        except ReadModelUnavailable as error:
            return [str(error)]
        paused = [one for one in found.result() if one.paused_at]
        return [
            *([] if is_storing.result().workers else ["no worker is at work"]),
            *(f"{one.topic}/{one.partition} is paused" for one in paused),
        ]

    async def _frames(self, request: Request) -> Response:
        return await replays.answer(self.read_model, request)

    async def _raw_event(self, seq: str) -> Response:
        if not re.fullmatch(r"[0-9]{1,18}", seq):
            return JSONResponse({"error": "seq: expected a whole number"}, 400)
        try:
            event = await ledger.event(self.read_model, seq=int(seq))
        except ReadModelUnavailable as error:
            return JSONResponse({"error": str(error)}, 503)
        if event is None:
            return JSONResponse({"error": f"no event {seq}"}, 404)
        return Response(
            event.event,
            media_type="application/cloudevents+json",
            headers={"Cache-Control": "no-store"},
        )


async def _nothing_here(rest: str) -> Response:
    return JSONResponse({"error": say("shell.nothing_at", path=rest[:80])}, 404)


def content_security_policy(app: Dash) -> str:
    """Give the policy that lets nothing in or out but this server's own files."""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {' '.join((inline_hash(), colours_hash(), *app.csp_hashes()))}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        )
    )


def shared_answers(app: Dash) -> dict[str, float]:
    """Give the callbacks whose answers are shared, by output, and how long a fixed moment holds.

    Only the page of an address asks nothing of the database. What is personal is shared with
    nobody. What a page shows of a moment that is fixed holds longer than what the frame says
    beside it, or a page that always shows the present.
    """
    pages = [f"..{page.name}.className.." for page in PAGES if not page.is_always_now]
    personal = [f"..{page.name}.className.." for page in PAGES if page.is_personal]
    return {
        output: FIXED_S if any(one in f"..{output}.." for one in pages) else LIVE_S
        for output, entry in app.callback_map.items()
        if "callback" in entry
        and entry["inputs"][0]["id"] != "url"
        and not any(one in f"..{output}.." for one in personal)
    }


def shapes(app: Dash) -> dict[str, Shape]:
    """Give what the message of each callback that runs on the server must look like."""
    return {
        output: Shape(
            inputs=_places(entry["inputs"]),
            state=_places(entry["state"]),
            outputs=written(output),
        )
        for output, entry in app.callback_map.items()
        if "callback" in entry
    }


def _places(items: list[dict[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((stringify_id(item["id"]), item["property"]) for item in items)
