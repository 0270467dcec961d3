"""What the command line offers is documented where people look for it."""

from importlib.metadata import entry_points
from pathlib import Path

import click
import pytest

from infra.cli import GROUP
from infra.settings import SETTINGS, Setting

ROOT = Path(__file__).parents[2]
README = (ROOT / "infra/README.md").read_text()
ENTRIES = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_documented_with_its_default_and_meaning(setting: Setting):
    default = f"`{setting.default}`" if setting.default else "(empty)"

    assert f"| `{setting.name}` | {default} | {setting.help} |" in README


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_command_has_help_with_an_example(entry):
    command = entry.load()

    assert isinstance(command, click.Command)
    assert f"Example: `muster {entry.name}" in (command.help or "")


def test_only_the_settings_read_the_environment():
    readers = [
        path.relative_to(ROOT).as_posix()
        for package in ("schemas", "infra", "streams", "dashboard")
        for path in (ROOT / package).rglob("*.py")
        if "os.environ" in (text := path.read_text()) or "getenv(" in text
    ]

    assert readers == ["infra/cli.py"]


def test_the_lock_names_no_host():
    lock = (ROOT / "requirements.lock").read_text()

    assert "://" not in lock
    assert "--hash=sha256:" in lock
