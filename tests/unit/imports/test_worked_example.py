"""The example in the README does what the README says."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from infra.local.host import free_port
from infra.settings import Settings
from streams.imports import commands, mapping, toml_text

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


def checked(arguments: list[str]):
    """Give the result of a check."""
    return CliRunner().invoke(
        commands.import_table,
        [*arguments, "--check"],
        obj=Settings.from_environment({"MUSTER_DATABASE": f"port={free_port()}"}),
        standalone_mode=False,
    )


def test_the_worked_example_gives_two_events_and_one_skipped_row(example: list[str]):
    result = checked(example)

    assert result.return_value == 0
    assert "3 rows, 2 events, 1 skipped, 0 refused; nothing was sent" in result.output
    assert "skipped 1: no Mark" in result.output
    assert '"time":"2025-07-03T00:00:00Z"' in result.output
    assert '"actor":"SUN"' in result.output


def test_a_refused_row_is_listed_and_ends_with_65(example: list[str]):
    table = Path(example[1])
    table.write_text(table.read_text() + "Atlantis;2025-04;Sea;4;\n")

    result = checked(example)

    assert result.return_value == 65
    assert "refused 1: actor: is no country known by that name" in result.output
    assert "row 5: actor: 'Atlantis'" in result.output


def test_every_shipped_mapping_is_listed_and_documented():
    result = CliRunner().invoke(
        commands.import_table, ["--list"], obj=Settings.from_environment({}), standalone_mode=False
    )

    for line in result.output.splitlines():
        assert f"| `{line.split()[0]}` |" in README


def test_a_check_says_all_of_it_to_a_program(example: list[str]):
    table = Path(example[1])
    table.write_text(table.read_text() + "Atlantis;2025-04;Sea;4;\n")

    result = checked([*example, "--json"])
    said = json.loads(result.stdout)

    assert result.return_value == 65
    assert said["by_type"] == {"org.muster.capability.assessed": 2}
    assert [(one["row"], one["event"]["subject"]) for one in said["first"]] == [
        (2, "NOR"), (4, "SUN"),
    ]  # fmt: skip
    assert said["refused"][0]["row"] == 5
    assert said["refused"][0]["says"].startswith("actor: 'Atlantis' is no country")
    assert said["skipped"] == [{"says": "no Mark", "count": 1, "rows": [3]}]
    assert said["plan"] is None
    assert "cannot be asked" in said["unknown"]


def test_twenty_events_and_every_refused_row_are_shown(example: list[str]):
    table = Path(example[1])
    good = [f"Norway;{n + 1}/5/2025;Sea;4;\n" for n in range(25)]
    bad = [f"Norway;2025-05;Lake {n};4;\n" for n in range(30)]
    table.write_text(table.read_text() + "".join(good + bad))

    result = checked(example)

    assert result.return_value == 65
    assert result.output.count('"specversion"') == 20
    assert result.output.count("' is not in the map") == 30
    assert "row 59: area: 'Lake 29'" in result.output
    assert "would say 27: org.muster.capability.assessed" in result.output


@pytest.mark.parametrize("name", mapping.shipped_names())
def test_a_mapping_written_out_again_says_the_same(name: str):
    loaded = mapping.load(name)
    said = toml_text.as_said(loaded)

    again = mapping.parse(toml_text.written(said).encode(), name)

    assert again == loaded
    assert toml_text.as_said(again) == said
