"""A part of a page as a value: what stands there, and which places of it the page's data fills."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from dash import ClientsideFunction, Dash, Input, Output, html

from dashboard.components.attributes import named
from dashboard.components.graph import graph
from dashboard.wording.catalogue import say

# Whoever fills a part with less is content with data that says more.
D_contra = TypeVar("D_contra", contravariant=True)
D = TypeVar("D")

# Lets the browser draw a part, or put what is chosen in it into the address.
Wire = Callable[[Dash], None]


# No slots: Python 3.11 cannot note the type of a frozen one that has them.
@dataclass(frozen=True)
class Place(Generic[D_contra]):
    """One property of one component, and what the page's data puts there."""

    id: str
    of: str  # which property
    value: Callable[[D_contra], Any]

    @property
    def name(self) -> str:
        """Give the name under which a page's answer carries the value."""
        return f"{self.id}.{self.of}"

    @property
    def output(self) -> Output:
        """Give the place as Dash knows it."""
        return Output(self.id, self.of)


class Part(Protocol[D_contra]):
    """What a page, a card or another part is made of."""

    def component(self) -> Any:
        """Give it without its data: new ones each time, because Dash changes them."""
        ...

    @property
    def places(self) -> Sequence[Place[D_contra]]:
        """Give the places that the page's data fills."""
        ...

    @property
    def wires(self) -> Sequence[Wire]:
        """Give what must be registered once for it to work in the browser."""
        ...


@dataclass(frozen=True)
class Own(Generic[D_contra]):
    """A part of a page's own: any components, with the places in them."""

    make: Callable[[], Any]
    places: Sequence[Place[D_contra]] = ()
    wires: Sequence[Wire] = ()

    def component(self) -> Any:
        """Give the components."""
        return self.make()


@dataclass(frozen=True)
class Group(Generic[D_contra]):
    """Parts that stand together in components around them."""

    around: Callable[[list[Any]], Any]
    parts: Sequence[Part[D_contra]]

    def component(self) -> Any:
        """Give the parts in what stands around them."""
        return self.around([part.component() for part in self.parts])

    @property
    def places(self) -> list[Place[D_contra]]:
        """Give the places of all of them."""
        return [place for part in self.parts for place in part.places]

    @property
    def wires(self) -> list[Wire]:
        """Give the wires of all of them."""
        return [wire for part in self.parts for wire in part.wires]


def by_browser(function: str, *, of: str, into: str, prop: str = "data") -> Wire:
    """Let a function of the browser's side answer what comes to a place; `into` is a store."""

    def wire(app: Dash) -> None:
        app.clientside_callback(
            ClientsideFunction("muster", function),
            Output(into, "data"),
            Input(of, prop),
            prevent_initial_call=True,
        )

    return wire


def drawn(id: str, value: Callable[[D], Any], look: str = "") -> Own[D]:
    """Give a place that is filled with texts and elements."""

    def place() -> html.Div:
        return html.Div(id=id, className=look) if look else html.Div(id=id)

    return Own(place, (Place(id, "children", value),))


def region(
    id: str, value: Callable[[D], Any], *, look: str = "scroll-list", label: str = ""
) -> Own[D]:
    """Give a place that scrolls and takes the focus; `label` names a text of the catalogue."""

    def place() -> html.Div:
        words = {"aria-label": say(label)} if label else {}
        return html.Div(id=id, className=look, tabIndex=0, role="region", **named(words))

    return Own(place, (Place(id, "children", value),))


def chart(id: str, look: str, figure: Callable[[D], Any], *, is_static: bool = False) -> Own[D]:
    """Give a place for a figure."""
    return Own(
        lambda: graph(id, look, is_static=is_static),
        (Place(id, "figure", figure),),
    )
