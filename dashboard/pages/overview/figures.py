"""Interoperability over twelve months as one small line."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.figures.theme import Theme, themed
from dashboard.queries.readings import InteropPoint


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


def _points_of(point: InteropPoint) -> float | None:
    return None if point.level_2_ratio is None else point.level_2_ratio * 100
