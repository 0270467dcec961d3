"""Readiness by member and area, as a matrix and as a table."""

from collections.abc import Sequence
from typing import Any

from dash import Output, html

from dashboard import constants
from dashboard.components.card import card
from dashboard.components.matrix import Cell, matrix, model
from dashboard.components.table import WHY_COLUMN, Column, Kind, columns, grid
from dashboard.components.values import actor_cell, area_cell, said
from dashboard.components.why import reference
from dashboard.moment import Moment
from dashboard.pages.overview.facts import Facts
from dashboard.queries.rows import Member, Reading
from dashboard.view import AREAS
from dashboard.wording import names
from dashboard.wording import overview as wording
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import dtg

# A commander's level 5 looks like the worst computed one; its sign says which it is.
SIGNS = {"1": "l3", "2": "l2", "3": "l1", "4": "l0", "5": "l0", "ND": "nd"}
OUTPUTS = {
    "readiness_title": Output("readiness-title", "children"),
    "readiness_subtitle": Output("readiness-subtitle", "children"),
    "readiness_model": Output("readiness-matrix-model", "data"),
    "readiness_rows": Output("readiness-grid", "rowData"),
}


def section() -> html.Section:
    """Give the place of the matrix."""
    return card(
        "readiness",
        matrix("readiness-matrix", legend=list(texts("overview.legend").items())),
        table=grid(
            "readiness-grid", _columns(), row_id="key", empty=say("card.nothing.readiness")
        ),
        title=say("overview.matrix.heading"),
        class_name="area-readiness",
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give the matrix and its table."""
    members = _by_readiness(facts.members, facts.now)
    cells = {
        f"{reading.actor}|{reading.area}": Cell(
            _colour(reading),
            _sign(reading),
            wording.reading_words(reading),
            reading.confidence == "Low" and reading.level != "ND",
            reference("readiness", reading.actor, reading.area),
        )
        for reading in facts.now
    }
    ready = {
        row.area: say("overview.matrix.ready", ready=row.ready, members=row.members)
        for row in facts.rolled_up
    }
    return {
        "readiness_title": wording.matrix_title(facts.rolled_up),
        "readiness_subtitle": say("overview.matrix.subtitle", at=dtg(moment.as_of)),
        "readiness_model": model(
            "readiness-matrix",
            say("overview.matrix.label"),
            [(code, names.AREAS[code]) for code in AREAS],
            [(member.actor, member.actor) for member in members],
            {f"{key.split('|')[1]}|{key.split('|')[0]}": cell for key, cell in cells.items()},
            row_notes=ready,
            column_names={member.actor: names.actor(member.actor) for member in members},
            narrow=names.AREAS_SHORT,
            clock=moment.clock,
            row_whys={row.area: reference("rollup", row.area) for row in facts.rolled_up},
        ),
        "readiness_rows": [_grid_row(reading) for reading in facts.now],
    }


def _columns() -> list[Column]:
    return [
        *columns(
            texts("overview.columns"),
            ("member", 150, Kind.CODE),
            ("area", 130, Kind.CODE),
            ("level", 70),
            ("last_level", 84),
            ("reporting", 84, Kind.CODE),
            ("training", 84, Kind.NUMBER, constants.steps("T")),
            ("confidence", 100),
            ("items", 70, Kind.COUNT),
            ("external", 84, Kind.COUNT),
            ("personnel", 60, Kind.NUMBER, constants.steps("P")),
            ("equipment", 60, Kind.NUMBER, constants.steps("S")),
            ("condition", 60, Kind.NUMBER, constants.steps("R")),
            ("reported", 96, Kind.NUMBER, constants.steps("T")),
            ("age", 76, Kind.COUNT),
            ("report_age", 110, Kind.COUNT),
        ),
        WHY_COLUMN,
    ]


def _by_readiness(members: Sequence[Member], readings: Sequence[Reading]) -> list[Member]:
    """Order members by how many areas are ready, then by their mean index."""
    own: dict[str, list[Reading]] = {}
    for reading in readings:
        own.setdefault(reading.actor, []).append(reading)

    def key(member: Member) -> tuple[int, float, str]:
        mine = own.get(member.actor, [])
        ready = sum(constants.is_ready(reading.level) for reading in mine)
        indexes = [reading.last_index for reading in mine if reading.last_index is not None]
        return -ready, -sum(indexes) / len(AREAS), member.actor

    return sorted(members, key=key)


def _colour(reading: Reading) -> str:
    """Give what a cell looks like; what has lapsed shows hollow what was known last."""
    return "lapsed" if _is_lapsed(reading) else SIGNS[reading.level]


def _is_lapsed(reading: Reading) -> bool:
    return reading.level == "ND" and reading.last_level != "ND"


def _sign(reading: Reading) -> str:
    if reading.level == "ND":
        return reading.last_level
    return f"({reading.level})" if reading.confidence == "Low" else reading.level


def _grid_row(reading: Reading) -> dict[str, Any]:
    return {
        "key": f"{reading.actor}|{reading.area}",
        "why": reference("readiness", reading.actor, reading.area),
        **actor_cell("member", reading.actor),
        **area_cell("area", reading.area),
        "level": reading.level,
        "last_level": reading.last_level,
        **said("reporting", reading.reporting, texts("reporting.states")[reading.reporting]),
        "training": reading.t,
        "confidence": reading.confidence,
        "items": reading.items,
        "external": reading.external_items,
        "personnel": reading.p,
        "equipment": reading.s,
        "condition": reading.r,
        "reported": reading.reported_t,
        "age": reading.age_days,
        "report_age": reading.report_age_days,
    }
