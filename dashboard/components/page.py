"""A page as a value: its parts, what they are read from, and the panel while there is nothing."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from dash import Dash, Input, html, no_update

from dashboard import who
from dashboard.asked import Asked
from dashboard.branches import model_of
from dashboard.components.attributes import named
from dashboard.components.cards import Card
from dashboard.components.empty import before_recording
from dashboard.components.notes import notes_dialog
from dashboard.components.page_data import keep_filled, page_data, tables_behind
from dashboard.components.parts import Part, Place, Wire
from dashboard.errors import NotAllowed
from dashboard.moment import resolve
from dashboard.queries import ReadModel
from dashboard.view import View
from dashboard.wording.catalogue import say, texts

D = TypeVar("D")
VIEW, TICK, SCHEME = "view", "tick", "scheme"
FOLLOWS = (VIEW, TICK, SCHEME)  # the address, the feed's number, the colours


Read = Callable[[Asked], Awaitable[D]]


@dataclass(frozen=True, kw_only=True)
class Beside(Generic[D]):
    """Parts of a page that are read apart from the others, and follow less than they do."""

    name: str
    parts: Sequence[Part[D]]
    read: Read[D]
    follows: Sequence[str]

    def components(self) -> list[Any]:
        """Give the parts without their data, and what draws it."""
        return [*(part.component() for part in self.parts), page_data(self.name)]


@dataclass(frozen=True, kw_only=True)
class Page(Generic[D]):
    """A page whose data is D; `heading` names the text that is its title.

    `empty` gives the panel that stands there instead of the parts while there is nothing, `marks`
    more classes of the page. A page that `is_always_now` shows the present whatever is asked; one
    that is `only_for` a role is there for nobody else where people sign in; what is on one that
    `is_personal` is the viewer's own, and no answer of it is given to another who reads alike.
    """

    name: str
    path: str
    heading: str
    parts: Sequence[Part[D] | Beside[Any]]
    read: Read[D]
    empty: Callable[[D], html.Div | None]
    marks: Callable[[D], Sequence[str]] = lambda _: ()
    follows: Sequence[str] = FOLLOWS
    is_always_now: bool = False
    only_for: str = ""
    is_personal: bool = False

    @property
    def is_allowed(self) -> bool:
        """Tell whether who asks may see this page."""
        return not self.only_for or who.may(self.only_for)

    def require_allowed(self) -> None:
        """Raise NotAllowed when who asks may not see this page."""
        if not self.is_allowed:
            raise NotAllowed(texts("people.not_allowed")[self.only_for])

    @property
    def title(self) -> str:
        """Give the title."""
        return say(self.heading)

    def layout(self, _view: View) -> html.Div:
        """Give the page without its data; its parts stay hidden until they have some.

        One that is always about now asks again by itself, also while no events come.
        """
        parts = [
            one
            for part in self.parts
            for one in (part.components() if isinstance(part, Beside) else [part.component()])
        ]
        return html.Div(
            [
                html.H1(self.title, className="sr-only"),
                *parts,
                html.Div(id=f"{self.name}-empty", className="page-empty"),
                notes_dialog(),
                page_data(self.name),
            ],
            id=self.name,
            className=f"page {self.name} is-waiting",
            **named({"data-always-now": "1"} if self.is_always_now else {}),
        )

    def register(self, app: Dash, model: ReadModel) -> None:
        """Fill the page whenever what it follows changes.

        What stands in its layout behind a chart waits until somebody opens it.
        """
        behind = tables_behind(self.layout(View()))
        places = self.places()
        filling = _Filling(app, model, behind, self.require_allowed)
        filling.fill(self.name, places, self.follows, lambda asked: self._values(places, asked))
        for part in self.parts:
            if isinstance(part, Beside):
                filling.fill_beside(part)
            for wire in _wires(part):
                wire(app)

    def places(self) -> list[Place[D]]:
        """Give what the page's data fills: the page itself first, then every part."""
        own: list[Place[D]] = [
            Place(self.name, "className", self._looks),
            Place(f"{self.name}-empty", "children", self.empty),
        ]
        parts = [part for part in self.parts if not isinstance(part, Beside)]
        return [*own, *(place for part in parts for place in part.places)]

    def cards(self) -> list[Card[Any]]:
        """Give every card of the page."""
        parts = [
            one
            for part in self.parts
            for one in (part.parts if isinstance(part, Beside) else [part])
        ]
        return [one for one in parts if isinstance(one, Card)]

    def read_of(self, card: Card[Any]) -> Read[Any]:
        """Give what reads the data of a card."""
        apart = (one for one in self.parts if isinstance(one, Beside) and card in one.parts)
        return next((one.read for one in apart), self.read)

    def _looks(self, data: D) -> str:
        empty = ["is-empty"] if self.empty(data) is not None else []
        return " ".join(["page", self.name, *self.marks(data), *empty])

    async def _values(self, places: Sequence[Place[D]], asked: Asked) -> dict[str, Any]:
        if asked.moment.is_before_recording and not self.is_always_now:
            looks, panel = places[0].name, places[1].name
            return {
                **dict.fromkeys((place.name for place in places), no_update),
                looks: f"page {self.name} is-empty",
                panel: before_recording(asked.moment),
            }
        return values_of(places, await self.read(asked))


def values_of(places: Sequence[Place[D]], data: D) -> dict[str, Any]:
    """Give what the data puts into each place, by the place's name."""
    return {place.name: place.value(data) for place in places}


@dataclass(frozen=True)
class _Filling:
    app: Dash
    model: ReadModel
    behind: Mapping[str, str]
    require_allowed: Callable[[], None]

    def fill(
        self,
        name: str,
        places: Sequence[Place[Any]],
        follows: Sequence[str],
        values: Callable[[Asked], Awaitable[dict[str, Any]]],
    ) -> None:
        async def answer(view_data: object, *others: object) -> dict[str, Any]:
            self.require_allowed()
            followed = dict(zip(follows[1:], others, strict=True))
            moment = await resolve(self.model, view_data, followed.get(SCHEME))
            server: Any = self.app.server
            model = model_of(self.model, moment.whatif)
            return await values(Asked(model, moment, server.state.feed, facts=self.model))

        ids = {place.id for place in places}
        keep_filled(
            self.app,
            name,
            {place.name: place.output for place in places},
            [Input(one, "data") for one in follows],
            answer,
            behind={id: card for id, card in self.behind.items() if id in ids},
        )

    def fill_beside(self, beside: Beside[Any]) -> None:
        places = [place for part in beside.parts for place in part.places]

        async def values(asked: Asked) -> dict[str, Any]:
            return values_of(places, await beside.read(asked))

        self.fill(beside.name, places, beside.follows, values)


def _wires(part: Part[Any] | Beside[Any]) -> list[Wire]:
    if isinstance(part, Beside):
        return [wire for one in part.parts for wire in one.wires]
    return list(part.wires)
