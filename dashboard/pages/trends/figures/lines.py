"""Lines over time, one panel at a time: what Trends draws once or nine times."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import plotly.graph_objects as go

from dashboard.figures.marks import around, name_ends
from dashboard.figures.over_time import no_data_between, time_axis
from dashboard.figures.shapes import Break, Line, Panel, Point, Tick
from dashboard.figures.theme import DASHES, Theme, themed

TICK_Y = -7.0
LOWEST_Y = -12.0
ROOM_FOR_A_LABEL = 0.16  # of the width of a panel that stands alone


def panel_figure(
    panel: Panel,
    theme: Theme,
    *,
    from_at: datetime,
    to_at: datetime,
    suffix: str,
    is_small: bool = False,
) -> go.Figure:
    """Give one panel; all panels share the same fixed axes, so that they compare."""
    figure = go.Figure()
    if panel.coverage:
        figure.add_trace(_line(panel.coverage, theme.muted, "dot", 1))
    for piece in panel.pieces:
        figure.add_traces(around(piece, theme))
        figure.add_trace(_line(piece, theme.accent, "solid", 2))
    if panel.pieces:
        figure.add_trace(_last(panel.pieces[-1][-1], theme))
    elif any(line.pieces for line in panel.compared):
        figure.add_traces(_beside(panel.compared, theme))
    else:
        figure.add_trace(
            no_data_between(from_at, to_at, 100, theme, hovertemplate="no data<extra></extra>")
        )
    if panel.breaks:
        figure.add_trace(_broken(panel.breaks, theme))
    if panel.ticks:
        figure.add_trace(_ticks(panel.ticks, theme))
    themed(figure, theme)
    if not is_small:
        _label_breaks(figure, panel.breaks, theme, from_at, to_at)
    _axes(figure, theme, from_at, to_at, suffix)
    name_ends(figure, panel.compared, theme)
    return figure


def _beside(lines: Sequence[Line], theme: Theme) -> list[go.Scatter]:
    return [
        _line(piece, theme.series[index], DASHES[index], 2)
        for index, line in enumerate(lines)
        for piece in line.pieces
    ]


def _line(points: Sequence[Point], colour: str, dash: str, width: float) -> go.Scatter:
    return go.Scatter(
        x=[point.at for point in points],
        y=[point.value for point in points],
        # A piece of one point would be invisible as a line.
        mode="lines" if len(points) > 1 else "markers",
        line={"color": colour, "dash": dash, "width": width},
        marker={"color": colour, "size": 6},
        text=[point.words for point in points],
        hovertemplate="%{text}<extra></extra>",
        connectgaps=False,
    )


def _last(point: Point, theme: Theme) -> go.Scatter:
    return go.Scatter(
        x=[point.at],
        y=[point.value],
        mode="markers",
        marker={"color": theme.accent, "size": 7},
        text=[point.words],
        hovertemplate="%{text}<extra></extra>",
    )


def _label_breaks(
    figure: go.Figure, breaks: Sequence[Break], theme: Theme, from_at: datetime, to_at: datetime
) -> None:
    # More labels than have room would lie on one another; the hover and the table still say all.
    for one in _apart(breaks, (to_at - from_at) * ROOM_FOR_A_LABEL):
        figure.add_annotation(
            x=one.at,
            y=3,
            yanchor="bottom",
            # Away from the nearer edge, so that no word is cut.
            xanchor="left" if one.at - from_at < to_at - one.at else "right",
            xshift=4 if one.at - from_at < to_at - one.at else -4,
            text=one.words.replace(" to ", "<br>to "),
            align="left",
            showarrow=False,
            font={"size": 12, "color": theme.muted},
        )


def _apart(breaks: Sequence[Break], least: timedelta) -> list[Break]:
    found: list[Break] = []
    for one in breaks:
        if not found or one.at - found[-1].at >= least:
            found.append(one)
    return found


def _broken(breaks: Sequence[Break], theme: Theme) -> go.Scatter:
    xs: list[datetime | None] = []
    ys: list[float | None] = []
    words: list[str] = []
    for one in breaks:
        xs += [one.at, one.at, None]
        ys += [0.0, 100.0, None]
        words += [one.words, one.words, ""]
    return go.Scatter(
        x=xs,
        y=ys,
        mode="lines",
        line={"color": theme.muted, "width": 1, "dash": "dot"},
        text=words,
        hovertemplate="%{text}<extra></extra>",
    )


def _ticks(ticks: Sequence[Tick], theme: Theme) -> go.Scatter:
    return go.Scatter(
        x=[tick.at for tick in ticks],
        y=[TICK_Y] * len(ticks),
        mode="markers",
        marker={
            "symbol": "line-ns",
            "size": 7,
            "line": {"color": theme.muted, "width": 1},
        },
        text=[tick.words for tick in ticks],
        hovertemplate="%{text}<extra></extra>",
    )


def _axes(
    figure: go.Figure, theme: Theme, from_at: datetime, to_at: datetime, suffix: str
) -> None:
    figure.update_layout(margin={"l": 48, "r": 12, "t": 8, "b": 24})
    figure.update_xaxes(
        range=[from_at, to_at],
        **time_axis(theme),
    )
    figure.update_yaxes(
        range=[LOWEST_Y, 104],
        tickvals=[0, 25, 50, 75, 100],
        ticktext=[f"{value}{suffix}" for value in (0, 25, 50, 75, 100)],
        gridcolor=theme.line,
        gridwidth=1,
        zeroline=False,
        fixedrange=True,
        tickfont={"size": 12, "color": theme.muted},
    )
