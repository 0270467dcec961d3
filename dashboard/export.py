"""What is on a page, as files: the rows of a card's table, as the page itself shows them."""

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from dashboard import constants, refusals, trail
from dashboard.asked import Asked
from dashboard.at_once import AtOnce
from dashboard.branches import model_of
from dashboard.components import shell
from dashboard.components.grid import Grid
from dashboard.components.page import Page
from dashboard.components.table import WORDS, Kind
from dashboard.errors import BadView, NotAllowed, ReadModelUnavailable
from dashboard.export_formats import Column, Sheet, as_csv, as_parquet, words_of
from dashboard.moment import Moment, resolve
from dashboard.queries import ReadModel, ledger, notes
from dashboard.refusals import note
from dashboard.view import View, named_texts, parse_parameters, written_instant
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg
from infra.audit.acts import Act, Outcome
from infra.clock import utc_now

ROUTE = "/export/{page}/{file}"
_FILE = re.compile(r"([a-z][a-z0-9-]{0,40})\.([a-z]{1,10})")
_WRITERS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "parquet": (as_parquet, "application/vnd.apache.parquet"),
}


class NotThere(Exception):
    """There is no such page, card or format; the message says which."""


class Export:
    """Gives tables as files: the rows of a card's grid, as the card's columns take them."""

    def __init__(self, server: FastAPI, read_model: ReadModel, pages: Sequence[Page[Any]]) -> None:
        self._server = server
        self._read_model = read_model
        self._pages = {page.name: page for page in pages}

    async def table(self, request: Request, page: str, file: str) -> Response:
        """Answer with the file, 404 for what is not there, 400 for an address that is wrong."""
        try:
            card, writer, content_type = _asked(file)
            view = parse_parameters(named_texts(request.url.query))
            base = str(request.base_url).rstrip("/")
            wanted = self._page(page)
            wanted.require_allowed()
            sheet, at = await self._sheet(wanted, card, view, base)
            content = await asyncio.to_thread(writer, sheet)
            await self._write_down(page, file, view, sheet)
        except NotThere as error:
            return JSONResponse({"error": str(error)}, 404)
        except NotAllowed as error:
            note(refusals.NOT_ALLOWED, str(error))
            return JSONResponse({"error": str(error)}, 403)
        except BadView as error:
            return JSONResponse({"error": str(error)}, 400)
        except ReadModelUnavailable as error:
            return JSONResponse({"error": str(error)}, 503)
        kind = "what-if-" if view.whatif else ""
        name = f"muster-{kind}{page}-{card}-{at}.{file.rpartition('.')[2]}"
        return Response(
            content,
            media_type=content_type,
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "no-store",
            },
        )

    async def _write_down(self, page: str, file: str, view: View, sheet: Sheet) -> None:
        """Say who takes what; not what is in it, nor how much."""
        clocks = {name: sheet.facts[name] for name in ("as_of", "known_at")}
        detail = {**clocks, "is_what_if": view.whatif is not None}
        await trail.write(self._read_model, Act.EXPORT, Outcome.DONE, f"{page}/{file}", detail)

    def _page(self, name: str) -> Page[Any]:
        if name not in self._pages:
            raise NotThere(say("export.no_page", page=name[:40]))
        return self._pages[name]

    async def _sheet(self, page: Page[Any], card: str, view: View, base: str) -> tuple[Sheet, str]:
        table = _table(page, card)
        moment = await resolve(self._read_model, {"parameters": view.to_json()}, None)
        model = model_of(self._read_model, moment.whatif)
        asked = Asked(model, moment, self._server.state.feed, facts=self._read_model)
        async with AtOnce() as at_once:
            reading = at_once.ask(table.read(asked))
            marking = at_once.ask(ledger.marking(model, known_at=moment.known_at))
            asking = at_once.ask(notes.reader(model))
        read, reader = reading.result(), asking.result()
        facts = {
            "title": read.title,
            "subtitle": read.subtitle,
            "page": page.title,
            **_clocks(moment),
            "method": str(constants.method().method.version),
            "marking": shell.banner(
                marking.result(), whatif=moment.whatif, replay=moment.view.clock
            ),
            "viewer": reader.viewer if reader else "",
            "rows": str(len(read.rows)),
            "link": base + _pinned(view, moment).href(page.path).replace(",", "%2C"),
        }
        return Sheet(table.columns, read.rows, facts), dtg(moment.as_of)


@dataclass(frozen=True, slots=True)
class _Taken:
    title: str
    subtitle: str
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Table:
    """The columns of a card's table, and what reads its rows."""

    columns: tuple[Column, ...]
    read: Callable[[Asked], Coroutine[Any, Any, _Taken]]


def _table(page: Page[Any], id: str) -> _Table:
    card = next((one for one in page.cards() if one.id == id), None)
    grid = card.grid if card else None
    if card is None or grid is None:
        raise NotThere(say("export.no_card", card=id))

    async def read(asked: Asked) -> _Taken:
        data = await page.read_of(card)(asked)
        title, subtitle = (
            "" if words is None else words_of(words(data)) for words in (card.title, card.subtitle)
        )
        return _Taken(title, subtitle, grid.whole(data))

    return _Table(tuple(_columns(grid)), read)


def _columns(grid: Grid[Any, Any]) -> Iterator[Column]:
    """Give the columns of a grid; a code has its words in a column beside it."""
    for one in grid.columns:
        heading = grid.heading(one)
        yield Column(one.field, heading, one.kind)
        if one.kind == Kind.CODE:
            yield Column(f"{one.field}{WORDS}", say("export.in_words", heading=heading))


def _pinned(view: View, moment: Moment) -> View:
    """Give the view that shows the same whenever it is opened: live ones get their clocks."""
    return view.with_(as_of=moment.as_of, known_at=moment.known_at, body=moment.body)


def _clocks(moment: Moment) -> dict[str, str]:
    return {
        "as_of": written_instant(moment.as_of),
        "known_at": written_instant(moment.known_at),
        "body": moment.body,
        "taken": written_instant(moment.ledger.now or utc_now()),
    }


def _asked(file: str) -> tuple[str, Any, str]:
    match = _FILE.fullmatch(file)
    if match is None or match[2] not in _WRITERS:
        raise NotThere(say("export.no_format"))
    return match[1], *_WRITERS[match[2]]
