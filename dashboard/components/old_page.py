"""A page: its heading, its cards, and the panel that stands there while there is nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from dash import Dash, Input, Output, html, no_update

from dashboard.components.empty import before_recording
from dashboard.components.notes import notes_dialog
from dashboard.components.page_data import keep_filled, page_data, tables_behind
from dashboard.moment import Moment, settle
from dashboard.queries import ReadModel
from dashboard.view import View

Shown = Callable[[Moment], Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Filled:
    """How a page is filled: where its data goes, and what gives it."""

    outputs: dict[str, Output]
    shown: Shown
    keeps: bool = True  # what it shows of a fixed moment stays as it is


def page(name: str, title: str, *parts: Any) -> html.Div:
    """Give a page without its data; its parts stay hidden until they have some."""
    return html.Div(
        [
            html.H1(title, className="sr-only"),
            *parts,
            html.Div(id=f"{name}-empty", className="page-empty"),
            notes_dialog(),
            page_data(name),
        ],
        id=name,
        className=f"page {name} is-waiting",
    )


def page_outputs(name: str) -> dict[str, Output]:
    """Give where `page_state` goes."""
    return {"page": Output(name, "className"), "empty": Output(f"{name}-empty", "children")}


def page_state(name: str, empty: html.Div | None, *marks: str) -> dict[str, Any]:
    """Give the page as drawn, or the panel that says what would fill it."""
    looks = ["page", name, *marks, *(["is-empty"] if empty is not None else [])]
    return {"page": " ".join(looks), "empty": empty}


def fill_page(
    app: Dash,
    read_model: ReadModel,
    outputs: dict[str, Output],
    shown: Shown,
    layout: html.Div,
    *,
    is_always_now: bool = False,
) -> None:
    """Fill a page whenever the view, the feed's number or the colours change.

    What stands in its layout behind a chart waits until somebody opens it.
    """
    name = str(outputs["page"].component_id)
    filled(app.server)[name] = Filled(outputs, shown, keeps=not is_always_now)

    async def values(view_data: object, _tick: object, scheme: object) -> dict[str, Any]:
        moment = await settle(read_model, view_data, scheme)
        if moment.is_before_recording and not is_always_now:
            nothing = page_state(name, before_recording(moment))
            return {**dict.fromkeys(outputs, no_update), **nothing}
        return await shown(moment)

    inputs = [Input("view", "data"), Input("tick", "data"), Input("scheme", "data")]
    keep_filled(app, name, outputs, inputs, values, behind=tables_behind(layout))


def filled(server: Any) -> dict[str, Filled]:
    """Give the pages of a server that are filled, by name."""
    if not hasattr(server.state, "filled"):
        server.state.filled = {}
    return server.state.filled


@dataclass(frozen=True, slots=True)
class OldPage:
    """A page that is still a module with PATH, TITLE, layout and register."""

    module: Any

    @property
    def name(self) -> str:
        """Give its name."""
        return self.module.layout(View()).id

    @property
    def path(self) -> str:
        """Give its address."""
        return self.module.PATH

    @property
    def title(self) -> str:
        """Give its title."""
        return self.module.TITLE

    @property
    def is_always_now(self) -> bool:
        """Say whether it shows the present whatever is asked."""
        return self.name == "system"

    def layout(self, view: View) -> html.Div:
        """Give the page without its data."""
        return self.module.layout(view)

    def register(self, app: Dash, model: ReadModel) -> None:
        """Fill it."""
        self.module.register(app, model)
