"""Where each actor's square stands: rough geography, one square each, no outlines."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Place:
    """One actor's square, counted from 1 as a grid of a style sheet counts."""

    actor: str
    column: int
    row: int


def places(actors: Iterable[str]) -> list[Place]:
    """Give each actor its square; those without one, or whose square is taken, stand below.

    Columns and rows in which nobody stands are left out, but for one that shows the gap.
    """
    known = _known()
    taken: dict[tuple[int, int], str] = {}
    below: list[str] = []
    for actor in sorted(actors):
        at = known.get(actor)
        if at is None or at in taken:
            below.append(actor)
        else:
            taken[at] = actor
    columns = _closed_up([column for column, _ in taken])
    rows = _closed_up([row for _, row in taken])
    placed = [Place(actor, columns[at[0]], rows[at[1]]) for at, actor in taken.items()]
    placed.sort(key=lambda place: (place.row, place.column))
    return placed + _below(below, columns, rows)


def _below(actors: Sequence[str], columns: dict[int, int], rows: dict[int, int]) -> list[Place]:
    wide = max(columns.values(), default=8)
    first = max(rows.values(), default=-1) + 2
    return [Place(actor, 1 + i % wide, first + i // wide) for i, actor in enumerate(actors)]


def _closed_up(used: Iterable[int]) -> dict[int, int]:
    """Give each used line its number from 1 on, where several empty lines count as one."""
    numbers: dict[int, int] = {}
    before: int | None = None
    number = 0
    for line in sorted(set(used)):
        number += 1 if before is None else min(line - before, 2)
        numbers[line] = number
        before = line
    return numbers


@cache
def _known() -> dict[str, tuple[int, int]]:
    text = (
        files("dashboard.pages.interoperability.figures").joinpath("tiles.toml").read_text("utf-8")
    )
    return {
        actor: (column, row)
        for region in tomllib.loads(text).values()
        for actor, (column, row) in region.items()
    }
