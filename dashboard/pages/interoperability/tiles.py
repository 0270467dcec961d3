"""A map of members: one square each at its rough place, each a link that chooses the member."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html

from dashboard.components.attributes import named
from dashboard.pages.interoperability.figures.tiles import places


@dataclass(frozen=True, slots=True)
class Tile:
    """One square: its look (l0..l3, none, self), the sign in it, its words, and where it leads."""

    actor: str
    look: str
    sign: str
    words: str
    href: str
    is_chosen: bool = False
    reading: str = ""  # what the key w explains; Enter chooses the member


def tile_map(label: str, tiles: Sequence[Tile]) -> html.Ol:
    """Give the squares; none is left out, and a screen reader takes them as a list."""
    by_actor = {tile.actor: tile for tile in tiles}
    placed = places(by_actor)
    return html.Ol(
        [
            html.Li(
                _square(by_actor[place.actor]),
                style={"gridColumn": place.column, "gridRow": place.row},
            )
            for place in placed
        ],
        className="tiles",
        style={
            "--columns": max((place.column for place in placed), default=1),
            "--rows": max((place.row for place in placed), default=1),
        },
        **named({"aria-label": label}),
    )


def _square(tile: Tile) -> html.A:
    return html.A(
        [
            html.Span(tile.actor, className="tile-code"),
            html.Span(tile.sign, className="tile-sign"),
        ],
        href=tile.href,
        className=f"tile {tile.look}",
        **named(
            {
                "data-go": "",
                "data-tip": tile.words,
                "aria-label": tile.words,
                **({"aria-current": "true"} if tile.is_chosen else {}),
                **({"data-reading": tile.reading} if tile.reading else {}),
            }
        ),
    )
