"""Readiness by member and area, as a matrix and as a table."""

from collections.abc import Sequence
from typing import Any

from dashboard import constants
from dashboard.components.cards import Card
from dashboard.components.grid import Column, Grid, actor, area, why, worded
from dashboard.components.matrix import Cell, matrix_of, model
from dashboard.components.table import Kind
from dashboard.components.why import reference
from dashboard.pages.overview import words
from dashboard.pages.overview.data import Overview
from dashboard.queries.bodies import Member
from dashboard.queries.readings import Reading
from dashboard.view import AREAS
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import dtg

# A commander's level 5 looks like the worst computed one; its sign says which it is.
SIGNS = {"1": "l3", "2": "l2", "3": "l1", "4": "l0", "5": "l0", "ND": "nd"}
ID = "readiness-matrix"


def _model(found: Overview) -> dict[str, Any]:
    members = by_readiness(found.members, found.now)
    return model(
        ID,
        say("overview.matrix.label"),
        [(code, names.AREAS[code]) for code in AREAS],
        [(member.actor, member.actor) for member in members],
        {f"{one.area}|{one.actor}": _cell(one) for one in found.now},
        row_notes={
            one.area: say("overview.matrix.ready", ready=one.ready, members=one.members)
            for one in found.rolled_up
        },
        column_names={member.actor: names.actor(member.actor) for member in members},
        narrow=names.AREAS_SHORT,
        clock=found.moment.clock,
        row_whys={one.area: reference("rollup", one.area) for one in found.rolled_up},
    )


def _cell(reading: Reading) -> Cell:
    return Cell(
        _colour(reading),
        _sign(reading),
        words.reading_words(reading),
        reading.confidence == "Low" and reading.level != "ND",
        _why(reading),
    )


def _why(reading: Reading) -> str:
    return reference("readiness", reading.actor, reading.area)


def by_readiness(members: Sequence[Member], readings: Sequence[Reading]) -> list[Member]:
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


READINESS = Card[Overview](
    id="readiness",
    look="area-readiness",
    heading="overview.matrix.heading",
    title=lambda found: words.matrix_title(found.rolled_up),
    subtitle=lambda found: say("overview.matrix.subtitle", at=dtg(found.moment.as_of)),
    body=matrix_of(ID, _model, legend=lambda: list(texts("overview.legend").items())),
    table=Grid[Overview, Reading](
        id="readiness-grid",
        heads="overview.columns",
        nothing="overview.matrix.nothing",
        row_id="key",
        key=lambda one: f"{one.actor}|{one.area}",
        rows=lambda found: found.now,
        columns=(
            actor("member", 150, lambda one: one.actor),
            area("area", 130, lambda one: one.area),
            Column("level", 70, lambda one: one.level),
            Column("last_level", 84, lambda one: one.last_level),
            worded(
                "reporting",
                84,
                lambda one: one.reporting,
                lambda own: texts("reporting.states")[own],
            ),
            Column("training", 84, lambda one: one.t, Kind.NUMBER, constants.steps("T")),
            Column("confidence", 100, lambda one: one.confidence),
            Column("items", 70, lambda one: one.items, Kind.COUNT),
            Column("external", 84, lambda one: one.external_items, Kind.COUNT),
            Column("personnel", 60, lambda one: one.p, Kind.NUMBER, constants.steps("P")),
            Column("equipment", 60, lambda one: one.s, Kind.NUMBER, constants.steps("S")),
            Column("condition", 60, lambda one: one.r, Kind.NUMBER, constants.steps("R")),
            Column("reported", 96, lambda one: one.reported_t, Kind.NUMBER, constants.steps("T")),
            Column("age", 76, lambda one: one.age_days, Kind.COUNT),
            Column("report_age", 110, lambda one: one.report_age_days, Kind.COUNT),
            why(_why),
        ),
    ),
)
