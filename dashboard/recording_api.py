"""Events that people type in, over HTTP: tried, sent to the broker, and what became of them.

201 means that the broker has the event on disk, as the gateway's 202 does. A retry of the same
form has the same id and says the same, so the ledger has it once.
"""

import asyncio
from typing import Any

import msgspec
from fastapi import Request
from fastapi.responses import JSONResponse, Response

from dashboard.api_answers import NO_STORE, is_json, refused
from dashboard.errors import BadForm, ReadModelUnavailable
from dashboard.notes_api import CONTENT_TYPE
from dashboard.queries import ReadModel
from dashboard.queries import notes as people
from dashboard.queries.notes import event_by_identity
from dashboard.queries.recorded import what_became
from dashboard.recording import Checked, Recorder, checked, id_of, read_form
from dashboard.wording.catalogue import say
from infra.clock import utc_now
from infra.kafka import KafkaUnavailable, Sender


class RecordingApi:
    """Takes what people type into the form, and says what became of it."""

    def __init__(self, read_model: ReadModel, sender: Sender, topic_prefix: str) -> None:
        self._read_model = read_model
        self._sender = sender
        self._prefix = topic_prefix

    async def check(self, request: Request) -> Response:
        """Answer with the event that a form makes, and with all that is wrong with it."""
        return await self._through(request, is_sent=False)

    async def post(self, request: Request) -> Response:
        """Answer 201 once the broker has the event, 200 where the ledger had it before."""
        return await self._through(request, is_sent=True)

    async def became(self, request: Request) -> Response:
        """Answer what became of the form that was sent under a key."""
        try:
            id = id_of(request.query_params.get("key", ""), await self._recorder())
            found = await what_became(self._read_model, id=id)
        except BadForm as error:
            return refused(400, str(error))
        except ReadModelUnavailable as error:
            return refused(503, str(error))
        if found is None:
            return JSONResponse({"status": "unread"}, headers=NO_STORE)
        answer = {"status": found.status, "seq": found.seq, "reason": found.reason}
        return JSONResponse({**answer, "detail": found.detail}, headers=NO_STORE)

    async def _through(self, request: Request, *, is_sent: bool) -> Response:
        if not is_json(request):
            return refused(415, say("notes.wrong.type"))
        try:
            form, key = read_form(await request.body()), request.headers.get("idempotency-key", "")
            found = checked(form, key, await self._recorder(), utc_now())
            if not is_sent:
                return _said(found, 200)
            return _said(found, 422) if found.faults else await self._send(found)
        except BadForm as error:
            return refused(400, str(error))
        except (KafkaUnavailable, ReadModelUnavailable) as error:
            return refused(503, say("record.away", what=str(error)))

    async def _send(self, found: Checked) -> Response:
        stored = await event_by_identity(self._read_model, source=found.source, id=found.id)
        if stored is not None:
            if stored.event.encode() != found.value:
                return refused(409, say("record.wrong.used"))
            return _said(found, 200)
        topic, about = f"{self._prefix}{found.topic}", str(found.event["subject"]).encode()
        # The client of the broker waits in its own way; the server must not.
        await asyncio.to_thread(self._sender.send, topic, about, found.value, [CONTENT_TYPE])
        return _said(found, 201)

    async def _recorder(self) -> Recorder:
        reader = await people.reader(self._read_model)
        if reader is None:
            raise BadForm(say("notes.wrong.nobody"))
        return Recorder(reader.viewer, reader.clearance_rank)


def _said(found: Checked, status: int) -> Response:
    body: dict[str, Any] = {
        "id": found.id,
        "source": found.source,
        "event": found.event,
        "faults": msgspec.to_builtins(list(found.faults)),
    }
    return JSONResponse(body, status, headers=NO_STORE)
