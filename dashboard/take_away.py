"""What is on a page, to take away: the rows of a card's table, as the page itself shows them."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from dash import Output
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from dashboard import constants
from dashboard.components import shell
from dashboard.components.page import Filled, filled
from dashboard.components.table import WORDS, Kind, grid_in
from dashboard.errors import BadView, ReadModelUnavailable
from dashboard.moment import Moment, settle
from dashboard.queries import ReadModel
from dashboard.queries import notes as queries
from dashboard.taking import Column, Sheet, as_csv, as_parquet, words_of
from dashboard.view import View, parse_query, written_instant
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg
from infra.clock import utc_now

ROUTE = "/take-away/{page}/{file}"
_FILE = re.compile(r"([a-z][a-z0-9-]{0,40})\.([a-z]{1,10})")
_WRITERS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "parquet": (as_parquet, "application/vnd.apache.parquet"),
}


class NotThere(Exception):
    """There is no such page, card or format; the message says which."""


@dataclass(frozen=True, slots=True)
class _Table:
    """Where a page keeps a card's table: its grid's columns, and the name of its rows."""

    path: str
    page_title: str
    columns: tuple[Column, ...]
    rows_name: str
    filled: Filled


class TakeAway:
    """Gives tables as files: asks the page for what it shows, and picks the card's rows."""

    def __init__(
        self, server: FastAPI, read_model: ReadModel, pages: Mapping[str, ModuleType]
    ) -> None:
        self._server = server
        self._read_model = read_model
        self._pages = pages

    async def table(self, request: Request, page: str, file: str) -> Response:
        """Answer with the file, 404 for what is not there, 400 for an address that is wrong."""
        try:
            card, writer, content_type = _asked(file)
            table = self._table(page, card)
            view = parse_query(request.url.query)
            sheet, at = await self._sheet(table, card, view, str(request.base_url).rstrip("/"))
        except NotThere as error:
            return JSONResponse({"error": str(error)}, 404)
        except BadView as error:
            return JSONResponse({"error": str(error)}, 400)
        except ReadModelUnavailable as error:
            return JSONResponse({"error": str(error)}, 503)
        name = f"muster-{page}-{card}-{at}.{file.rpartition('.')[2]}"
        return Response(
            await asyncio.to_thread(writer, sheet),
            media_type=content_type,
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "no-store",
            },
        )

    def _table(self, name: str, card: str) -> _Table:
        pages = filled(self._server)
        for path, page in self._pages.items():
            layout = page.layout(View())
            if layout.id != name or name not in pages:
                continue
            grid = grid_in(layout[card]) if card in layout else None
            rows_name = _name_of(pages[name].outputs, _id(grid), "rowData")
            if grid is None or rows_name is None:
                raise NotThere(say("take_away.no_card", card=card))
            return _Table(path, page.TITLE, _columns(grid), rows_name, pages[name])
        raise NotThere(say("take_away.no_page", page=name[:40]))

    async def _sheet(self, table: _Table, card: str, view: View, base: str) -> tuple[Sheet, str]:
        moment = await settle(self._read_model, {"parameters": view.to_json()}, None)
        shown, marking, reader = await asyncio.gather(
            table.filled.shown(moment),
            self._read_model.marking(moment.known_at),
            queries.reader(self._read_model),
        )
        rows = shown.get(table.rows_name) or []
        outputs = table.filled.outputs
        facts = {
            "title": _words(shown, outputs, f"{card}-title"),
            "subtitle": _words(shown, outputs, f"{card}-subtitle"),
            "page": table.page_title,
            **_clocks(moment),
            "method": str(constants.method().method.version),
            "marking": shell.banner(marking),
            "viewer": reader.viewer if reader else "",
            "rows": str(len(rows)),
            "link": base + _pinned(view, moment).href(table.path).replace(",", "%2C"),
        }
        return Sheet(table.columns, rows, facts), dtg(moment.as_of)


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
        raise NotThere(say("take_away.no_format"))
    return match[1], *_WRITERS[match[2]]


def _id(component: Any) -> str:
    return str(getattr(component, "id", ""))


def _columns(grid: Any) -> tuple[Column, ...]:
    found: list[Column] = []
    for one in grid.columnDefs:
        field, kind = one["field"], one.get("context", {}).get("kind", Kind.TEXT)
        heading = one.get("headerName") or field
        found.append(Column(field, heading, kind))
        if kind == Kind.CODE:
            words = say("take_away.in_words", heading=heading)
            found.append(Column(f"{field}{WORDS}", words))
    return tuple(found)


def _name_of(outputs: Mapping[str, Output], id: str, what: str) -> str | None:
    places = outputs.items()
    return next(
        (k for k, one in places if (one.component_id, one.component_property) == (id, what)), None
    )


def _words(shown: Mapping[str, Any], outputs: Mapping[str, Output], id: str) -> str:
    name = _name_of(outputs, id, "children")
    return words_of(shown.get(name)) if name else ""
