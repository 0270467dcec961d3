"""Notes over HTTP: checked, sent to the broker, acknowledged; and listed.

201 means that the broker has the event on disk: from there it reaches the ledger whatever happens
to this process. A retry with the same key sends the same bytes, so the ledger has it once.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Collection
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from dashboard import trail
from dashboard.api_answers import NO_STORE, is_json, refused
from dashboard.at_once import AtOnce
from dashboard.errors import BadNote, BadView, KeyUsed, ReadModelUnavailable
from dashboard.moment import resolve
from dashboard.notes import (
    SOURCE,
    Draft,
    Writer,
    Written,
    event_id,
    read_draft,
    says_the_same,
    write,
    writer,
)
from dashboard.queries import ReadModel, ledger
from dashboard.queries import notes as queries
from dashboard.queries.head import head as newest
from dashboard.view import named_texts
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg
from infra.audit.acts import Act, Outcome
from infra.clock import utc_now
from infra.kafka import KafkaUnavailable, Sender

REMEMBERED = 1000
MOST_NOTES = 200
CONTENT_TYPE = ("content-type", b"application/cloudevents+json; charset=UTF-8")


class NotesApi:
    """Takes notes, acknowledgements and named reviews, and lists them."""

    def __init__(
        self, read_model: ReadModel, sender: Sender, topic_prefix: str, pages: Collection[str]
    ) -> None:
        self._read_model = read_model
        self._pages = pages
        self._sender = sender
        self._prefix = topic_prefix
        # What was sent lately, so that a retry before the ledger has it sends the same bytes.
        self._lately: OrderedDict[str, Written] = OrderedDict()

    async def post(self, request: Request) -> Response:
        """Answer 201 once the broker has the event, 200 for a repetition of what is stored."""
        if not is_json(request):
            return refused(415, say("notes.wrong.type"))
        try:
            draft = read_draft(await request.body(), request.headers.get("idempotency-key", ""))
            return await self._take(draft)
        except BadNote as error:
            return refused(400, str(error))
        except KeyUsed:
            return refused(409, say("notes.wrong.used"))
        except (KafkaUnavailable, ReadModelUnavailable) as error:
            return refused(503, say("notes.away", what=str(error)))

    async def list(self, request: Request) -> Response:
        """Give what was written about a page and its cards, for the clocks of an address."""
        try:
            parameters = named_texts(request.url.query)
            page = parameters.pop("page", "")
            if page not in self._pages:
                return refused(400, say("notes.wrong.page", pages=", ".join(self._pages)))
            moment = await resolve(self._read_model, {"parameters": parameters}, None)
            found = await queries.notes_on_page(
                self._read_model, page=page, max_rows=MOST_NOTES, **moment.clocks
            )
        except BadView as error:
            return refused(400, str(error))
        except ReadModelUnavailable as error:
            return refused(503, str(error))
        notes = [_shown(note) for note in found]
        in_all = found[0].in_all if found else 0
        return JSONResponse({"notes": notes, "in_all": in_all}, headers=NO_STORE)

    async def _take(self, draft: Draft) -> Response:
        by = await self._writer()
        id = event_id(draft, by.name)
        if id not in self._lately:
            stored = await queries.event_by_identity(self._read_model, source=SOURCE, id=id)
            if stored is not None:
                _check_same(draft, stored.event)
                return JSONResponse({"id": id, "source": SOURCE, "seq": stored.seq}, 200)
        written = self._remembered(write(draft, by, utc_now()))
        _check_same(draft, written.value)
        await trail.write(self._read_model, Act.NOTE, Outcome.BEGUN, id, {"kind": draft.kind})
        topic, key = f"{self._prefix}{written.topic}", draft.about.encode()
        # The client of the broker waits in its own way; the server must not.
        await asyncio.to_thread(self._sender.send, topic, key, written.value, [CONTENT_TYPE])
        body = {"id": id, "source": SOURCE, "at": dtg(written.at), "marking": _marking(by)}
        return JSONResponse(body, 201, headers=NO_STORE)

    async def _writer(self) -> Writer:
        model = self._read_model
        async with AtOnce() as at_once:
            found = at_once.ask(queries.reader(model))
            head = at_once.ask(newest(model))
        reader = found.result()
        if reader is None:
            raise BadNote(say("notes.wrong.nobody"))
        marking = await ledger.marking(model, known_at=head.result().recorded_at)
        return writer(reader.viewer, reader.nation, marking.classification)

    def _remembered(self, written: Written) -> Written:
        """Give what was sent under this id before, else remember this."""
        kept = self._lately.setdefault(written.id, written)
        while len(self._lately) > REMEMBERED:
            self._lately.popitem(last=False)
        return kept


def _check_same(draft: Draft, value: bytes | str) -> None:
    if not says_the_same(draft, value):
        raise KeyUsed


def _marking(by: Writer) -> str:
    return " ".join((by.label.classification, *by.label.releasable_to))


def _shown(note: queries.Note) -> dict[str, Any]:
    return {
        "kind": note.kind,
        "about": note.about,
        "text": note.text or "",
        "author": note.author,
        "when": dtg(note.occurred_at),
        "seq": note.ledger_seq,
    }
