"""A report killed while it is made: nothing is half, and the same command finishes it."""

import random
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.integration.report.conftest import Muster
from tests.support.instance import MUSTER
from tests.support.stack import environment

KILLS = 6
SEED = 20261201
WHAT_WAS_THERE = b"the report of another day"


def test_a_final_report_killed_at_any_moment_is_there_once_after_the_same_command(
    muster: Muster, supported: Callable[[str], None], tmp_path: Path
):
    assert muster.run("review", "create", "Killed", "--exercise", muster.exercise_id)[0] == 0
    supported("Killed")
    file = tmp_path / "reports" / "final.pdf"
    file.parent.mkdir()
    asked = ("report", "Killed", "--final", "-o", str(file))
    began = time.monotonic()
    draft = subprocess.run(
        [MUSTER, "report", "Killed", "--draft", "-o", str(tmp_path / "draft.pdf")],
        env=dict(environment(muster.settings)),
        check=True,
        capture_output=True,
    )
    whole_s = time.monotonic() - began
    assert b"DRAFT of edition 1" in draft.stdout

    dice = random.Random(SEED)
    ends = []
    for number in range(KILLS):
        file.write_bytes(WHAT_WAS_THERE)
        after_s = whole_s * dice.uniform(number, number + 1) / KILLS
        ends.append(killed(muster, asked, after_s))
        assert file.read_bytes() == WHAT_WAS_THERE or is_whole(file.read_bytes())
        said = muster.run("review", "show", "Killed")[1]
        assert "final reports 0" in said or "final reports 1" in said

    code, said = muster.run(*asked)
    assert (code, "FINAL, edition 1, kept" in said) == (0, True)
    assert is_whole(file.read_bytes())
    assert "final reports 1" in muster.run("review", "show", "Killed")[1]
    again = tmp_path / "again.pdf"
    assert muster.run("report", "Killed", "--edition", "1", "-o", again)[0] == 0
    assert again.read_bytes() == file.read_bytes()
    assert -9 in ends, "no run was killed before its end"


def killed(muster: Muster, arguments: tuple[str, ...], after_s: float) -> int:
    """Run a command and kill it after a while; give its exit code."""
    with subprocess.Popen(
        [MUSTER, *arguments],
        env=dict(environment(muster.settings)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        with suppress(subprocess.TimeoutExpired):
            process.wait(after_s)
        process.kill()
        return process.wait()


def is_whole(content: bytes) -> bool:
    return content.startswith(b"%PDF") and content.rstrip().endswith(b"%%EOF")
