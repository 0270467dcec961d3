"""One pair over two years: four small lines side by side, one per dimension, on the same axes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import plotly.graph_objects as go

from dashboard import constants
from dashboard.figures.marks import see_through
from dashboard.figures.over_time import no_data_between
from dashboard.figures.runs import runs
from dashboard.figures.theme import Theme, themed
from dashboard.pages.interoperability.words.pairs import point_words
from dashboard.queries.readings import PairPoint
from dashboard.view import DIMENSIONS
from dashboard.wording import names

GAP = 0.03


def pair_history(
    points: Sequence[PairPoint],
    theme: Theme,
    *,
    from_at: datetime,
    to_at: datetime,
    step: timedelta,
) -> go.Figure:
    """Give the lower bound and the mean above it of each dimension, broken where no data is."""
    figure = go.Figure()
    themed(figure, theme)
    for index, dimension in enumerate(DIMENSIONS):
        own = [point for point in points if point.dimension == dimension]
        for run in runs(own, step):
            for trace in _band(run, theme):
                figure.add_trace(trace.update(xaxis=f"x{index + 1}", yaxis=f"y{index + 1}"))
        _panel(figure, index, theme, is_empty=not own, range_=[from_at, to_at])
    figure.update_layout(margin={"l": 28, "r": 4, "t": 18, "b": 20})
    return figure


def _band(run: Sequence[PairPoint], theme: Theme) -> list[go.Scatter]:
    at = [point.at for point in run]
    shared = {"x": at, "mode": "lines", "hoverinfo": "skip"}
    return [
        go.Scatter(**shared, y=[point.mean for point in run], line={"width": 0}),
        go.Scatter(
            x=at,
            y=[point.lower_bound for point in run],
            # A run of one point would be invisible as a line.
            mode="lines" if len(run) > 1 else "markers",
            line={"color": theme.accent, "width": 2},
            marker={"color": theme.accent, "size": 5},
            fill="tonexty",
            fillcolor=see_through(theme.accent),
            text=[point_words(point) for point in run],
            hovertemplate="%{text}<extra></extra>",
        ),
    ]


def _panel(
    figure: go.Figure, index: int, theme: Theme, *, is_empty: bool, range_: list[datetime]
) -> None:
    number = index + 1
    width = (1 - GAP * (len(DIMENSIONS) - 1)) / len(DIMENSIONS)
    left = index * (width + GAP)
    axis = {"fixedrange": True, "zeroline": False, "tickfont": {"size": 12, "color": theme.muted}}
    figure.update_layout(
        {
            f"xaxis{number}": {
                **axis,
                "type": "date",
                "domain": [left, left + width],
                "anchor": f"y{number}",
                "range": range_,
                "showgrid": False,
                "linecolor": theme.line,
                "tickformat": "%Y",
                "dtick": "M12",
                "tickangle": 0,
            },
            f"yaxis{number}": {
                **axis,
                "anchor": f"x{number}",
                "range": [0, 1.02],
                "tickvals": [0, *constants.pair_steps(), 1],
                "ticktext": ["0", "", ".5", "", "1"] if index == 0 else [""] * 5,
                "gridcolor": theme.line,
            },
        }
    )
    figure.add_annotation(
        x=left,
        xref="paper",
        xanchor="left",
        y=1,
        yref="paper",
        yanchor="bottom",
        text=names.DIMENSIONS[DIMENSIONS[index]],
        showarrow=False,
        font={"size": 12, "color": theme.text},
    )
    if is_empty:
        figure.add_trace(
            no_data_between(range_[0], range_[1], 1, theme, hoverinfo="skip").update(
                xaxis=f"x{number}", yaxis=f"y{number}"
            )
        )
