"""All pairs of a body as a matrix, and as a table."""

from typing import Any

from dash import html

from dashboard import constants
from dashboard.components.cards import Card
from dashboard.components.choices import links
from dashboard.components.grid import Column, Grid, actor, at_instant, dimension, why, worded
from dashboard.components.matrix import Cell, matrix_of, model
from dashboard.components.parts import Group, drawn
from dashboard.components.table import Kind
from dashboard.components.why import reference
from dashboard.pages.interoperability import words
from dashboard.pages.interoperability.data import (
    ORDERS,
    PATH,
    Interoperability,
    lapsed_in,
    levels_of,
    shown_in,
)
from dashboard.pages.interoperability.figures.order import both_ways, by_cluster, by_mean
from dashboard.queries.readings import PairReading
from dashboard.view import DIMENSIONS
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import dtg

ID = "pair-matrix"


def _possible(found: Interoperability) -> int:
    count = len(found.codes)
    return count * (count - 1) // 2


def _title(found: Interoperability) -> str:
    levels = levels_of(found.dimension, found)
    return words.summary(list(levels.values()), _possible(found))


def _subtitle(found: Interoperability) -> str:
    dimension = found.dimension
    tested, lapsed = len(levels_of(dimension, found)), lapsed_in(dimension, found)
    return say(
        "interoperability.pairs.subtitle",
        coverage=words.coverage(tested, lapsed, _possible(found), dimension),
        at=dtg(found.moment.as_of),
        ordering=texts("interoperability.ordering")[found.order],
    )


def _model(found: Interoperability) -> dict[str, Any]:
    dimension = found.dimension
    order = _ordered(found.order, found.codes, levels_of(dimension, found))
    return model(
        ID,
        say("interoperability.pairs.label", dimension=names.DIMENSIONS[dimension].lower()),
        [(code, names.actor(code)) for code in order],
        [(code, code) for code in order],
        _cells(dimension, found),
        symmetric=True,
        selected="|".join(found.pair) if found.pair else None,
        column_names={code: names.actor(code) for code in order},
        absent=say("interoperability.pairs.absent"),
        clock=f"{found.moment.clock}|{dimension}",
    )


def _dimensions(found: Interoperability) -> html.Div:
    options = (
        (None, say("interoperability.choose.weakest")),
        *((name, names.DIMENSIONS[name]) for name in DIMENSIONS),
    )
    label = say("interoperability.choose.dimension")
    return links(label, PATH, found.moment.view, "dimension", options)


def _orders(found: Interoperability) -> list[Any]:
    told = texts("interoperability.orders")
    options = tuple((None if name == ORDERS[0] else name, told[name]) for name in ORDERS)
    label = say("interoperability.choose.order")
    view = found.moment.view.with_(order=None if found.order == ORDERS[0] else found.order)
    return [html.Span(label, className="muted"), links(label, PATH, view, "order", options)]


def _ordered(order: str, codes: list[str], levels: dict[str, int]) -> list[str]:
    if order == "mean":
        return by_mean(codes, both_ways(levels))
    if order == "name":
        return sorted(codes, key=names.actor)
    return by_cluster(codes, both_ways(levels))


def _cells(dimension: str, found: Interoperability) -> dict[str, Cell]:
    if dimension == "weakest":
        own = {
            f"{p.actor_a}|{p.actor_b}": (words.weakest_words(p), p.weakest_dimension)
            for p in found.weakest
        }
    else:
        own = {
            f"{r.actor_a}|{r.actor_b}": (words.pair_words(r), dimension)
            for r in found.readings
            if r.dimension == dimension
        }
    cells: dict[str, Cell] = {}
    for one in shown_in(dimension, found):
        key = f"{one.actor_a}|{one.actor_b}"
        told, tested = own[key]
        why = reference("interop", key.replace("|", "+"), tested)
        if one.level is None:
            cells[key] = Cell("lapsed", str(one.last_level), told, why=why)
        else:
            cells[key] = Cell(f"l{one.level}", str(one.level), told, why=why)
    return cells


def levels_key() -> list[tuple[str, str]]:
    """Give what the colours of levels mean."""
    return [
        *((f"l{level}", f"{level} {names.LEVEL_WORDS[level]}") for level in (3, 2, 1, 0)),
        ("lapsed", say("interoperability.pair.lapsed")),
        ("none", say("interoperability.pair.no_data")),
    ]


def _state(reading: PairReading) -> str:
    return "lapsed" if reading.is_lapsed else "current"


def _in_frame(parts: list[Any]) -> html.Div:
    return html.Div(parts, className="fill pairs-frame")


PAIRS = Card[Interoperability](
    id="pairs",
    look="area-pairs",
    heading="interoperability.pairs.heading",
    title=_title,
    subtitle=_subtitle,
    controls=drawn("dimension-choice", _dimensions),
    body=Group[Interoperability](
        _in_frame,
        (
            matrix_of(ID, _model, legend=levels_key),
            drawn("order-choice", _orders, "order-choice"),
        ),
    ),
    table=Grid[Interoperability, PairReading](
        id="pair-grid",
        heads="interoperability.pairs.columns",
        nothing="interoperability.pairs.nothing",
        rows=lambda found: found.readings,
        columns=(
            actor("a", 150, lambda one: one.actor_a),
            actor("b", 150, lambda one: one.actor_b),
            dimension("dimension", 110, lambda one: one.dimension),
            Column("level", 70, lambda one: one.level, Kind.COUNT),
            worded("state", 84, _state, lambda own: texts("interoperability.states")[own]),
            Column("last_level", 84, lambda one: one.last_level, Kind.COUNT),
            Column(
                "bound", 104, lambda one: one.lower_bound, Kind.HUNDREDTHS, constants.pair_steps()
            ),
            Column("tests", 70, lambda one: one.tests, Kind.COUNT),
            Column("age", 76, lambda one: one.age_days, Kind.COUNT),
            at_instant("newest", 140, lambda one: one.newest_at),
            why(lambda one: reference("interop", f"{one.actor_a}+{one.actor_b}", one.dimension)),
        ),
    ),
)
