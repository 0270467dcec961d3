"""The example in the README does what the README says."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from infra.local.host import free_port
from infra.settings import Settings
from streams.imports import commands

README = (Path(commands.__file__).with_name("README.md")).read_text()


@pytest.fixture
def example(tmp_path: Path) -> list[str]:
    """Give the mapping and the table of the README as files."""
    blocks = re.findall(r"```(?:toml)?\n(.*?)```", README, re.DOTALL)
    table = next(block for block in blocks if block.startswith("Country;"))
    rules = next(block for block in blocks if block.startswith('name = "visits"'))
    (tmp_path / "visits.csv").write_text(table)
    (tmp_path / "visits.toml").write_text(rules)
    return [str(tmp_path / "visits.toml"), str(tmp_path / "visits.csv")]


def dry_run(arguments: list[str]):
    """Give the result of a dry run."""
    return CliRunner().invoke(
        commands.import_table,
        [*arguments, "--dry-run"],
        obj=Settings.from_environment({"MUSTER_DATABASE": f"port={free_port()}"}),
        standalone_mode=False,
    )


def test_the_worked_example_gives_two_events_and_one_skipped_row(example: list[str]):
    result = dry_run(example)

    assert result.return_value == 0
    assert "3 rows, 2 events, 1 skipped, 0 refused; nothing was sent" in result.output
    assert "skipped 1: no Mark" in result.output
    assert '"time":"2025-07-03T00:00:00Z"' in result.output
    assert '"actor":"SUN"' in result.output


def test_a_refused_row_is_listed_and_ends_with_65(example: list[str]):
    table = Path(example[1])
    table.write_text(table.read_text() + "Atlantis;2025-04;Sea;4;\n")

    result = dry_run(example)

    assert result.return_value == 65
    assert "refused 1: actor: is no country known by that name" in result.output
    assert "row 5: actor: 'Atlantis'" in result.output


def test_every_shipped_mapping_is_listed_and_documented():
    result = CliRunner().invoke(
        commands.import_table, ["--list"], obj=Settings.from_environment({}), standalone_mode=False
    )

    for line in result.output.splitlines():
        assert f"| `{line.split()[0]}` |" in README
