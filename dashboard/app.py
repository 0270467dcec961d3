"""The Dash application: the frame, the pages in it, and which page an address means."""

import json
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from fastapi import FastAPI

from dashboard import constants
from dashboard.at_once import AtOnce
from dashboard.branches import model_of
from dashboard.bundle import BUILT, Bundle
from dashboard.components import shell
from dashboard.components.clock import clock_values
from dashboard.components.page import Page
from dashboard.components.page_data import keep_filled
from dashboard.document import Document
from dashboard.errors import BadView, ReadModelUnavailable
from dashboard.explain import explanation
from dashboard.following import in_step
from dashboard.moment import Moment, resolve
from dashboard.pages import (
    alerts,
    audit,
    events,
    exercises,
    importing,
    interoperability,
    lessons,
    overview,
    partners,
    record,
    review,
    summits,
    system,
    trends,
)
from dashboard.queries import ReadModel, ledger, storing
from dashboard.queries.bodies import Body
from dashboard.refusals import Callback, guarded
from dashboard.view import View, parse_query
from dashboard.wording.catalogue import browser_texts, say, texts
from dashboard.wording.numbers import ready_levels

PAGES: tuple[Page[Any], ...] = (
    overview.PAGE,
    interoperability.PAGE,
    trends.PAGE,
    exercises.PAGE,
    lessons.PAGE,
    summits.PAGE,
    partners.PAGE,
    review.PAGE,
    alerts.PAGE,
    events.PAGE,
    audit.PAGE,
    record.PAGE,
    importing.PAGE,
    system.PAGE,
)
BY_PATH = {page.path: page for page in PAGES}
FOR_OPERATORS = frozenset(page.path for page in PAGES if page.only_for == "administrator")

_FRAME = {
    "top": Output("banner-top", "children"),
    "bottom": Output("banner-bottom", "children"),
    "notices": Output("notices", "children"),
    "bodies": Output("body", "data"),
    "body": Output("body", "value"),
    "head": Output("head", "data"),
    "why": Output("why", "children"),
}


def create_app(server: FastAPI, read_model: ReadModel, viewer: str) -> Dash:
    """Give the application on a server, with every page and callback registered."""
    app = Dash(
        __name__,
        server=server,  # type: ignore[arg-type]  # declared for Flask only
        title="Muster",
        update_title="",
        # What browsers load is the bundle's, and so is the document: Dash shall add nothing.
        assets_folder=str(BUILT),
        include_assets_files=False,
        pages_folder="",
        use_pages=False,
        suppress_callback_exceptions=True,
        enable_mcp=False,
    )
    # Otherwise each page opens a WebSocket that nothing here uses.
    app.backend.websocket_capability = False
    # Otherwise every address that nothing answers gets the page, and status 200.
    app.backend._setup_catchall = lambda: None  # type: ignore[attr-defined]
    app.layout = shell.shell(viewer)
    _register_frame(app, read_model)
    for page in PAGES:
        page.register(app, read_model)
    app._setup_server()
    return app


def document_of(app: Dash, bundle: Bundle, read_model: ReadModel, viewer: str) -> Document:
    """Give what answers with the document of each page."""
    return Document(
        app,
        bundle,
        read_model,
        viewer=viewer,
        pages=BY_PATH,
        nav=_nav,
        main=main_of,
        data={"texts": browser_texts(), "method": _method()},
    )


def _register_frame(app: Dash, read_model: ReadModel) -> None:
    app.callback(
        output={
            "main": Output("main", "children"),
            "nav": Output("nav", "children"),
            "view": Output("view", "data"),
            "path": Output("shown-path", "data"),
            "as_of": Output("as-of", "value"),
            "known_at": Output("known-at", "value"),
            "from_at": Output("from-at", "value"),
        },
        inputs=[Input("url", "pathname"), Input("url", "search")],
        state=[State("shown-path", "data")],
        # The document brings the page of its own address along.
        prevent_initial_call=True,
    )(guarded(_routed(read_model)))

    async def frame(view_data: object, _tick: object) -> dict[str, Any]:
        return await _frame(read_model, view_data)

    keep_filled(app, "frame", _FRAME, [Input("view", "data"), Input("tick", "data")], frame)
    _register_browser_side(app)


def _register_browser_side(app: Dash) -> None:
    for function, output, source in (
        ("scheme", Output("scheme", "data"), Input("url", "href")),
        ("mode", Output("moded", "data"), Input("view", "data")),
        ("head", Output("headed", "data"), Input("head", "data")),
    ):
        app.clientside_callback(ClientsideFunction("muster", function), output, source)
    app.clientside_callback(
        ClientsideFunction("muster", "chooseBody"),
        Output("moded", "data", allow_duplicate=True),
        Input("body", "value"),
        State("head", "data"),
        prevent_initial_call=True,
    )


def _routed(read_model: ReadModel) -> Callback:
    async def routed(pathname: object, search: object, shown_path: object) -> dict[str, Any]:
        return await _route(read_model, pathname, search, shown_path)

    return routed


async def _route(
    read_model: ReadModel, pathname: object, search: object, shown_path: object
) -> dict[str, Any]:
    path = pathname if isinstance(pathname, str) else "/"
    page = BY_PATH.get(path)
    try:
        view = await _in_step(read_model, parse_query(search if isinstance(search, str) else ""))
    except BadView as error:
        return _unreadable(say("shell.unreadable"), _what_is_wrong(error))
    if page is None:
        return _unreadable(say("shell.no_page"), say("shell.nothing_at", path=path[:80]))
    as_of, known_at, from_at = clock_values(view)
    return {
        # A page stays where only its view changes: nothing blinks, the focus stays.
        "main": no_update if shown_path == path else main_of(page, view),
        "nav": _nav(path, view),
        "view": {"path": path, "title": page.title, "parameters": view.to_json()},
        "path": path,
        "as_of": as_of,
        "known_at": known_at,
        "from_at": from_at,
    }


def main_of(page: Page[Any], view: View) -> Any:
    """Give what is shown at a page's address; to who may not see it, why."""
    if page.is_allowed:
        return page.layout(view)
    return shell.problem(
        say("people.not_allowed.title"), texts("people.not_allowed")[page.only_for]
    )


async def _in_step(read_model: ReadModel, view: View) -> View:
    """Give the view where its replay stands; while the database is away its questions say so."""
    try:
        return await in_step(read_model, view)
    except ReadModelUnavailable:
        return view


def _unreadable(title: str, words: str) -> dict[str, Any]:
    return {
        "main": shell.problem(title, words),
        "nav": _nav("", View()),
        "view": no_update,
        "path": None,
        "as_of": no_update,
        "known_at": no_update,
        "from_at": no_update,
    }


def _what_is_wrong(error: BadView) -> str:
    return say(
        "shell.expected",
        parameter=error.parameter,
        value=repr(error.value),
        expected=error.expected,
    )


def _nav(path: str, view: View) -> list[Any]:
    allowed = [(page.path, page.title) for page in PAGES if page.is_allowed]
    return shell.nav(allowed, path, view)


async def _frame(read_model: ReadModel, view_data: object) -> dict[str, Any]:
    moment = await resolve(read_model, view_data, None)
    model = model_of(read_model, moment.whatif)
    async with AtOnce() as at_once:
        marking = at_once.ask(ledger.marking(model, known_at=moment.known_at))
        partitions = at_once.ask(storing.system_state(read_model))
        is_storing = at_once.ask(storing.storing(read_model))
    banner = shell.banner(
        marking.result(),
        is_before_recording=moment.is_before_recording,
        whatif=moment.whatif,
        replay=moment.view.clock,
    )
    return {
        "top": banner,
        "bottom": banner,
        "notices": [
            *shell.notices(partitions.result(), is_storing.result()),
            *shell.body_notice(_own(moment)),
        ],
        "bodies": shell.body_options(moment.bodies, moment.body),
        "body": moment.body,
        "head": {
            "seq": moment.head.seq,
            "recorded_at": moment.head.recorded_at.isoformat(),
            "body": moment.body,
            "now": (moment.ledger.now or moment.as_of).isoformat(),
            "newest": moment.ledger.seq,
        },
        "why": await explanation(model, moment),
    }


def _own(moment: Moment) -> Body | None:
    return next((one for one in moment.bodies if one.body == moment.body), None)


def _method() -> str:
    """Give the constants that scripts count by, as JSON that can stand in a page."""
    return json.dumps(
        {
            "readyLevel": constants.method().readiness.ready_level,
            "readyWords": ready_levels(),
            "compatible": constants.COMPATIBLE,
        }
    )
