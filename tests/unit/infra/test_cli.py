import errno
from collections.abc import Iterator

import click
import pytest

from infra import cli
from infra.errors import DataError, DiskFull, MusterError, ServiceUnavailable
from infra.local import host


@pytest.fixture
def failing_with(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """A way to run `muster fail`, a command that ends with the given exception."""

    def run(error: BaseException) -> int:
        def fail() -> None:
            raise error

        command = click.Command("fail", callback=fail)
        monkeypatch.setattr(cli.CommandsFromEntryPoints, "get_command", lambda *_: command)
        return cli.run(["fail"])

    return run


@pytest.mark.parametrize(
    ("error", "exit_code", "line"),
    [
        (DataError("the ledger has a gap"), 65, "the ledger has a gap"),
        (ServiceUnavailable("no broker"), 69, "no broker"),
        (DiskFull(), 74, "There is not enough free space on the disk."),
        (MusterError("two\n  lines"), 70, "two lines"),
        (KeyboardInterrupt(), 130, "stopped"),
    ],
)
def test_a_failure_is_one_line_and_an_exit_code(failing_with, capfd, error, exit_code, line):
    assert failing_with(error) == exit_code

    # click ends the line that a terminal shows as ^C
    assert capfd.readouterr().err.lstrip() == f"muster: {line}\n"


def test_an_unforeseen_error_is_one_line_too_and_its_details_are_kept(
    failing_with, capfd, monkeypatch, tmp_path
):
    monkeypatch.setenv("MUSTER_HOME", str(tmp_path))

    assert failing_with(ZeroDivisionError("division by zero")) == 70
    err = capfd.readouterr().err
    assert err.count("\n") == 1
    assert "unforeseen ZeroDivisionError" in err
    assert "Traceback" in (tmp_path / "log/unforeseen-error.log").read_text()


def test_an_unknown_command_and_a_wrong_option_are_usage_errors(capfd):
    assert cli.run(["nonsense"]) == 2
    assert cli.run(["down", "--nonsense"]) == 2
    assert "Traceback" not in capfd.readouterr().err


def test_a_wrong_setting_is_told_before_anything_happens(capfd, monkeypatch):
    monkeypatch.setenv("MUSTER_STACK", "cloud")

    assert cli.run(["status"]) == 2
    assert capfd.readouterr().err == "muster: MUSTER_STACK is 'cloud'; it must be native or env\n"


def test_help_lists_every_command(capfd):
    assert cli.run(["--help"]) == 0

    out = capfd.readouterr().out
    assert {"up", "down", "status", "migrate"} <= set(out.split())


def test_a_command_that_cannot_be_loaded_does_not_take_the_others_with_it(capfd, monkeypatch):
    entry = cli.EntryPoint("broken", "nowhere.at:all", cli.GROUP)
    entries = {**cli.CommandsFromEntryPoints._entries(), "broken": entry}
    monkeypatch.setattr(cli.CommandsFromEntryPoints, "_entries", staticmethod(lambda: entries))

    assert cli.run(["--help"]) == 0
    assert cli.run(["broken"]) == 70
    assert "make setup" in capfd.readouterr().err


def test_a_service_that_is_away_while_the_disk_is_full_says_both(
    failing_with, capfd, monkeypatch, tmp_path
):
    monkeypatch.setenv("MUSTER_HOME", str(tmp_path))
    monkeypatch.setattr(host, "LITTLE_BYTES", 10**18)  # no disk has as much

    assert failing_with(ServiceUnavailable("no broker")) == 69
    assert "no broker; the disk is full (" in capfd.readouterr().err


def test_a_full_disk_nobody_foresaw_is_named_and_has_its_exit_code(failing_with, capfd):
    assert failing_with(OSError(errno.ENOSPC, "No space left on device")) == 74
    assert "a disk is full" in capfd.readouterr().err
