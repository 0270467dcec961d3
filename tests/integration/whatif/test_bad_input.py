"""What makes no sense is said in one line, with an exit code, and leaves nothing behind."""

import json
from pathlib import Path

import pytest

from schemas.events import ExerciseResultRecorded
from tests.integration.whatif.conftest import CLOSED, LOW, OPEN, Muster
from tests.support.builders import document, event

SOURCE = json.loads(event(ExerciseResultRecorded))["source"]
REMOVE = f'[[remove]]\nsource = "{SOURCE}"\nid = "{OPEN}-0"\n'
CHANGE = f'[[change]]\nsource = "{SOURCE}"\nid = "{OPEN}-0"\n'


def line(**edit: object) -> str:
    """Give an edit as a line of JSON."""
    return json.dumps(edit) + "\n"


@pytest.fixture(scope="module", autouse=True)
def taken(muster: Muster) -> None:
    assert muster.run("what-if", "create", "Taken", "--without-exercise", OPEN)[0] == 0


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("", 65, "no edits"),
        ("PAR1\0\0", 65, "is no file of edits"),
        ("id,source\n1,2\n", 65, "is no file of edits"),
        ("a = 1\n", 65, "write [[a]] for each edit"),
        ("[[forget]]\nid = 'x'\n", 65, "says 'forget'; one of remove, change, add"),
        ("{nonsense\n", 65, "line 1: "),
        ('{"remove": {}, "remove": {}}', 65, "line 1: "),
        (REMOVE.replace("id", "key"), 65, "remove 1: "),
        (REMOVE.replace(f"{OPEN}-0", "unheard"), 65, "event 'unheard' of"),
        (REMOVE + REMOVE, 65, "edited twice"),
        (REMOVE + CHANGE + "set = {rating = 'P'}", 65, "edited twice"),
        ("[[remove]]\nexercise = 'unheard'\n", 65, "exercise 'unheard': no event names it"),
        (CHANGE + "set = {}", 65, "change 1: "),
        (CHANGE + "set = {rating = 'X'}", 65, "changed: data.rating"),
        (CHANGE + "set = {nothing = 1}", 65, "no such field: 'nothing'"),
        (CHANGE + "set = {rating = 'S'}", 65, "says the same as before"),
        (
            CHANGE + f"set = {{rating = 'P'}}\n[[remove]]\nexercise = '{OPEN}'",
            65,
            "changed, and left out with its exercise",
        ),
        (line(add={"id": "new"}), 65, "type: required"),
        (
            line(add=document(ExerciseResultRecorded, id="new", releasableto="EST,LVA")),
            65,
            "take a label of an event that you see",
        ),
        (line(add=document(ExerciseResultRecorded, id=f"{OPEN}-0")), 65, "the ledger has it"),
        (
            line(add=document(ExerciseResultRecorded, id="later", time="2198-01-01T00:00:00Z")),
            65,
            "more than 5 minutes ahead",
        ),
    ],
)
def test_edits_that_cannot_be_made_are_refused_in_one_line(
    muster: Muster, tmp_path: Path, text: str, code: int, part: str
):
    file = tmp_path / "edits"
    file.write_text(text)
    before = muster.schemas()

    found, said = muster.run("what-if", "create", "A", file)

    assert (found, len(said.splitlines())) == (code, 1), said
    assert part in said
    assert muster.schemas() == before


def test_all_that_is_wrong_with_edits_is_said_at_once(muster: Muster, tmp_path: Path):
    file = tmp_path / "edits.toml"
    file.write_text(
        REMOVE.replace(f"{OPEN}-0", "unheard") + CHANGE + "set = {rating = 'X', nothing = 1}"
    )

    _, said = muster.run("what-if", "create", "A", file)

    assert all(part in said for part in ("'unheard'", "data.rating", "'nothing'")), said


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (["create", "A"], 2, "say what is edited"),
        (["create", " ", "--without-exercise", OPEN], 2, "has a name of 1 to 60"),
        (["create", "a" * 61, "--without-exercise", OPEN], 2, "has a name of 1 to 60"),
        (["create", "Taken", "--without-exercise", OPEN], 2, "'Taken' is there already"),
        (["create", "A", "/nowhere"], 2, "cannot be read"),
        (["create", "A", "--without", "no-sign"], 2, "SOURCE#ID"),
        (["create", "A", "--without-exercise", OPEN, "--viewer", "nobody"], 2, "no viewer"),
        (["show", "unheard of"], 2, "no what-if 'unheard of'"),
        (["drop", "unheard of"], 2, "no what-if 'unheard of'"),
        (["refresh", "unheard of"], 2, "no what-if 'unheard of'"),
        # What is secret is, for whoever may not see it, not there.
        (["create", "A", "--without-exercise", CLOSED, "--viewer", LOW], 65, "no event names it"),
        (
            ["create", "A", "--without", f"{SOURCE}#{CLOSED}-0", "--viewer", LOW],
            65,
            "the ledger has no such event",
        ),
    ],
)
def test_what_makes_no_sense_is_said_in_one_line(
    muster: Muster, arguments: list[str], code: int, part: str
):
    before = muster.schemas()

    found, said = muster.run("what-if", *arguments)

    assert (found, len(said.splitlines())) == (code, 1), said
    assert part in said
    assert muster.schemas() == before
