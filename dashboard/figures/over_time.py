"""What figures over time share: their axis, the line of now, the hatched field of no data."""

from datetime import datetime
from typing import Any

import plotly.graph_objects as go

from dashboard.figures.theme import Theme


def time_axis(theme: Theme) -> dict[str, Any]:
    """Give the looks of an axis of time: its line, its ticks, few labels."""
    return {
        "showgrid": False,
        "zeroline": False,
        "linecolor": theme.line,
        "ticks": "outside",
        "tickcolor": theme.line,
        "ticklen": 4,
        "nticks": 6,
        "tickangle": 0,
        "fixedrange": True,
        "tickfont": {"size": 12, "color": theme.muted},
    }


def mark_now(figure: go.Figure, now: datetime, words: str, theme: Theme) -> None:
    """Draw the line of now from the bottom to the top, and say above it what it is."""
    figure.add_shape(
        type="line",
        x0=now,
        x1=now,
        y0=0,
        y1=1,
        yref="paper",
        line={"color": theme.accent, "width": 1},
    )
    figure.add_annotation(
        x=now,
        y=1,
        yref="paper",
        yanchor="bottom",
        text=words,
        showarrow=False,
        font={"size": 12, "color": theme.accent},
    )


def no_data_between(
    from_at: datetime, to_at: datetime, height: float, theme: Theme, **hover: str
) -> go.Bar:
    """Give a hatched field: no data is neither zero nor an empty line."""
    return go.Bar(
        x=[from_at + (to_at - from_at) / 2],
        y=[height],
        width=[(to_at - from_at).total_seconds() * 1000],
        marker={
            "color": "rgba(0,0,0,0)",
            "line": {"width": 0},
            "pattern": {
                "shape": "/",
                "fgcolor": theme.line,
                "bgcolor": "rgba(0,0,0,0)",
                "size": 8,
            },
        },
        **hover,
    )
