"""Attendance: to how many of the last meetings of each level each member came, and how senior."""

from collections.abc import Sequence
from typing import Any

from dash import Output, html

from dashboard.components.attributes import named
from dashboard.components.card import card
from dashboard.components.table import Column, Kind, grid
from dashboard.components.values import actor_cell, said
from dashboard.moment import Moment
from dashboard.pages.summits.facts import Facts
from dashboard.queries.rows_summits import Attendance
from dashboard.wording import names
from dashboard.wording import summits as wording
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg, one_decimal

# From this share of meetings on, a cell takes the colour of the next level.
STEPS = (0.5, 0.75, 1.0)
OUTPUTS = {
    "attendance_title": Output("attendance-title", "children"),
    "attendance_subtitle": Output("attendance-subtitle", "children"),
    "attendance_table": Output("attendance-table", "children"),
    "attendance_rows": Output("attendance-grid", "rowData"),
}


def section() -> html.Section:
    """Give the place of the attendance."""
    return card(
        "attendance",
        html.Div(
            id="attendance-table",
            className="fill-scroll",
            tabIndex=0,
            role="region",
            **named({"aria-label": say("summits.attendance.title")}),
        ),
        table=grid("attendance-grid", _columns(), empty=say("card.nothing.attendance")),
        title=say("summits.attendance.title"),
        class_name="area-attendance",
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give one row per level and one column per member."""
    rows = facts.attendance
    return {
        "attendance_title": wording.attendance_title(rows),
        "attendance_subtitle": say(
            "summits.attendance.subtitle",
            most=max((row.meetings for row in rows), default=0),
            at=dtg(moment.as_of),
        ),
        "attendance_table": _table(rows) if rows else None,
        "attendance_rows": [_grid_row(row, wording.recorded_levels(rows)) for row in rows],
    }


def _table(rows: Sequence[Attendance]) -> html.Table:
    cells = {(row.level, row.actor): row for row in rows}
    actors = sorted({row.actor for row in rows})
    levels = sorted({row.level for row in rows}, key=wording.by_level)
    recorded = wording.recorded_levels(rows)
    return html.Table(
        [
            html.Caption(say("summits.attendance.caption"), className="sr-only"),
            html.Thead(
                html.Tr(
                    [
                        html.Th(say("summits.attendance.level"), scope="col"),
                        *(
                            html.Th(html.Span(code), scope="col", title=names.actor(code))
                            for code in actors
                        ),
                    ]
                )
            ),
            html.Tbody(
                [
                    html.Tr(
                        [
                            html.Th(wording.level(level), scope="row"),
                            *(
                                [_cell(cells[level, actor]) for actor in actors]
                                if level in recorded
                                else [_unrecorded(len(actors))]
                            ),
                        ]
                    )
                    for level in levels
                ]
            ),
        ],
        className="presence",
    )


def _cell(row: Attendance) -> html.Td:
    step = sum(row.attended / row.meetings >= limit for limit in STEPS)
    return html.Td(
        [
            html.Span(str(row.attended), className="value"),
            html.Span(one_decimal(row.mean_rank), className="rank"),
        ],
        className=f"l{step}",
        title=wording.attendance_words(row),
    )


def _unrecorded(columns: int) -> html.Td:
    return html.Td(
        html.Span(say("summits.attendance.unrecorded"), className="chip"),
        className="none",
        colSpan=columns,
    )


def _columns() -> list[Column]:
    return [
        Column("member", say("summits.attendance.column_member"), 200, Kind.CODE),
        Column("level", say("summits.attendance.column_level"), 150, Kind.CODE),
        Column("attended", say("summits.attendance.column_attended"), 110, Kind.COUNT),
        Column("of", say("summits.attendance.column_of"), 70, Kind.COUNT),
        Column("rank", say("summits.attendance.column_rank"), 100, Kind.NUMBER),
    ]


def _grid_row(row: Attendance, recorded: Sequence[str]) -> dict[str, Any]:
    is_recorded = row.level in recorded
    return {
        **actor_cell("member", row.actor),
        **said("level", row.level, wording.level(row.level)),
        **said(
            "attended",
            row.attended if is_recorded else None,
            None if is_recorded else say("summits.not_recorded"),
        ),
        "of": row.meetings,
        "rank": row.mean_rank,
    }
