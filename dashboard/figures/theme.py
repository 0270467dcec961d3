"""The palette, the type and the one configuration that all charts share."""

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

FONT_FAMILY = "Inter, system-ui, sans-serif"

# Plotly 7 shows an upload button and fetches map outlines unless told not to.
CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "displayModeBar": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "topojsonURL": "/assets/topojson/",
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
}
STATIC_CONFIG = {**CONFIG, "staticPlot": True}


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one scheme; styles/theme.css holds the same, and a test compares them."""

    name: str
    ground: str
    card: str
    line: str
    text: str
    muted: str
    accent: str
    act_now: str
    caution: str
    past: str
    up: str
    down: str
    series: tuple[str, ...]


LIGHT = Theme(
    name="light",
    ground="#F4F6F8",
    card="#FFFFFF",
    line="#D5DCE3",
    text="#16202B",
    muted="#55636F",
    accent="#1F5FA8",
    act_now="#B3261E",
    caution="#8A5A00",
    past="#5B2D8E",
    up="#1F5FA8",
    down="#A84A00",
    series=("#1F5FA8", "#8A5A00", "#55636F", "#00695C"),
)
DARK = Theme(
    name="dark",
    ground="#0F151C",
    card="#18212B",
    line="#2A3743",
    text="#E6EBF0",
    muted="#9AA8B5",
    accent="#6FB1F0",
    act_now="#FF8A80",
    caution="#FFC857",
    past="#C4A1F0",
    up="#6FB1F0",
    down="#F0A35E",
    series=("#6FB1F0", "#D9B25F", "#9AA8B5", "#5CC8B4"),
)
THEMES = {"light": LIGHT, "dark": DARK}
DASHES = ("solid", "dash", "dot", "dashdot")

# Cividis, four steps from the lowest to the highest, and the text colour that reads on each.
LEVEL_COLOURS = ("#123570", "#575D6D", "#A59C74", "#E1CC55")
LEVEL_TEXTS = ("#FFFFFF", "#FFFFFF", "#16202B", "#16202B")


def themed(figure: go.Figure, theme: Theme) -> go.Figure:
    """Give the figure the shared type, colours and margins."""
    figure.update_layout(
        template="none",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT_FAMILY, "size": 12, "color": theme.muted},
        margin={"l": 40, "r": 16, "t": 8, "b": 28},
        showlegend=False,
        hovermode="closest",
        hoverlabel={
            "bgcolor": theme.card,
            "bordercolor": theme.muted,
            "font": {"family": FONT_FAMILY, "size": 12, "color": theme.text},
            "align": "left",
        },
        dragmode=False,
    )
    return figure


def contrast(first: str, second: str) -> float:
    """Give the WCAG contrast ratio of two colours."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
