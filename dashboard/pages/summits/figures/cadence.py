"""The cadence strip: one row per level of meetings, a mark for each that was planned or held."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import plotly.graph_objects as go

from dashboard.figures.over_time import mark_now
from dashboard.figures.theme import Theme, themed
from dashboard.pages.summits.queries import MeetingPlan
from dashboard.pages.summits.words import meeting_words
from dashboard.wording.catalogue import say

# Sign of each state: filled, hollow, pointing on, crossed out; never colour alone.
HELD, PLANNED, MOVED, CANCELLED = "circle", "circle-open", "triangle-right-open", "x-thin-open"
AXIS_PX = 22  # under the rows; styles/summits.css leaves the same below the words beside them
USUAL_SIZE, DENSE_SIZE = 10, 6
DENSE = 40  # from so many marks in a row on they are drawn smaller

Day = Callable[[MeetingPlan], date | None]


@dataclass(frozen=True, slots=True)
class Row:
    """Where the marks of a level lie, and how large they are."""

    y: int
    size: int


def cadence_strip(
    plans: Sequence[MeetingPlan],
    levels: Sequence[str],
    theme: Theme,
    *,
    first: date,
    last: date,
    now: datetime,
) -> go.Figure:
    """Give the strip; the first level lies on top."""
    figure = go.Figure()
    if not levels:
        themed(figure, theme)
        return figure.update_layout(xaxis={"visible": False}, yaxis={"visible": False})
    shown = [plan for plan in plans if plan.level in levels]
    rows = _rows(shown, levels)
    figure.add_trace(_slips(shown, rows, theme))
    for symbol, chosen, day in (
        (MOVED, _moved(shown), _first_on),
        (CANCELLED, _in_state(shown, "cancelled"), _starts_on),
        (PLANNED, _in_state(shown, "planned", "postponed"), _starts_on),
        (HELD, _in_state(shown, "held"), _starts_on),
    ):
        figure.add_trace(_marks(chosen, day, symbol, rows, theme))
    themed(figure, theme)
    mark_now(figure, now, say("summits.cadence.now"), theme)
    _axes(figure, theme, len(levels), first, last)
    return figure


def _rows(plans: Sequence[MeetingPlan], levels: Sequence[str]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for index, code in enumerate(levels):
        is_dense = sum(plan.level == code for plan in plans) >= DENSE
        found[code] = Row(len(levels) - 1 - index, DENSE_SIZE if is_dense else USUAL_SIZE)
    return found


def _in_state(plans: Iterable[MeetingPlan], *states: str) -> list[MeetingPlan]:
    return [plan for plan in plans if plan.state in states]


def _moved(plans: Iterable[MeetingPlan]) -> list[MeetingPlan]:
    return [plan for plan in plans if plan.postponements and plan.state != "cancelled"]


def _first_on(plan: MeetingPlan) -> date | None:
    return plan.first_on


def _starts_on(plan: MeetingPlan) -> date | None:
    return plan.starts_on


def _marks(
    plans: Sequence[MeetingPlan],
    day: Day,
    symbol: str,
    rows: dict[str, Row],
    theme: Theme,
) -> go.Scatter:
    return go.Scatter(
        x=[day(plan) for plan in plans],
        y=[rows[plan.level or ""].y for plan in plans],
        mode="markers",
        marker={
            "symbol": symbol,
            "size": [rows[plan.level or ""].size for plan in plans],
            "color": theme.caution if symbol == MOVED else theme.text,
            "line": {"width": 1.5, "color": theme.caution if symbol == MOVED else theme.text},
        },
        text=[meeting_words(plan) for plan in plans],
        customdata=[["meeting", plan.meeting_id] for plan in plans],
        hovertemplate="%{text}<extra></extra>",
    )


def _slips(plans: Sequence[MeetingPlan], rows: dict[str, Row], theme: Theme) -> go.Scatter:
    xs: list[date | None] = []
    ys: list[int | None] = []
    for plan in _moved(plans):
        if plan.first_on and plan.starts_on and plan.first_on != plan.starts_on:
            row = rows[plan.level or ""].y
            xs += [plan.first_on, plan.starts_on, None]
            ys += [row, row, None]
    return go.Scatter(
        x=xs,
        y=ys,
        mode="lines",
        line={"color": theme.caution, "width": 1, "dash": "dot"},
        hoverinfo="skip",
    )


def _axes(figure: go.Figure, theme: Theme, count: int, first: date, last: date) -> None:
    figure.update_layout(margin={"l": 8, "r": 8, "t": 18, "b": AXIS_PX})
    figure.update_xaxes(
        # Said outright: without a mark nothing else tells the axis that it counts days.
        type="date",
        range=[first, last],
        showgrid=True,
        gridcolor=theme.line,
        zeroline=False,
        nticks=7,
        tickangle=0,
        tickformat="%b %y",
        ticks="",
        fixedrange=True,
        tickfont={"size": 12, "color": theme.muted},
    )
    figure.update_yaxes(
        range=[-0.5, count - 0.5],
        tickvals=list(range(count)),
        showticklabels=False,
        gridcolor=theme.line,
        zeroline=False,
        fixedrange=True,
    )
