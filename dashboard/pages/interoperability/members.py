"""A map of members: how well each works with the pair, or with the member, that was chosen."""

from typing import Any

from dash import Output, html

from dashboard.components.card import card
from dashboard.components.matrix import key
from dashboard.components.table import Column, Kind, columns, grid
from dashboard.components.tiles import Tile, tile_map
from dashboard.components.values import actor_cell, said
from dashboard.components.why import reference
from dashboard.figures.order import both_ways
from dashboard.moment import Moment
from dashboard.pages.interoperability.facts import (
    Facts,
    dimension_of,
    last_levels_of,
    levels_of,
    tested_in,
)
from dashboard.pages.interoperability.pairs import PATH, levels_key
from dashboard.view import View
from dashboard.wording import members as wording
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.members import Standing
from dashboard.wording.numbers import dtg, one_decimal

OUTPUTS = {
    "members_title": Output("members-title", "children"),
    "members_subtitle": Output("members-subtitle", "children"),
    "members_map": Output("members-map", "children"),
    "members_rows": Output("members-grid", "rowData"),
}


def section() -> html.Section:
    """Give the place of the map."""
    return card(
        "members",
        html.Div(
            [
                html.Div(id="members-map", className="members-map"),
                html.Div(
                    [key(levels_key()), html.P(say("interoperability.members.choose"))],
                    className="members-side",
                ),
            ],
            className="members-frame",
        ),
        table=grid("members-grid", _columns(), empty=say("card.nothing.members")),
        title=say("interoperability.members.heading"),
        class_name="area-members",
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give one square per member, and the table."""
    chosen = _chosen(moment.view, facts)
    if not chosen:
        nobody = say("interoperability.members.nobody")
        return {**dict.fromkeys(OUTPUTS), "members_title": nobody, "members_rows": []}
    dimension = dimension_of(moment)
    levels = both_ways(levels_of(dimension, facts))
    lapsed = both_ways(last_levels_of(dimension, facts))
    found = wording.standings(facts.codes, chosen, levels, lapsed)
    weakest = tested_in(dimension, facts)
    return {
        "members_title": wording.title(found),
        "members_subtitle": say(
            "interoperability.members.subtitle",
            whom=wording.whom(chosen),
            dimension=names.DIMENSIONS[dimension].lower(),
            at=dtg(moment.as_of),
        ),
        "members_map": tile_map(
            say("interoperability.members.label"),
            [
                *(_tile(one, chosen, moment.view, _why(one, chosen, weakest)) for one in found),
                *(_chosen_tile(code, moment.view) for code in facts.codes if code in chosen),
            ],
        ),
        "members_rows": [_row(one) for one in sorted(found, key=_worst_first)],
    }


def _chosen(view: View, facts: Facts) -> tuple[str, ...]:
    if view.actor in facts.codes:
        return (view.actor,)
    return tuple(code for code in facts.pair or () if code in facts.codes)


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
        wording.tile_words(one, chosen),
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
    words = (
        say("interoperability.members.self", actor=actor)
        if is_alone
        else say("interoperability.members.self_of_pair", actor=actor)
    )
    return Tile(
        code,
        "self",
        "●",
        words,
        view.with_(actor=None if is_alone else code).href(PATH),
        is_chosen=True,
    )


def _worst_first(one: Standing) -> tuple[bool, float, str]:
    return one.mean is not None, one.mean or 0.0, one.actor


def _row(one: Standing) -> dict[str, Any]:
    return {
        **actor_cell("a", one.actor),
        "mean": one.mean,
        **said("known", one.known, f"{one.known} of {one.of}"),
        "last_level": one.last,
        "lapsed": one.lapsed,
    }


def _columns() -> list[Column]:
    return columns(
        texts("interoperability.columns"),
        ("a", 200, Kind.CODE),
        ("mean", 100, Kind.NUMBER, (1.0, 2.0, 3.0)),
        ("known", 130, Kind.COUNT),
        ("lapsed", 84, Kind.COUNT),
        ("last_level", 96, Kind.NUMBER),
    )
