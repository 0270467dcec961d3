"""`muster record` at a real terminal, to a real broker and a worker that stores it."""

import os
import pty
import re
import select
import subprocess
import time
from pathlib import Path

import pytest

from streams.client.outbox.store import Outbox
from tests.support.instance import MUSTER, Instance
from tests.support.stack import environment

ANSWERED_WITHIN_S = 60


class Terminal:
    """A command of `muster` at a terminal of its own."""

    def __init__(self, instance: Instance, *arguments: str) -> None:
        self._own, its = pty.openpty()
        self._process = subprocess.Popen(
            [MUSTER, *arguments],
            env={**environment(instance.settings), "TERM": "dumb"},
            stdin=its,
            stdout=its,
            stderr=its,
        )
        os.close(its)
        self.text = ""
        self._seen = 0

    def answer(self, prompt: str, text: str) -> None:
        """Type a line once the prompt is shown, and was not before."""
        until = time.monotonic() + ANSWERED_WITHIN_S
        while (found := re.search(re.escape(prompt), self.text[self._seen :])) is None:
            assert time.monotonic() < until, self.text
            assert self._read(), f"it ended:\n{self.text}"
        self._seen += found.end()
        os.write(self._own, text.encode() + b"\n")

    def ends(self) -> int:
        """Read on to the end; give the exit code."""
        while self._read():
            pass
        os.close(self._own)
        return self._process.wait(ANSWERED_WITHIN_S)

    def _read(self) -> bool:
        if not select.select([self._own], [], [], ANSWERED_WITHIN_S)[0]:
            return False
        try:
            more = os.read(self._own, 4096)
        except OSError:  # the other end is closed
            return False
        self.text += more.decode(errors="replace")
        return bool(more)


def test_a_person_types_in_an_event_mends_an_answer_and_sees_it_stored(instance: Instance):
    instance.start_worker().wait_until_it_reads()
    terminal = Terminal(instance, "record", "member.joined", "--source", "desk/one")

    terminal.answer("actor: ", "?")
    terminal.answer("actor: ", "FIN")
    terminal.answer("kind: ", "friend")
    terminal.answer("kind: ", "member")
    terminal.answer("body: ", "NATO")
    terminal.answer("from_on: ", "2023-04-04")
    terminal.answer("Send it?", "y")
    code = terminal.ends()

    assert code == 0, terminal.text
    assert "A state's ISO 3166 alpha-3 code" in terminal.text
    assert "Invalid enum value 'friend'" in terminal.text
    assert "in the ledger: 1 new" in terminal.text
    stored = instance.ask("select source, type, subject from ledger")
    assert stored == [("desk/one", "org.muster.member.joined", "FIN")]


def test_nothing_is_sent_when_the_person_does_not_agree(instance: Instance):
    given = ["--set=actor=FIN", "--set=kind=member", "--set=body=NATO", "--set=from_on=2023-04-04"]
    terminal = Terminal(instance, "record", "member.joined", *given)

    terminal.answer("Send it?", "n")

    assert terminal.ends() == 130
    assert "nothing was sent" in terminal.text


@pytest.mark.parametrize("times", [1, 2])
def test_it_can_be_put_in_line_instead(instance: Instance, tmp_path: Path, times: int):
    given = ["--set=actor=FIN", "--set=kind=member", "--set=body=NATO", "--set=from_on=2023-04-04"]
    file = tmp_path / "desk.sqlite"

    for _ in range(times):
        code, said = instance.muster(
            "record", "member.joined", *given, "--yes", "--id", "one", "--outbox", str(file),
            "--time", "2023-04-04",
        )  # fmt: skip
        assert code == 0, said

    with Outbox(file) as own:
        assert [one.id for one in own.next_in_line(9)] == ["one"]
