"""A map of members: how well each works with the pair, or with the member, that was chosen."""

from typing import Any

from dash import html

from dashboard.components.cards import Card
from dashboard.components.grid import Column, Grid, actor
from dashboard.components.matrix import key
from dashboard.components.parts import Own, Place
from dashboard.components.table import Kind
from dashboard.components.why import reference
from dashboard.pages.interoperability.data import (
    Interoperability,
    last_levels_of,
    levels_of,
    tested_in,
)
from dashboard.pages.interoperability.figures.order import both_ways
from dashboard.pages.interoperability.pairs import PATH, levels_key
from dashboard.pages.interoperability.tiles import Tile, tile_map
from dashboard.pages.interoperability.words import members as words
from dashboard.pages.interoperability.words.members import Standing
from dashboard.view import View
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg, one_decimal


def standings(found: Interoperability) -> list[Standing]:
    """Give how each member works with what was chosen; nobody where nothing was."""
    chosen = _chosen(found.moment.view, found)
    if not chosen:
        return []
    levels = both_ways(levels_of(found.dimension, found))
    lapsed = both_ways(last_levels_of(found.dimension, found))
    return words.standings(found.codes, chosen, levels, lapsed)


def _title(found: Interoperability) -> str:
    if not _chosen(found.moment.view, found):
        return say("interoperability.members.nobody")
    return words.title(standings(found))


def _subtitle(found: Interoperability) -> str | None:
    chosen = _chosen(found.moment.view, found)
    if not chosen:
        return None
    return say(
        "interoperability.members.subtitle",
        whom=words.whom(chosen),
        dimension=names.DIMENSIONS[found.dimension].lower(),
        at=dtg(found.moment.as_of),
    )


def _map(found: Interoperability) -> html.Ol | None:
    view = found.moment.view
    chosen = _chosen(view, found)
    if not chosen:
        return None
    weakest = tested_in(found.dimension, found)
    return tile_map(
        say("interoperability.members.label"),
        [
            *(_tile(one, chosen, view, _why(one, chosen, weakest)) for one in standings(found)),
            *(_chosen_tile(code, view) for code in found.codes if code in chosen),
        ],
    )


def _frame() -> html.Div:
    side: list[Any] = [key(levels_key()), html.P(say("interoperability.members.choose"))]
    return html.Div(
        [
            html.Div(id="members-map", className="members-map"),
            html.Div(side, className="members-side"),
        ],
        className="members-frame",
    )


def _chosen(view: View, found: Interoperability) -> tuple[str, ...]:
    if view.actor in found.codes:
        return (view.actor,)
    return tuple(code for code in found.pair or () if code in found.codes)


def _why(one: Standing, chosen: tuple[str, ...], tested: dict[str, str]) -> str:
    """Give what explains a square: the reading of the pair, where it stands for one."""
    if one.mean is None or len(chosen) > 1:
        return ""
    pair = "+".join(sorted((one.actor, *chosen)))
    return reference("interop", pair, tested[pair])


def _tile(one: Standing, chosen: tuple[str, ...], view: View, why: str) -> Tile:
    return Tile(
        one.actor,
        # The whole level that is reached: a colour never says more than the number.
        _look(one),
        _number(one),
        words.tile_words(one, chosen),
        view.with_(actor=one.actor, pair=None).href(PATH),
        reading=why,
    )


def _look(one: Standing) -> str:
    if one.mean is not None:
        return f"l{int(one.mean)}"
    return "none" if one.last is None else "lapsed"


def _number(one: Standing) -> str:
    shown = one.last if one.mean is None else one.mean
    return "" if shown is None else one_decimal(shown)


def _chosen_tile(code: str, view: View) -> Tile:
    is_alone = view.actor == code
    actor = names.actor(code)
    told = (
        say("interoperability.members.self", actor=actor)
        if is_alone
        else say("interoperability.members.self_of_pair", actor=actor)
    )
    return Tile(
        code,
        "self",
        "●",
        told,
        view.with_(actor=None if is_alone else code).href(PATH),
        is_chosen=True,
    )


def _worst_first(one: Standing) -> tuple[bool, float, str]:
    return one.mean is not None, one.mean or 0.0, one.actor


MEMBERS = Card[Interoperability](
    id="members",
    look="area-members",
    heading="interoperability.members.heading",
    title=_title,
    subtitle=_subtitle,
    body=Own[Interoperability](_frame, (Place("members-map", "children", _map),)),
    table=Grid[Interoperability, Standing](
        id="members-grid",
        heads="interoperability.members.columns",
        nothing="interoperability.members.nothing",
        rows=lambda found: sorted(standings(found), key=_worst_first),
        columns=(
            actor("a", 200, lambda one: one.actor),
            Column("mean", 100, lambda one: one.mean, Kind.NUMBER, (1.0, 2.0, 3.0)),
            Column(
                "known",
                130,
                lambda one: one.known,
                Kind.COUNT,
                words=lambda one: f"{one.known} of {one.of}",
            ),
            Column("lapsed", 84, lambda one: one.lapsed, Kind.COUNT),
            Column("last_level", 96, lambda one: one.last, Kind.NUMBER),
        ),
    ),
)
