"""Interoperability over time: four lines with their names, or one small line."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard import names
from dashboard.figures.theme import DASHES, Theme, themed
from dashboard.queries.rows import InteropPoint
from dashboard.view import DIMENSIONS
from dashboard.wording.numbers import day, one_decimal, percent

LABEL_GAP = 9.0


def spark(points: Sequence[InteropPoint], theme: Theme) -> go.Figure:
    """Give one dimension's share over twelve months as a line without axes, 0 to 100."""
    figure = go.Figure()
    values = [_points_of(point) for point in points]
    figure.add_trace(
        go.Scatter(
            x=[point.at for point in points],
            y=values,
            mode="lines",
            line={"color": theme.accent, "width": 2},
            hoverinfo="skip",
        )
    )
    if points:
        figure.add_trace(
            go.Scatter(
                x=[points[-1].at],
                y=values[-1:],
                mode="markers",
                marker={"color": theme.accent, "size": 7},
                hoverinfo="skip",
            )
        )
    themed(figure, theme)
    figure.update_layout(margin={"l": 0, "r": 6, "t": 4, "b": 4})
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_yaxes(
        range=[-2, 102],
        tickvals=[0, 100],
        showticklabels=False,
        showgrid=True,
        gridcolor=theme.line,
        zeroline=False,
        fixedrange=True,
    )
    return figure


def dimensions_over_time(points: Sequence[InteropPoint], theme: Theme) -> go.Figure:
    """Give the share of pairs at level 2 or better, one line per dimension, named at its end."""
    figure = go.Figure()
    ends: dict[int, float] = {}
    for index, dimension in enumerate(DIMENSIONS):
        own = [point for point in points if point.dimension == dimension]
        figure.add_trace(_line(own, index, theme))
        drawn = [point for point in own if point.level_2_ratio is not None]
        if drawn:
            ends[index] = (drawn[-1].level_2_ratio or 0.0) * 100
    themed(figure, theme)
    for index, y in _spread(ends).items():
        figure.add_annotation(
            x=1.0,
            xref="paper",
            xanchor="left",
            xshift=8,
            y=y,
            text=f"{names.DIMENSIONS[DIMENSIONS[index]]} {one_decimal(ends[index])} %",
            showarrow=False,
            font={"size": 12, "color": theme.series[index]},
        )
    _axes(figure, theme)
    return figure


def _line(points: Sequence[InteropPoint], index: int, theme: Theme) -> go.Scatter:
    return go.Scatter(
        x=[point.at for point in points],
        y=[_points_of(point) for point in points],
        mode="lines",
        line={"color": theme.series[index], "width": 2, "dash": DASHES[index]},
        text=[
            f"{names.DIMENSIONS[point.dimension]}, {day(point.at)}<br>"
            f"{percent(point.level_2_ratio)} of {point.pairs:,} tested pairs at level 2 or better"
            for point in points
        ],
        hovertemplate="%{text}<extra></extra>",
    )


def _points_of(point: InteropPoint) -> float | None:
    return None if point.level_2_ratio is None else point.level_2_ratio * 100


def _spread(ends: dict[int, float]) -> dict[int, float]:
    """Move labels apart that would lie on one another, keeping their order."""
    order = sorted(ends, key=lambda index: ends[index])
    placed: dict[int, float] = {}
    lowest = 0.0
    for index in order:
        placed[index] = max(ends[index], lowest)
        lowest = placed[index] + LABEL_GAP
    excess = max(0.0, max(placed.values(), default=0.0) - 100.0)
    highest = 100.0
    for index in reversed(order):
        if excess:
            placed[index] = min(placed[index], highest)
            highest = placed[index] - LABEL_GAP
    return placed


def _axes(figure: go.Figure, theme: Theme) -> None:
    figure.update_layout(margin={"l": 48, "r": 132, "t": 8, "b": 28})
    figure.update_xaxes(
        showgrid=False,
        linecolor=theme.line,
        ticks="outside",
        tickcolor=theme.line,
        ticklen=4,
        nticks=5,
        tickangle=0,
        fixedrange=True,
        tickfont={"color": theme.muted},
    )
    figure.update_yaxes(
        range=[0, 100],
        tickvals=[0, 25, 50, 75, 100],
        ticktext=["0 %", "25 %", "50 %", "75 %", "100 %"],
        gridcolor=theme.line,
        zeroline=False,
        fixedrange=True,
        tickfont={"color": theme.muted},
    )
