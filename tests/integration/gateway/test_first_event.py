"""The first event as README.md tells it, to the letter: with curl, and with nothing but Python."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.gateway import GatewayProcess, new_key
from tests.support.instance import Instance

README = (Path(__file__).parents[3] / "README.md").read_text()
SECTION = README.partition("## Send your first event")[2].partition("\n## ")[0]
MAKE_KEY, EVENT, CURL, PYTHON = re.findall(r"```\w*\n(.*?)```", SECTION, re.DOTALL)
COMMANDS = {"curl": ["sh", "-ec", CURL], "Python": [sys.executable, "-c", PYTHON]}


@pytest.mark.parametrize("way", COMMANDS)
def test_the_first_event_is_accepted_and_stored(
    gateway: GatewayProcess, shared: Instance, tmp_path: Path, way: str
):
    source = re.findall(r"--source '(.+)'", MAKE_KEY)
    (tmp_path / "key").write_text(new_key(shared, "me", "--source", *source))
    id = f"result-{way}"
    (tmp_path / "event.json").write_text(EVENT.replace("result-1", id))
    *command, text = COMMANDS[way]
    text = text.replace(":8060", f":{gateway.port}").replace("result-1", id)

    done = subprocess.run(
        [*command, text],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    read, text, answers = json.JSONDecoder().raw_decode, done.stdout.strip(), []
    while text:
        answer, end = read(text)
        answers.append(answer)
        text = text[end:].strip()

    assert (done.returncode, len(answers)) == (0, 2), done.stderr
    assert answers[0]["receipts"][0]["status"] == "accepted"
    assert (answers[1]["status"], answers[1]["id"]) == ("stored", id)
