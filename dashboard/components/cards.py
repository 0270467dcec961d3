"""A card as a value: from it follow where it stands, what fills it, and the files of its table."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from dash import html

from dashboard.components.card import card
from dashboard.components.grid import Grid
from dashboard.components.parts import Group, Part, Place, Wire
from dashboard.wording.catalogue import say

D = TypeVar("D")


@dataclass(frozen=True, kw_only=True)
class Card(Generic[D]):
    """A card of a page whose data is D.

    `title` and `subtitle` say the finding; until there is data the title is the text that
    `heading` names. `table` is the twin of a chart and is filled once it is opened.
    """

    id: str
    look: str  # where it stands on the page, as the style sheets call it
    body: Part[D]
    heading: str = ""
    title: Callable[[D], Any] | None = None
    subtitle: Callable[[D], Any] | None = None
    table: Part[D] | None = None
    controls: Part[D] | None = None

    def component(self) -> html.Section:
        """Give the card without its data."""
        return card(
            self.id,
            self.body.component(),
            table=self.table.component() if self.table else None,
            controls=self.controls.component() if self.controls else None,
            title=say(self.heading) if self.heading else "",
            class_name=self.look,
        )

    @property
    def places(self) -> list[Place[D]]:
        """Give what the page's data fills: title, subtitle, and the places of each part."""
        found: list[Place[D]] = []
        if self.title is not None:
            found.append(Place(f"{self.id}-title", "children", self.title))
        if self.subtitle is not None:
            found.append(Place(f"{self.id}-subtitle", "children", self.subtitle))
        return [*found, *(place for part in self._parts() for place in part.places)]

    @property
    def wires(self) -> list[Wire]:
        """Give the wires of each part."""
        return [wire for part in self._parts() for wire in part.wires]

    @property
    def grid(self) -> Grid[D, Any] | None:
        """Give the grid whose rows can be exported, None when the card has none."""
        return next((grid for part in self._parts() for grid in grids_in(part)), None)

    def _parts(self) -> list[Part[D]]:
        return [part for part in (self.body, self.table, self.controls) if part is not None]


def grids_in(part: Part[D]) -> Iterator[Grid[D, Any]]:
    """Give the grids of a part, in the order of the page."""
    if isinstance(part, Grid):
        yield part
    elif isinstance(part, Card):
        yield from (grid for one in part._parts() for grid in grids_in(one))
    elif isinstance(part, Group):
        yield from (grid for one in part.parts for grid in grids_in(one))
