"""All pairs of a body as a matrix, and as a table."""

from typing import Any

from dash import Output, html

from dashboard import constants
from dashboard.components.card import card
from dashboard.components.choices import links
from dashboard.components.matrix import Cell, matrix, model
from dashboard.components.table import WHY_COLUMN, Column, Kind, columns, grid
from dashboard.components.values import actor_cell, instant_value, said
from dashboard.components.why import reference
from dashboard.figures.order import both_ways, by_cluster, by_mean
from dashboard.moment import Moment
from dashboard.pages.interoperability.facts import (
    ORDERS,
    Facts,
    dimension_of,
    lapsed_in,
    levels_of,
    order_of,
    shown_in,
)
from dashboard.queries.rows import PairReading
from dashboard.view import DIMENSIONS
from dashboard.wording import interoperability as wording
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import dtg

PATH = "/interoperability"
OUTPUTS = {
    "choices": Output("dimension-choice", "children"),
    "orders": Output("order-choice", "children"),
    "pairs_title": Output("pairs-title", "children"),
    "pairs_subtitle": Output("pairs-subtitle", "children"),
    "model": Output("pair-matrix-model", "data"),
    "matrix_rows": Output("pair-grid", "rowData"),
}


def section() -> html.Section:
    """Give the place of the matrix."""
    return card(
        "pairs",
        html.Div(
            [
                matrix("pair-matrix", legend=levels_key()),
                html.Div(id="order-choice", className="order-choice"),
            ],
            className="fill pairs-frame",
        ),
        table=grid("pair-grid", _columns(), empty=say("card.nothing.pairs")),
        controls=html.Div(id="dimension-choice"),
        title=say("interoperability.pairs.heading"),
        class_name="area-pairs",
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give the matrix in the order asked for, and its table."""
    dimension = dimension_of(moment)
    levels = levels_of(dimension, facts)
    order = _ordered(order_of(moment), facts.codes, levels)
    possible = len(order) * (len(order) - 1) // 2
    return {
        "choices": _dimensions(moment),
        "orders": _orders(moment),
        "pairs_title": wording.summary(list(levels.values()), possible),
        "pairs_subtitle": say(
            "interoperability.pairs.subtitle",
            coverage=wording.coverage(
                len(levels), lapsed_in(dimension, facts), possible, dimension
            ),
            at=dtg(moment.as_of),
            ordering=texts("interoperability.ordering")[order_of(moment)],
        ),
        "model": model(
            "pair-matrix",
            say("interoperability.pairs.label", dimension=names.DIMENSIONS[dimension].lower()),
            [(code, names.actor(code)) for code in order],
            [(code, code) for code in order],
            _cells(dimension, facts),
            symmetric=True,
            selected="|".join(facts.pair) if facts.pair else None,
            column_names={code: names.actor(code) for code in order},
            absent=say("interoperability.pairs.absent"),
            clock=f"{moment.clock}|{dimension}",
        ),
        "matrix_rows": [_grid_row(reading) for reading in facts.readings],
    }


def _dimensions(moment: Moment) -> html.Div:
    options = (
        (None, say("interoperability.choose.weakest")),
        *((name, names.DIMENSIONS[name]) for name in DIMENSIONS),
    )
    label = say("interoperability.choose.dimension")
    return links(label, PATH, moment.view, "dimension", options)


def _orders(moment: Moment) -> list[Any]:
    words = texts("interoperability.orders")
    options = tuple((None if name == ORDERS[0] else name, words[name]) for name in ORDERS)
    label = say("interoperability.choose.order")
    view = moment.view.with_(order=None if order_of(moment) == ORDERS[0] else order_of(moment))
    return [html.Span(label, className="muted"), links(label, PATH, view, "order", options)]


def _ordered(order: str, codes: list[str], levels: dict[str, int]) -> list[str]:
    if order == "mean":
        return by_mean(codes, both_ways(levels))
    if order == "name":
        return sorted(codes, key=names.actor)
    return by_cluster(codes, both_ways(levels))


def _cells(dimension: str, facts: Facts) -> dict[str, Cell]:
    if dimension == "weakest":
        own = {
            f"{p.actor_a}|{p.actor_b}": (wording.weakest_words(p), p.weakest_dimension)
            for p in facts.weakest
        }
    else:
        own = {
            f"{r.actor_a}|{r.actor_b}": (wording.pair_words(r), dimension)
            for r in facts.readings
            if r.dimension == dimension
        }
    cells: dict[str, Cell] = {}
    for one in shown_in(dimension, facts):
        key = f"{one.actor_a}|{one.actor_b}"
        words, tested = own[key]
        why = reference("interop", key.replace("|", "+"), tested)
        if one.level is None:
            cells[key] = Cell("lapsed", str(one.last_level), words, why=why)
        else:
            cells[key] = Cell(f"l{one.level}", str(one.level), words, why=why)
    return cells


def levels_key() -> list[tuple[str, str]]:
    """Give what the colours of levels mean."""
    return [
        *((f"l{level}", f"{level} {names.LEVEL_WORDS[level]}") for level in (3, 2, 1, 0)),
        ("lapsed", say("interoperability.pair.lapsed")),
        ("none", say("interoperability.pair.no_data")),
    ]


def _grid_row(reading: PairReading) -> dict[str, Any]:
    return {
        "why": reference("interop", f"{reading.actor_a}+{reading.actor_b}", reading.dimension),
        **actor_cell("a", reading.actor_a),
        **actor_cell("b", reading.actor_b),
        **said("dimension", reading.dimension, names.DIMENSIONS[reading.dimension]),
        "level": reading.level,
        **said("state", _state(reading), texts("interoperability.states")[_state(reading)]),
        "last_level": reading.last_level,
        "bound": reading.lower_bound,
        "tests": reading.tests,
        "age": reading.age_days,
        "newest": instant_value(reading.newest_at),
    }


def _state(reading: PairReading) -> str:
    return "lapsed" if reading.is_lapsed else "current"


def _columns() -> list[Column]:
    return [
        *columns(
            texts("interoperability.columns"),
            ("a", 150, Kind.CODE),
            ("b", 150, Kind.CODE),
            ("dimension", 110, Kind.CODE),
            ("level", 70, Kind.COUNT),
            ("state", 84, Kind.CODE),
            ("last_level", 84, Kind.COUNT),
            ("bound", 104, Kind.HUNDREDTHS, constants.pair_steps()),
            ("tests", 70, Kind.COUNT),
            ("age", 76, Kind.COUNT),
            ("newest", 140, Kind.INSTANT),
        ),
        WHY_COLUMN,
    ]
