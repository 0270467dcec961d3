"""What stands around a line: its band, the hatch of low confidence, the names at the ends."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.figures.shapes import Line, Point
from dashboard.figures.theme import Theme

LABEL_GAP = 9.0
ROOM_FOR_NAMES = 148


def around(piece: Sequence[Point], theme: Theme) -> list[go.Scatter]:
    """Give the band of a piece and the hatch below its weak parts; nothing where neither is."""
    drawn = [point for point in piece if point.upper is not None]
    traces = _band(drawn, theme) if drawn else []
    return [*traces, *(_hatch(run, theme) for run in weak_runs(piece))]


def weak_runs(piece: Sequence[Point]) -> list[list[Point]]:
    """Give the parts of a piece whose confidence is low."""
    runs: list[list[Point]] = []
    was_weak = False
    for point in piece:
        if point.is_weak:
            if not was_weak:
                runs.append([])
            runs[-1].append(point)
        was_weak = point.is_weak
    return runs


def see_through(colour: str, share: float = 0.18) -> str:
    """Give a colour of the palette as one that lets the card shine through."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def _band(points: Sequence[Point], theme: Theme) -> list[go.Scatter]:
    at = [point.at for point in points]
    edge = {"x": at, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    return [
        go.Scatter(**edge, y=[point.value for point in points]),
        go.Scatter(
            **edge,
            y=[point.upper for point in points],
            fill="tonexty",
            fillcolor=see_through(theme.accent),
        ),
    ]


def _hatch(run: Sequence[Point], theme: Theme) -> go.Scatter:
    return go.Scatter(
        x=[point.at for point in run],
        y=[point.value for point in run],
        mode="lines",
        line={"width": 0},
        fill="tozeroy",
        fillpattern={
            "shape": "/",
            "fgcolor": theme.muted,
            "bgcolor": "rgba(0,0,0,0)",
            "size": 8,
            "solidity": 0.15,
        },
        fillcolor=see_through(theme.muted, 0.3),
        hoverinfo="skip",
    )


def name_ends(figure: go.Figure, lines: Sequence[Line], theme: Theme) -> None:
    """Name each line at its end, none over another."""
    if not lines:
        return
    ends = {
        index: line.pieces[-1][-1].value or 0.0 for index, line in enumerate(lines) if line.pieces
    }
    for index, y in spread(ends).items():
        figure.add_annotation(
            x=1.0,
            xref="paper",
            xanchor="left",
            xshift=8,
            y=y,
            text=lines[index].name,
            showarrow=False,
            font={"size": 12, "color": theme.series[index]},
        )
    figure.update_layout(margin={"r": ROOM_FOR_NAMES})


def spread(ends: dict[int, float]) -> dict[int, float]:
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
