"""What is the situation: what changed, what is worst, what is old, what was promised?"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dash import Dash, Input, Output, html

from dashboard import names
from dashboard.components.attributes import named
from dashboard.components.card import card
from dashboard.components.commitments import commitment_key, commitment_list
from dashboard.components.empty import empty
from dashboard.components.events import event_item, event_list, register_event_list
from dashboard.components.graph import graph
from dashboard.components.matrix import Cell, matrix, model, register_matrix
from dashboard.components.table import grid, plain_table
from dashboard.figures.dimensions import spark
from dashboard.moment import Moment, settle
from dashboard.queries import ReadModel
from dashboard.queries.rows import (
    CommitmentLine,
    Compliance,
    EventLine,
    InteropPoint,
    Member,
    PairReading,
    Reading,
    RolledUp,
)
from dashboard.refusals import guarded
from dashboard.view import AREAS, DIMENSIONS, View
from dashboard.wording import overview as wording
from dashboard.wording.numbers import age, change_points, counted, dtg, one_decimal

PATH, TITLE = "/", "Overview"

LATEST_EVENTS = 40
COUNTED_EVENTS = 500
SCORES = {1: "+1", 0: "0", -1: "−1"}
MONTH = timedelta(days=365) / 12
SIGNS = {"1": "l3", "2": "l2", "3": "l1", "4": "l0", "ND": "nd"}
LEGEND = (
    ("l3", "level 1"),
    ("l2", "level 2"),
    ("l1", "level 3"),
    ("l0", "level 4"),
    ("nd", "not demonstrated"),
    ("none", "no data"),
    ("weak", "low confidence"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the page shows, from one moment."""

    members: list[Member]
    now: list[Reading]
    before: list[Reading]
    rolled_up: list[RolledUp]
    pairs: list[PairReading]
    year: list[InteropPoint]
    compliance: list[Compliance]
    commitments: list[CommitmentLine]
    latest: list[EventLine]
    last_day: list[EventLine]


def layout(view: View) -> html.Div:
    """Give the page without its data."""
    return html.Div(
        [
            html.H1("Overview", className="sr-only"),
            html.Section(
                [
                    html.H2("Situation", className="card-title", id="situation-title"),
                    html.Dl(id="situation", className="situation"),
                ],
                className="card area-situation",
                **named({"aria-labelledby": "situation-title"}),
            ),
            card(
                "dimensions",
                html.Div([_dimension(name) for name in DIMENSIONS], className="stats"),
                table=html.Div(id="dimensions-table", className="scroll-x", tabIndex=0),
                title="Interoperability",
                class_name="area-dimensions",
            ),
            card(
                "readiness",
                matrix("readiness-matrix", legend=LEGEND),
                table=grid("readiness-grid", _READINESS_COLUMNS, row_id="key"),
                title="Readiness by member and area",
                class_name="area-readiness",
            ),
            card(
                "latest",
                event_list("latest-events"),
                title="Latest events",
                class_name="area-latest",
            ),
            card(
                "commitments",
                html.Div(id="commitments-bars", className="fill"),
                table=grid("commitments-grid", _COMMITMENT_COLUMNS),
                controls=commitment_key(),
                title="Commitments",
                class_name="area-commitments",
            ),
            html.Div(id="overview-empty", className="page-empty"),
        ],
        id="overview",
        className="page overview is-waiting",
    )


def register(app: Dash, read_model: ReadModel) -> None:
    """Fill the page whenever the view, the feed's number or the colours change."""
    register_matrix(app, "readiness-matrix")
    register_event_list(app, "latest-events")

    @guarded
    async def refresh(view_data: object, _tick: object, scheme: object) -> dict[str, Any]:
        moment = await settle(read_model, view_data, scheme)
        return _shown(moment, await _facts(read_model, moment))

    app.callback(
        output=_OUTPUTS,
        inputs=[Input("view", "data"), Input("tick", "data"), Input("scheme", "data")],
    )(refresh)


async def _facts(ask: ReadModel, moment: Moment) -> Facts:
    body, at, known = moment.body, moment.as_of, moment.known_at
    day_ago = at - timedelta(days=1)
    members, now, before, rolled_up, pairs = await asyncio.gather(
        ask.members(body, at, known),
        ask.readiness(body, at, known),
        ask.readiness(body, day_ago, known),
        ask.rollup(body, at, known),
        ask.interoperability(body, at, known),
    )
    year, compliance, commitments, latest, last_day = await asyncio.gather(
        ask.interoperability_trend(body, at - 12 * MONTH, at, MONTH, known),
        ask.compliance(body, at, known),
        ask.commitments(body, at, known),
        ask.events(known, max_rows=LATEST_EVENTS, occurred_to=at),
        ask.events(known, max_rows=COUNTED_EVENTS, occurred_from=day_ago, occurred_to=at),
    )
    return Facts(
        members=members,
        now=now,
        before=before,
        rolled_up=rolled_up,
        pairs=pairs,
        year=year,
        compliance=compliance,
        commitments=commitments,
        latest=latest,
        last_day=last_day,
    )


def _shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    return {
        "page": "page overview is-empty" if moment.is_empty else "page overview",
        "empty": empty(
            "No events yet",
            "This page shows how ready each member is, how well members work together, which "
            "commitments are kept, and what changed in the last 24 hours.",
        )
        if moment.is_empty
        else None,
        "situation": _situation(facts),
        **_dimension_outputs(moment, facts),
        **_readiness_outputs(moment, facts),
        "latest": {
            "events": [event_item(event) for event in facts.latest],
            "clock": moment.clock,
        },
        "latest_subtitle": f"newest first, data to {dtg(moment.head.recorded_at)}",
        **_commitment_outputs(moment, facts),
    }


def _situation(facts: Facts) -> list[Any]:
    happened = wording.events_in_a_day(len(facts.last_day), COUNTED_EVENTS)
    sentences = {
        "Last 24 h": f"{wording.changes(facts.now, facts.before)} {happened}",
        "Weakest": wording.weakest(facts.rolled_up, facts.now),
        "Old or unreported": wording.stale(facts.now, facts.members),
        "Commitments": wording.promises(facts.compliance),
    }
    return [part for title, text in sentences.items() for part in (html.Dt(title), html.Dd(text))]


def _dimension(name: str) -> html.Div:
    return html.Div(
        [
            html.H3(names.DIMENSIONS[name], className="stat-label"),
            html.Div(id=f"stat-{name}", className="stat"),
            graph(f"spark-{name}", "spark", is_static=True),
            html.P(id=f"stat-{name}-note", className="stat-note"),
        ]
    )


def _dimension_outputs(moment: Moment, facts: Facts) -> dict[str, Any]:
    count = len(facts.members)
    possible = count * (count - 1) // 2
    shown: dict[str, Any] = {
        "dimensions_title": _dimensions_title(facts.pairs, possible),
        "dimensions_subtitle": f"Pairs of {counted(count, 'member')} at level 2 or better; line "
        "and change: % of tested pairs over 12 months, axis 0 to 100",
        "dimensions_table": _dimensions_table(facts.year),
    }
    for name in DIMENSIONS:
        points = [point for point in facts.year if point.dimension == name]
        own = [pair for pair in facts.pairs if pair.dimension == name]
        good = sum(pair.level >= 2 for pair in own)
        shown[f"stat_{name}"] = _stat(good, possible, len(own))
        shown[f"spark_{name}"] = spark(points, moment.theme)
        shown[f"note_{name}"] = f"{len(own):,} tested{_year_change(points)}"
    return shown


def _dimensions_title(pairs: Sequence[PairReading], possible: int) -> str:
    if not pairs or not possible:
        return "Interoperability: no pair has been tested"
    good = {
        name: sum(pair.level >= 2 for pair in pairs if pair.dimension == name)
        for name in DIMENSIONS
    }
    worst = min(good, key=lambda name: good[name])
    return (
        f"Interoperability is lowest in the {worst} dimension: "
        f"{good[worst]:,} of {possible:,} pairs compatible"
    )


def _stat(good: int, possible: int, tested: int) -> list[Any]:
    if not tested:
        return [html.Span("no data", className="value none")]
    return [
        html.Span(f"{good:,}", className="value"),
        html.Span(f"of {possible:,} pairs", className="muted"),
    ]


def _year_change(points: Sequence[InteropPoint]) -> str:
    drawn = [point for point in points if point.level_2_ratio is not None]
    if len(drawn) < 2:
        return ""
    change = change_points(
        (drawn[-1].level_2_ratio or 0) * 100, (drawn[0].level_2_ratio or 0) * 100
    )
    return f" · {change}"


def _dimensions_table(points: Sequence[InteropPoint]) -> html.Table:
    months = sorted({point.at for point in points})
    at = {(point.dimension, point.at): point for point in points}
    return plain_table(
        "Share of tested pairs at level 2 or better, per dimension and month, in percent",
        ["Dimension, %", *(f"{month:%b %y}" for month in months)],
        [
            [
                names.DIMENSIONS[name],
                *(
                    _points(at[name, month].level_2_ratio) if (name, month) in at else "–"
                    for month in months
                ),
            ]
            for name in DIMENSIONS
        ],
    )


def _points(ratio: float | None) -> str:
    return one_decimal(None if ratio is None else ratio * 100)


def _readiness_outputs(moment: Moment, facts: Facts) -> dict[str, Any]:
    members = _by_readiness(facts.members, facts.now)
    cells = {
        f"{reading.actor}|{reading.area}": Cell(
            SIGNS[reading.level],
            _sign(reading),
            wording.reading_words(reading),
            reading.confidence == "Low" and reading.level != "ND",
        )
        for reading in facts.now
    }
    ready = {row.area: f"{row.ready} of {row.members}" for row in facts.rolled_up}
    return {
        "readiness_title": wording.matrix_title(facts.rolled_up),
        "readiness_subtitle": f"Level 1 (best) to 4 per member and area at {dtg(moment.as_of)}, "
        "most areas ready first; right: members ready",
        "readiness_model": model(
            "readiness-matrix",
            "Readiness level",
            [(code, names.AREAS[code]) for code in AREAS],
            [(member.actor, member.actor) for member in members],
            {f"{key.split('|')[1]}|{key.split('|')[0]}": cell for key, cell in cells.items()},
            row_notes=ready,
            column_names={member.actor: names.actor(member.actor) for member in members},
            narrow=names.AREAS_SHORT,
            clock=moment.clock,
        ),
        "readiness_rows": [_grid_row(reading) for reading in facts.now],
    }


def _by_readiness(members: Sequence[Member], readings: Sequence[Reading]) -> list[Member]:
    """Order members by how many areas are ready, then by their mean index."""
    own: dict[str, list[Reading]] = {}
    for reading in readings:
        own.setdefault(reading.actor, []).append(reading)

    def key(member: Member) -> tuple[int, float, str]:
        mine = own.get(member.actor, [])
        ready = sum(reading.level in ("1", "2") for reading in mine)
        indexes = [reading.index for reading in mine if reading.index is not None]
        return -ready, -sum(indexes) / len(AREAS), member.actor

    return sorted(members, key=key)


def _sign(reading: Reading) -> str:
    if reading.level == "ND":
        return "ND"
    return f"({reading.level})" if reading.confidence == "Low" else reading.level


def _grid_row(reading: Reading) -> dict[str, Any]:
    return {
        "key": f"{reading.actor}|{reading.area}",
        "member": f"{names.actor(reading.actor)} ({reading.actor})",
        "area": names.area(reading.area),
        "level": reading.level,
        "training": _rounded(reading.t),
        "confidence": reading.confidence,
        "items": reading.items,
        "external": reading.external_items,
        "personnel": _rounded(reading.p),
        "equipment": _rounded(reading.s),
        "condition": _rounded(reading.r),
        "reported": _rounded(reading.reported_t),
        "age": reading.age_days,
        "report_age": reading.report_age_days,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _commitment_outputs(moment: Moment, facts: Facts) -> dict[str, Any]:
    scored = [row for row in facts.compliance if row.scored]
    title = (
        f"{len(scored)} of {counted(len(facts.compliance), 'commitment')} can be scored"
        if facts.compliance
        else "No commitment is on record"
    )
    return {
        "commitments_title": title,
        "commitments_subtitle": f"Actors per state and compliance at {dtg(moment.as_of)}, "
        "the next due first",
        "commitments_bars": commitment_list(facts.compliance),
        "commitments_rows": [_commitment_row(line) for line in facts.commitments],
    }


def _commitment_row(line: CommitmentLine) -> dict[str, Any]:
    value = one_decimal(line.value)
    return {
        "commitment": line.title,
        "actor": f"{names.actor(line.actor)} ({line.actor})",
        "value": f"{value} (estimate)" if line.is_estimate else value,
        "expected": one_decimal(line.expected),
        "target": one_decimal(line.target),
        "unit": line.unit,
        "score": "not scored" if line.score is None else SCORES[line.score],
        "due": f"{line.due_on:%Y-%m-%d}",
        "age": age(line.age_days) if line.value is not None else "–",
    }


_READINESS_COLUMNS = (
    ("member", "Member", 150),
    ("area", "Area", 130),
    ("level", "Level", 70),
    ("training", "Training", 84),
    ("confidence", "Confidence", 100),
    ("items", "Items", 70),
    ("external", "External", 84),
    ("personnel", "P", 60),
    ("equipment", "S", 60),
    ("condition", "R", 60),
    ("reported", "Reported T", 96),
    ("age", "Age, d", 76),
    ("report_age", "Report age, d", 110),
)
_COMMITMENT_COLUMNS = (
    ("commitment", "Commitment", 200),
    ("actor", "Actor", 170),
    ("value", "Value", 124),
    ("expected", "Expected", 90),
    ("target", "Target", 80),
    ("unit", "Unit", 90),
    ("score", "Score", 84),
    ("due", "Due", 108),
    ("age", "Age", 80),
)
_OUTPUTS = {
    "page": Output("overview", "className"),
    "empty": Output("overview-empty", "children"),
    "situation": Output("situation", "children"),
    "dimensions_title": Output("dimensions-title", "children"),
    "dimensions_subtitle": Output("dimensions-subtitle", "children"),
    "dimensions_table": Output("dimensions-table", "children"),
    **{f"stat_{name}": Output(f"stat-{name}", "children") for name in DIMENSIONS},
    **{f"spark_{name}": Output(f"spark-{name}", "figure") for name in DIMENSIONS},
    **{f"note_{name}": Output(f"stat-{name}-note", "children") for name in DIMENSIONS},
    "readiness_title": Output("readiness-title", "children"),
    "readiness_subtitle": Output("readiness-subtitle", "children"),
    "readiness_model": Output("readiness-matrix-model", "data"),
    "readiness_rows": Output("readiness-grid", "rowData"),
    "latest": Output("latest-events-model", "data"),
    "latest_subtitle": Output("latest-subtitle", "children"),
    "commitments_title": Output("commitments-title", "children"),
    "commitments_subtitle": Output("commitments-subtitle", "children"),
    "commitments_bars": Output("commitments-bars", "children"),
    "commitments_rows": Output("commitments-grid", "rowData"),
}
