"""What a panel is made of, before anything is drawn: points, lines, breaks, ticks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a line, 0 to 100, with the words for its hover."""

    at: datetime
    value: float | None
    words: str
    upper: float | None = None  # the other end of its band, where the method gives one
    is_weak: bool = False  # its confidence is low


@dataclass(frozen=True, slots=True)
class Break:
    """A moment at which the method changed: values before and after do not compare."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Tick:
    """An event under the axis."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One of several lines in a panel, named at its end."""

    name: str
    pieces: Sequence[Sequence[Point]]


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart: pieces of line, each joined in itself, and what lies around them."""

    title: str
    note: str
    pieces: Sequence[Sequence[Point]]
    coverage: Sequence[Point] = ()
    breaks: Sequence[Break] = ()
    ticks: Sequence[Tick] = field(default=())
    compared: Sequence[Line] = field(default=())
