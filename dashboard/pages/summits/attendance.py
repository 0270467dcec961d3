"""Attendance: to how many of the last meetings of each level each member came, and how senior."""

from dataclasses import dataclass

from dash import html

from dashboard.components.cards import Card
from dashboard.components.grid import Column, Grid, actor, worded
from dashboard.components.parts import region
from dashboard.components.table import Kind
from dashboard.pages.summits import words
from dashboard.pages.summits.data import Summits
from dashboard.pages.summits.queries import Attendance
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import one_decimal

# From this share of meetings on, a cell takes the colour of the next level.
STEPS = (0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Came:
    """How often a member came, and whether anybody's presence was recorded at that level."""

    row: Attendance
    is_recorded: bool


def came(found: Summits) -> list[Came]:
    """Give one row per member and level."""
    recorded = words.recorded_levels(found.attendance)
    return [Came(one, one.level in recorded) for one in found.attendance]


def _subtitle(found: Summits) -> str:
    most = max((row.meetings for row in found.attendance), default=0)
    return say("summits.attendance.subtitle", most=most, at=found.at)


def _table(found: Summits) -> html.Table | None:
    rows = found.attendance
    if not rows:
        return None
    cells = {(row.level, row.actor): row for row in rows}
    actors = sorted({row.actor for row in rows})
    levels = sorted({row.level for row in rows}, key=words.by_level)
    recorded = words.recorded_levels(rows)
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
                            html.Th(words.level(level), scope="row"),
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
        title=words.attendance_words(row),
    )


def _unrecorded(columns: int) -> html.Td:
    return html.Td(
        html.Span(say("summits.attendance.unrecorded"), className="chip"),
        className="none",
        colSpan=columns,
    )


ATTENDANCE = Card[Summits](
    id="attendance",
    look="area-attendance",
    heading="summits.attendance.title",
    title=lambda found: words.attendance_title(found.attendance),
    subtitle=_subtitle,
    body=region("attendance-table", _table, look="fill-scroll", label="summits.attendance.title"),
    table=Grid[Summits, Came](
        id="attendance-grid",
        heads="summits.attendance.columns",
        nothing="summits.attendance.nothing",
        rows=came,
        columns=(
            actor("member", 200, lambda one: one.row.actor),
            worded("level", 150, lambda one: one.row.level, words.level),
            Column(
                "attended",
                110,
                lambda one: one.row.attended if one.is_recorded else None,
                Kind.COUNT,
                words=lambda one: None if one.is_recorded else say("summits.not_recorded"),
            ),
            Column("of", 70, lambda one: one.row.meetings, Kind.COUNT),
            Column("rank", 100, lambda one: one.row.mean_rank, Kind.NUMBER),
        ),
    ),
)
