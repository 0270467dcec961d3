"""The result of a run: as a table for people, as JSON for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from tests.bench.figures import Figure, Goal
from tests.bench.plan import (
    AlertPlan,
    ArchivePlan,
    GrowthPlan,
    ImportPlan,
    Plan,
    ReadPlan,
    RebuildPlan,
)


@dataclass(frozen=True, slots=True)
class Result:
    """Every figure of one run, and what it was measured on."""

    at: datetime
    plan: Plan | ReadPlan | ArchivePlan | RebuildPlan | GrowthPlan | AlertPlan | ImportPlan
    machine: str
    versions: Mapping[str, str]
    figures: Sequence[Figure]


def show(result: Result, console: Console) -> None:
    """Print the figures with their goals, and what they were measured on."""
    console.print(_table(result.figures))
    parts = ", ".join(f"{name} {version}" for name, version in result.versions.items())
    console.print(f"{result.at:%Y-%m-%d %H:%M} UTC, seed {result.plan.seed}", highlight=False)
    console.print(f"{result.machine}\n{parts}", highlight=False)


def write_json(result: Result, path: Path) -> None:
    """Write the result, each figure with its verdict."""
    figures = [
        msgspec.to_builtins(figure) | {"verdict": figure.verdict or None}
        for figure in result.figures
    ]
    document = msgspec.to_builtins(result) | {"figures": figures}
    path.write_bytes(msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")


def _table(figures: Sequence[Figure]) -> Table:
    table = Table()
    table.add_column("figure")
    for title in ("value", "goal", "aim"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("verdict")
    for figure in figures:
        table.add_row(figure.text, _number(figure.value, figure.unit), *_goal(figure))
    return table


def _goal(figure: Figure) -> tuple[str, str, str]:
    goal = figure.goal
    if goal is None:
        return "", "", ""
    return _bound(goal, goal.value), _bound(goal, goal.aim), figure.verdict


def _bound(goal: Goal, value: float | None) -> str:
    return "" if value is None else f"{goal.comparison} {value:g}"


def _number(value: float, unit: str) -> str:
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}".rstrip()
