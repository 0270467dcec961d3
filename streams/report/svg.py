"""Two small drawings as SVG text: stacked bars, and bars before and after (pure).

Every part has its number in it or its row's sum beside it, and the table that stands below has
all of them: nothing is said by colour alone.
"""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

WIDTH = 680
ROW_HEIGHT, HEAD_HEIGHT = 26, 30
LABEL_WIDTH, END_WIDTH = 190, 90
FONT = "Libertinus Serif"
INK = "#1a1a1a"
SHADES = ("#14507a", "#6fa3c7", "#e3a33b", "#8c1c13", "#bdbdbd")
ON_SHADES = ("#ffffff", "#1a1a1a", "#1a1a1a", "#ffffff", "#1a1a1a")
BEFORE, AFTER = "#9fb8ca", "#14507a"
NARROWEST_WITH_NUMBER = 14


class Drawing(NamedTuple):
    """A drawing and its size."""

    svg: str
    width: int
    height: int


def stacked(names: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]]) -> Drawing:
    """Draw one bar a row, cut into parts by count; the longest fills the width."""
    longest = max((sum(counts) for _, counts in rows), default=0) or 1
    room = WIDTH - LABEL_WIDTH - END_WIDTH
    parts = _legend(names, SHADES)
    for place, (label, counts) in enumerate(rows):
        top = HEAD_HEIGHT + place * ROW_HEIGHT
        parts.append(_label(label, top))
        left = float(LABEL_WIDTH)
        for shade, count in enumerate(counts):
            width = room * count / longest
            parts.append(_bar(left, top + 4, width, ROW_HEIGHT - 8, SHADES[shade]))
            if width >= NARROWEST_WITH_NUMBER:
                parts.append(
                    _text(left + width / 2, top, str(count), ON_SHADES[shade], anchor="middle")
                )
            left += width
        parts.append(_text(left + 6, top, str(sum(counts)), INK))
    return _drawing(parts, HEAD_HEIGHT + len(rows) * ROW_HEIGHT)


def before_and_after(names: tuple[str, str], rows: Sequence[tuple[str, int, int, int]]) -> Drawing:
    """Draw two bars a row, each a count of so many in all."""
    most = max((whole for _, _, _, whole in rows), default=0) or 1
    room = WIDTH - LABEL_WIDTH - END_WIDTH
    height = ROW_HEIGHT + 8
    parts = _legend(names, (BEFORE, AFTER))
    for place, (label, before, after, whole) in enumerate(rows):
        top = HEAD_HEIGHT + place * height
        parts.append(_label(label, top + 4))
        for line, (count, shade) in enumerate(((before, BEFORE), (after, AFTER))):
            y = top + 3 + line * 14
            width = room * count / most
            parts.append(_bar(LABEL_WIDTH, y, width, 12, shade))
            said = f"{count} of {whole}"
            parts.append(_text(LABEL_WIDTH + width + 6, y - 7, said, INK, size=11))
    return _drawing(parts, HEAD_HEIGHT + len(rows) * height)


def _legend(names: Sequence[str], shades: Sequence[str]) -> list[str]:
    parts: list[str] = []
    left = 0.0
    for name, shade in zip(names, shades, strict=False):
        parts.append(_bar(left, 4, 12, 12, shade))
        parts.append(_text(left + 17, -3, name, INK, size=11.5))
        left += 30 + 6.2 * len(name)
    return parts


def _label(text: str, top: float) -> str:
    return _text(LABEL_WIDTH - 8, top, text, INK, anchor="end")


def _bar(x: float, y: float, width: float, height: float, shade: str) -> str:
    if width <= 0:
        return ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{shade}"/>'
    )


def _text(
    x: float, top: float, text: str, ink: str, *, anchor: str = "start", size: float = 12.5
) -> str:
    return (
        f'<text x="{x:.1f}" y="{top + 17:.1f}" fill="{ink}" font-size="{size}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def _drawing(parts: Sequence[str], height: int) -> Drawing:
    inside = "".join(parts)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="{FONT}">{inside}</svg>'
    )
    return Drawing(svg, WIDTH, height)
