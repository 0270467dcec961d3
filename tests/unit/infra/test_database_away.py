"""While the database is away a command says so in one line, and once what to do."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from infra.cli import run
from infra.local.host import free_port
from infra.postgres import DatabaseUnavailable, advised

COMMANDS: Sequence[Sequence[str]] = (
    ("archive", "write", "folder"),
    ("dead-letters", "list"),
    ("keys", "list"),
    ("migrate",),
    ("rebuild", "list"),
    ("replay", "list"),
    ("review", "list"),
    ("verify",),
    ("viewers", "list"),
    ("what-if", "list"),
)


def test_what_was_said_of_a_database_is_not_said_again() -> None:
    once = advised(OSError("connection refused"))

    assert once == "connection refused; start it with `muster up`"
    assert advised(DatabaseUnavailable(once)) == once


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_says_once_what_to_do(
    command: Sequence[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    nobody = f"host=127.0.0.1 port={free_port()} dbname=muster"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MUSTER_HOME", str(tmp_path))
    monkeypatch.setenv("MUSTER_DATABASE", nobody)

    assert run([*command]) == DatabaseUnavailable.exit_code
    [said] = [line for line in capsys.readouterr().err.splitlines() if line.startswith("muster:")]
    assert said.count("start it with `muster up`") == 1
    assert said.endswith("start it with `muster up`")
