"""Whoever has the folder can read it without Muster, by the lines its README gives."""

import importlib
import re
from pathlib import Path

import pytest

from tests.support.archives import damages

LINE = re.compile(r"(?m)^\| \w+ \| `((\w+)\..*)` \|$")
EVENTS = 43 + 4  # of both months, and of today


def lines(archive: Path) -> dict[str, str]:
    """Give the line of each program, by the name of its package."""
    return {name: line for line, name in LINE.findall((archive / "README.md").read_text())}


def test_the_readme_gives_a_line_for_three_programs(archive: Path):
    assert list(lines(archive)) == ["duckdb", "polars", "pandas"]


@pytest.mark.parametrize("name", ["duckdb", "polars", "pandas"])
def test_the_line_of_the_readme_runs_and_gives_every_event(
    archive: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], name: str
):
    monkeypatch.chdir(archive)

    found = eval(lines(archive)[name], {name: importlib.import_module(name)})  # noqa: S307

    if name == "duckdb":
        said = capfd.readouterr().out
        assert "org.muster.exercise.result_recorded" in said
        assert sum(int(count) for count in re.findall(r"│\s+(\d+) │\n", said)) == EVENTS
    elif name == "polars":
        assert found["len"].sum() == EVENTS
        assert found["month"].unique().sort().to_list()[:2] == ["2024-01", "2024-02"]
    else:
        assert found["seq"].tolist() == list(range(1, EVENTS + 1))
    assert damages(archive) == []
