"""The document of a page: its marking and its frame are there from the first byte.

It brings along what Dash would ask for next (the layout, the callbacks), and a short script in it
asks for the page's data at once, while the other scripts load.
"""

import asyncio
import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dash import Dash
from dash.development.base_component import Component
from fastapi import Request
from fastapi.responses import HTMLResponse
from plotly.io.json import to_json_plotly

from dashboard import who
from dashboard.branches import model_of
from dashboard.bundle import Bundle
from dashboard.components import shell
from dashboard.components.clock import clock_values
from dashboard.components.page import Page
from dashboard.errors import BadView, NoSuchClock, ReadModelUnavailable
from dashboard.following import in_step
from dashboard.gate import UNREADABLE, problem_page, written
from dashboard.moment import resolve
from dashboard.queries import ReadModel, alerts, ledger
from dashboard.still import still
from dashboard.view import View, parse_query
from dashboard.wording.catalogue import say

FIRST = (Path(__file__).parent / "scripts/inline.js").read_text()
# A database that is away must not keep the frame away, too.
MARKING_WITHIN_S = 1.0
_ASKED_AT_ONCE = {"view", "tick", "scheme"}

DOCUMENT = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<script type="application/json" id="questions">{questions}</script>
<script>{first}</script>
<link rel="icon" href="{icon}">
<link rel="stylesheet" href="{style}">
{preloads}
</head>
<body>
<div class="still">{still}</div>
<div id="react-entry-point"></div>
<script type="application/json" id="layout">{layout}</script>
<script type="application/json" id="dependencies">{dependencies}</script>
<script type="application/json" id="files">{files}</script>
<script type="application/json" id="texts">{texts}</script>
<script type="application/json" id="method">{method}</script>
<footer hidden>
{config}
{scripts}
{renderer}
</footer>
</body>
</html>"""


class Document:
    """Gives the document of each page."""

    def __init__(
        self,
        app: Dash,
        bundle: Bundle,
        read_model: ReadModel,
        *,
        viewer: str,
        pages: Mapping[str, Page[Any]],
        nav: Callable[[str, View], list[Any]],
        main: Callable[[Page[Any], View], Any],
        data: Mapping[str, str],
    ) -> None:
        """`data` is what scripts find under these ids, as JSON."""
        self._app = app
        self._bundle = bundle
        self._read_model = read_model
        self._viewer = viewer
        self._pages = pages
        self._nav = nav
        self._main = main
        self._fixed = {
            **{name: _in_script(text) for name, text in data.items()},
            "icon": bundle.icon,
            "style": bundle.style,
            "first": FIRST,
            "dependencies": _in_script(to_json_plotly(app._callback_list) or ""),
            "files": _in_script(json.dumps(dict(bundle.later))),
            "scripts": "\n".join(f'<script src="{url}"></script>' for url in bundle.scripts),
        }

    async def answer(self, request: Request) -> HTMLResponse:
        """Answer with the document of the page at this address, which the gate has read.

        404 where the address follows a replay that is not there.
        """
        path, query = request.url.path, request.url.query
        try:
            view, page = await self._in_step(parse_query(query)), self._pages[path]
        except NoSuchClock as error:
            return self._no_such_clock(error)
        layout = self._layout(path, page, view, query)
        try:
            words, _ = await asyncio.gather(
                self._marking(view), self._count_alerts(layout["alerts-chip"])
            )
        except BadView as error:
            look = {"style": self._bundle.style, "icon": self._bundle.icon}
            return HTMLResponse(problem_page(UNREADABLE, f"{error}.", **look), 400)
        for place in ("banner-top", "banner-bottom"):
            layout[place].children = words
        text = DOCUMENT.format(
            **self._fixed,
            title=f"{page.title} – Muster",
            preloads="\n".join(self._preloads(layout)),
            questions=_in_script(json.dumps(list(self._questions(layout)))),
            still=still(layout),
            layout=_in_script(to_json_plotly(layout) or ""),
            config=self._app._generate_config_html(),
            renderer=self._app._generate_renderer(),
        )
        return HTMLResponse(text, headers={"Cache-Control": "no-store"})

    async def _in_step(self, view: View) -> View:
        """Give the view where its replay stands; while the database is away it has no moment."""
        try:
            async with asyncio.timeout(MARKING_WITHIN_S):
                return await in_step(self._read_model, view)
        except (ReadModelUnavailable, TimeoutError):
            return view

    def _no_such_clock(self, error: NoSuchClock) -> HTMLResponse:
        looks = {"style": self._bundle.style, "icon": self._bundle.icon}
        text = problem_page(say("shell.unreadable"), f"{error}.", **looks)
        return HTMLResponse(text, 404, headers={"Cache-Control": "no-store"})

    def _layout(self, path: str, page: Page[Any], view: View, query: str) -> Component:
        layout = shell.shell(self._viewer, who.person())
        layout["main"].children = self._main(page, view)
        layout["nav"].children = self._nav(path, view)
        layout["url"].pathname, layout["url"].search = path, f"?{query}" if query else ""
        layout["view"].data = {"path": path, "title": page.title, "parameters": view.to_json()}
        layout["shown-path"].data = path
        if view.is_past:
            # Which moment it is the script says; until then it must not say that it is live.
            layout["live"].children = "…"
        for place, value in zip(("as-of", "known-at", "from-at"), clock_values(view), strict=True):
            layout[place].value = value
        return layout

    async def _marking(self, view: View) -> str:
        """Give what may be shown to whom; the database alone knows, so without it nothing."""
        try:
            async with asyncio.timeout(MARKING_WITHIN_S):
                moment = await resolve(self._read_model, {"parameters": view.to_json()}, None)
                model = model_of(self._read_model, moment.whatif)
                marking = await ledger.marking(model, known_at=moment.known_at)
        except (ReadModelUnavailable, TimeoutError):
            return "…"
        return shell.banner(
            marking,
            is_before_recording=moment.is_before_recording,
            whatif=moment.whatif,
            replay=view.clock,
        )

    async def _count_alerts(self, chip: Any) -> None:
        """Say how many are open, so that no page has to ask first; unknown, the feed tells it."""
        try:
            async with asyncio.timeout(MARKING_WITHIN_S):
                shell.show_alerts(chip, await alerts.alert_counts(self._read_model))
        except (ReadModelUnavailable, TimeoutError):
            return

    def _preloads(self, layout: Component) -> Iterator[str]:
        for url in self._bundle.scripts:
            yield _preload(url)
        if any(one._type == "Graph" for one in layout._traverse() if isinstance(one, Component)):
            yield _preload(self._bundle.later["plotly"])

    def _questions(self, layout: Component) -> Iterator[dict[str, Any]]:
        """Give what the page will ask first, as its callbacks will ask it."""
        places = set(layout)
        # Who is connected is asked once this page is connected itself.
        present = {page.name for page in self._pages.values() if page.is_always_now}
        for entry in self._app._callback_list:
            if entry["clientside_function"] or entry["prevent_initial_call"]:
                continue
            asked = entry["inputs"]
            outputs = [{"id": id, "property": name} for id, name in written(entry["output"])]
            # A table behind a chart is closed until somebody opens it.
            needed = {one["id"] for one in asked if one["property"] != "opened"}
            is_present = any(one["id"] in present for one in outputs)
            if needed <= _ASKED_AT_ONCE and outputs[0]["id"] in places and not is_present:
                yield {
                    "output": entry["output"],
                    "outputs": outputs if entry["output"].startswith("..") else outputs[0],
                    "inputs": [_with_value(one, layout) for one in asked],
                    "changedPropIds": [f"{one['id']}.{one['property']}" for one in asked],
                    "state": [_with_value(one, layout) for one in entry["state"]],
                }


def inline_hash() -> str:
    """Give the hash by which a policy lets the document's own script run."""
    digest = hashlib.sha256(FIRST.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _with_value(place: Mapping[str, str], layout: Component) -> dict[str, Any]:
    value = getattr(layout[place["id"]], place["property"], None)
    named = {"id": place["id"], "property": place["property"]}
    return named if value is None else {**named, "value": value}


def _preload(url: str) -> str:
    return f'<link rel="preload" as="script" href="{url}">'


def _in_script(text: str) -> str:
    """Give JSON that can stand in a script element, whatever texts are in it."""
    return text.replace("<", "\\u003c")
