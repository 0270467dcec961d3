"""Who can work with whom, and how well is that known?"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dash import Dash, Output, html

from dashboard import names
from dashboard.components.card import card
from dashboard.components.choices import links
from dashboard.components.empty import empty
from dashboard.components.graph import graph
from dashboard.components.matrix import Cell, matrix, model, register_matrix
from dashboard.components.page import fill_page, page, page_outputs, page_state
from dashboard.components.pair import pair_panel
from dashboard.components.table import WHY_COLUMN, grid
from dashboard.components.why import reference
from dashboard.figures.dimensions import dimensions_over_time
from dashboard.moment import Moment
from dashboard.queries import ReadModel
from dashboard.queries.rows import InteropPoint, Member, PairLevel, PairReading
from dashboard.view import DIMENSIONS, View
from dashboard.wording import interoperability as wording
from dashboard.wording.numbers import day, dtg, percent

PATH, TITLE = "/interoperability", "Interoperability"

STEP = timedelta(days=365) / 12
MONTHS = 36
LEGEND = (
    *((f"l{level}", f"{level} {names.LEVEL_WORDS[level]}") for level in (3, 2, 1, 0)),
    ("none", "no data"),
)
CHOICES = (
    (None, "Weakest"),
    *((name, names.DIMENSIONS[name]) for name in DIMENSIONS),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the page shows, from one moment."""

    members: list[Member]
    readings: list[PairReading]
    weakest: list[PairLevel]
    trend: list[InteropPoint]


def layout(view: View) -> html.Div:
    """Give the page without its data."""
    return page(
        "interoperability",
        TITLE,
        card(
            "pairs",
            matrix("pair-matrix", legend=LEGEND),
            table=grid("pair-grid", _PAIR_COLUMNS),
            controls=html.Div(id="dimension-choice"),
            title="Pairs of members",
            class_name="area-pairs",
        ),
        card(
            "pair",
            html.Div(id="pair-panel", className="fill"),
            title="One pair",
            class_name="area-pair",
        ),
        card(
            "interop-trend",
            graph("interop-figure", "graph"),
            table=grid("interop-trend-grid", _TREND_COLUMNS),
            title="Interoperability over time",
            class_name="area-trend",
        ),
    )


def register(app: Dash, read_model: ReadModel) -> None:
    """Fill the page whenever the view, the feed's number or the colours change."""
    register_matrix(app, "pair-matrix")

    async def shown(moment: Moment) -> dict[str, Any]:
        return _shown(moment, await _facts(read_model, moment))

    fill_page(app, read_model, _OUTPUTS, shown)


async def _facts(ask: ReadModel, moment: Moment) -> Facts:
    body, at, known = moment.body, moment.as_of, moment.known_at
    return Facts(
        *await asyncio.gather(
            ask.members(body, at, known),
            ask.interoperability(body, at, known),
            ask.pair_levels(body, at, known),
            ask.interoperability_trend(body, at - MONTHS * STEP, at, STEP, known),
        )
    )


def _shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    return {
        **page_state("interoperability", None if facts.weakest else _empty(moment)),
        "choices": links("Dimension", PATH, moment.view, "dimension", CHOICES),
        **_matrix_outputs(moment, facts),
        **_pair_outputs(moment, facts),
        **_trend_outputs(moment, facts),
    }


def _empty(moment: Moment) -> html.Div:
    return empty(
        f"No pair of {moment.body} has been tested",
        "This page shows for each pair of members how well they work together. "
        "Interoperability tests fill it: events of the type "
        "org.muster.exercise.interop_tested, at most 730 days old.",
    )


def _matrix_outputs(moment: Moment, facts: Facts) -> dict[str, Any]:
    dimension = moment.view.dimension or "weakest"
    cells, levels = _cells(dimension, facts)
    order = _by_sum_of_levels([member.actor for member in facts.members], levels)
    possible = len(order) * (len(order) - 1) // 2
    return {
        "pairs_title": wording.summary(list(levels.values()), possible),
        "pairs_subtitle": f"{wording.coverage(len(levels), possible, dimension)} Level 0 to 3 at "
        f"{dtg(moment.as_of)}, ordered by the sum of levels.",
        "model": model(
            "pair-matrix",
            f"Interoperability level, {names.DIMENSIONS[dimension].lower()}",
            [(code, names.actor(code)) for code in order],
            [(code, code) for code in order],
            cells,
            symmetric=True,
            selected=_chosen_pair(moment, facts),
            column_names={code: names.actor(code) for code in order},
            absent="no test young enough to count: no data",
            clock=f"{moment.clock}|{dimension}",
        ),
        "pair_rows": [_grid_row(reading) for reading in facts.readings],
    }


def _cells(dimension: str, facts: Facts) -> tuple[dict[str, Cell], dict[str, int]]:
    if dimension == "weakest":
        own = {
            f"{p.actor_a}|{p.actor_b}": (p.level, wording.weakest_words(p), p.weakest_dimension)
            for p in facts.weakest
        }
    else:
        own = {
            f"{r.actor_a}|{r.actor_b}": (r.level, wording.pair_words(r), dimension)
            for r in facts.readings
            if r.dimension == dimension
        }
    cells = {
        key: Cell(f"l{level}", str(level), words, why=_why(key, tested))
        for key, (level, words, tested) in own.items()
    }
    return cells, {key: level for key, (level, _, _) in own.items()}


def _why(key: str, dimension: str) -> str:
    return reference("interop", key.replace("|", "+"), dimension)


def _by_sum_of_levels(actors: Sequence[str], levels: dict[str, int]) -> list[str]:
    """Order actors by the sum of the levels of their pairs; a pair without data adds nothing."""
    sums: dict[str, int] = dict.fromkeys(actors, 0)
    for key, level in levels.items():
        for code in key.split("|"):
            sums[code] = sums.get(code, 0) + level
    return sorted(actors, key=lambda code: (-sums[code], code))


def _chosen_pair(moment: Moment, facts: Facts) -> str | None:
    if moment.view.pair:
        return moment.view.pair.replace("+", "|")
    if not facts.readings:
        return None
    worst = min(facts.readings, key=lambda r: (r.level, r.lower_bound, r.actor_a, r.actor_b))
    return f"{worst.actor_a}|{worst.actor_b}"


def _pair_outputs(moment: Moment, facts: Facts) -> dict[str, Any]:
    chosen = _chosen_pair(moment, facts)
    if chosen is None:
        return {"pair_title": "No pair", "pair_subtitle": "", "pair_panel": None}
    actor_a, actor_b = chosen.split("|")
    readings = [r for r in facts.readings if (r.actor_a, r.actor_b) == (actor_a, actor_b)]
    why = "" if moment.view.pair else "The lowest lower bound; choose a cell to see another. "
    return {
        "pair_title": names.pair(actor_a, actor_b),
        "pair_subtitle": why + wording.pair_summary(actor_a, actor_b, readings),
        "pair_panel": [
            pair_panel(readings),
            html.P(
                "Level 1 from a lower bound of 0.25, 2 from 0.50, 3 from 0.75. Thin or old "
                "evidence lowers the bound.",
                className="stat-note",
            ),
        ],
    }


def _trend_outputs(moment: Moment, facts: Facts) -> dict[str, Any]:
    return {
        "trend_title": wording.trend_title(facts.trend),
        "trend_subtitle": f"{wording.trend_sentence(facts.trend)} "
        f"{MONTHS // 12} years to {day(moment.as_of)}.",
        "trend_figure": dimensions_over_time(facts.trend, moment.theme),
        "trend_rows": [
            {
                "month": f"{point.at:%Y-%m-%d}",
                "dimension": names.DIMENSIONS[point.dimension],
                "ratio": percent(point.level_2_ratio),
                "pairs": point.pairs,
                "bound": None
                if point.mean_lower_bound is None
                else round(point.mean_lower_bound, 2),
            }
            for point in reversed(facts.trend)
        ],
    }


def _grid_row(reading: PairReading) -> dict[str, Any]:
    return {
        "why": reference("interop", f"{reading.actor_a}+{reading.actor_b}", reading.dimension),
        "a": f"{names.actor(reading.actor_a)} ({reading.actor_a})",
        "b": f"{names.actor(reading.actor_b)} ({reading.actor_b})",
        "dimension": names.DIMENSIONS[reading.dimension],
        "level": reading.level,
        "bound": round(reading.lower_bound, 2),
        "tests": reading.tests,
        "age": reading.age_days,
        "newest": dtg(reading.newest_at) if reading.newest_at else "–",
    }


_PAIR_COLUMNS = (
    ("a", "Member", 150),
    ("b", "With", 150),
    ("dimension", "Dimension", 110),
    ("level", "Level", 70),
    ("bound", "Lower bound", 104),
    ("tests", "Tests", 70),
    ("age", "Age, d", 76),
    ("newest", "Newest test", 124),
    WHY_COLUMN,
)
_TREND_COLUMNS = (
    ("month", "At", 100),
    ("dimension", "Dimension", 110),
    ("ratio", "Level 2 or better", 130),
    ("pairs", "Tested pairs", 104),
    ("bound", "Mean lower bound", 140),
)
_OUTPUTS = {
    **page_outputs("interoperability"),
    "choices": Output("dimension-choice", "children"),
    "pairs_title": Output("pairs-title", "children"),
    "pairs_subtitle": Output("pairs-subtitle", "children"),
    "model": Output("pair-matrix-model", "data"),
    "pair_rows": Output("pair-grid", "rowData"),
    "pair_title": Output("pair-title", "children"),
    "pair_subtitle": Output("pair-subtitle", "children"),
    "pair_panel": Output("pair-panel", "children"),
    "trend_title": Output("interop-trend-title", "children"),
    "trend_subtitle": Output("interop-trend-subtitle", "children"),
    "trend_figure": Output("interop-figure", "figure"),
    "trend_rows": Output("interop-trend-grid", "rowData"),
}
