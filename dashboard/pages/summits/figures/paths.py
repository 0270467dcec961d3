"""The path of a commitment: what was expected, and the values each actor reported."""

from collections.abc import Sequence
from datetime import date, datetime

import plotly.graph_objects as go

from dashboard.figures.over_time import mark_now, time_axis
from dashboard.figures.theme import Theme, themed
from dashboard.pages.summits.queries import Progress
from dashboard.queries.commitments import Standing
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import on_day, one_decimal

REPORTED, ESTIMATED, FORECAST = "circle", "circle-open", "diamond-open"
ROOM = 0.08  # of the range above and below, so that no marker is cut


def commitment_paths(
    standings: Sequence[Standing],
    progress: Sequence[Progress],
    chosen: str | None,
    theme: Theme,
    *,
    now: datetime,
) -> go.Figure:
    """Give every actor's values, those of the chosen one beside its expected path."""
    figure = go.Figure()
    themed(figure, theme)
    if not standings:
        # No axes around nothing: they would count from -1 to 6.
        return figure.update_layout(xaxis={"visible": False}, yaxis={"visible": False})
    one = next((row for row in standings if row.actor == chosen), standings[0])
    in_it = {row.actor for row in standings}
    shown = [point for point in progress if point.actor in in_it]
    figure.add_trace(_values([p for p in shown if p.actor != chosen], one, theme))
    if one.baseline is not None:
        figure.add_trace(_expected(one, theme))
        _label_path(figure, one, theme)
    if chosen:
        own = [point for point in shown if point.actor == chosen]
        figure.add_trace(_values(own, one, theme, is_chosen=True))
    _lines(figure, one, theme, now)
    _axes(figure, theme, one, shown, days=_span(one, shown, now))
    return figure


def _values(
    progress: Sequence[Progress], one: Standing, theme: Theme, *, is_chosen: bool = False
) -> go.Scatter:
    """Give the values as one trace, however many actors; a gap parts one actor from the next."""
    colour = theme.accent if is_chosen else theme.muted
    parted: list[Progress | None] = []
    for point in progress:
        if parted and parted[-1] and parted[-1].actor != point.actor:
            parted.append(None)
        parted.append(point)
    return go.Scatter(
        x=[point and point.observed_on for point in parted],
        y=[point and point.value for point in parted],
        mode="lines+markers",
        opacity=1 if is_chosen else 0.35,
        line={"color": colour, "width": 2 if is_chosen else 1},
        marker={
            "symbol": [_symbol(point) for point in parted],
            "size": 8 if is_chosen else 5,
            "color": colour,
            "line": {"width": 1.5, "color": colour},
        },
        text=[_words(point, one.unit) if point else "" for point in parted],
        customdata=[["actor", point.actor] if point else None for point in parted],
        hovertemplate="%{text}<extra></extra>",
        connectgaps=False,
    )


def _symbol(point: Progress | None) -> str:
    if point is None:
        return REPORTED
    return FORECAST if point.is_forecast else ESTIMATED if point.is_estimate else REPORTED


def _words(point: Progress, unit: str) -> str:
    return say(
        "summits.promise.point",
        actor=names.actor(point.actor),
        day=on_day(point.observed_on),
        value=one_decimal(point.value),
        unit=unit,
        how=_how(point),
    )


def _how(point: Progress) -> str:
    if point.is_forecast:
        return say("summits.promise.forecast")
    if point.is_estimate:
        return say("summits.promise.estimated")
    return say("summits.promise.reported")


def _expected(one: Standing, theme: Theme) -> go.Scatter:
    ends = ((one.start_on, one.baseline), (one.due_on, one.target))
    return go.Scatter(
        x=[on for on, _ in ends],
        y=[value for _, value in ends],
        mode="lines",
        line={"color": theme.text, "width": 2, "dash": "dash"},
        text=[
            say(
                "summits.promise.path_point",
                actor=names.actor(one.actor),
                day=on_day(on),
                value=one_decimal(value),
                unit=one.unit,
            )
            for on, value in ends
        ],
        hovertemplate="%{text}<extra></extra>",
    )


def _label_path(figure: go.Figure, one: Standing, theme: Theme) -> None:
    middle = one.start_on + (one.due_on - one.start_on) / 2
    figure.add_annotation(
        x=middle,
        y=((one.baseline or 0.0) + one.target) / 2,
        yanchor="top" if one.direction == "up" else "bottom",
        xanchor="left",
        text=say("summits.promise.expected"),
        showarrow=False,
        font={"size": 12, "color": theme.text},
    )


def _span(one: Standing, progress: Sequence[Progress], now: datetime) -> tuple[date, date]:
    days = [one.start_on, one.due_on, now.date(), *(point.observed_on for point in progress)]
    return min(days), max(days)


def _lines(figure: go.Figure, one: Standing, theme: Theme, now: datetime) -> None:
    figure.add_shape(
        type="line",
        x0=0,
        x1=1,
        xref="paper",
        y0=one.target,
        y1=one.target,
        line={"color": theme.muted, "width": 1, "dash": "dot"},
    )
    figure.add_annotation(
        x=0,
        xref="paper",
        xanchor="left",
        y=one.target,
        yanchor="bottom" if one.direction == "up" else "top",
        text=say("summits.promise.target", target=one_decimal(one.target)),
        showarrow=False,
        font={"size": 12, "color": theme.muted},
    )
    mark_now(figure, now, say("summits.promise.now"), theme)


def _axes(
    figure: go.Figure,
    theme: Theme,
    one: Standing,
    progress: Sequence[Progress],
    *,
    days: tuple[date, date],
) -> None:
    values = [one.target, *(point.value for point in progress)]
    if one.baseline is not None:
        values.append(one.baseline)
    low, high = min(0.0, *values), max(values)
    room = (high - low) * ROOM or 1.0
    figure.update_layout(margin={"l": 40, "r": 12, "t": 20, "b": 24})
    figure.update_xaxes(
        range=list(days),
        **time_axis(theme),
    )
    figure.update_yaxes(
        range=[low, high + room],
        nticks=5,
        gridcolor=theme.line,
        zeroline=False,
        fixedrange=True,
        tickfont={"size": 12, "color": theme.muted},
    )
