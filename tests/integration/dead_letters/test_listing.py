"""What could not become an event can be listed, read in full and taken out as it came."""

import subprocess
from collections.abc import Generator

import pytest

from infra.settings import Settings
from schemas.events import ExerciseResultRecorded
from tests.support.builders import event
from tests.support.instance import MUSTER, Instance, own_instance
from tests.support.postgres import Database
from tests.support.stack import environment

RESULTS = "exercise-results"
HEADERS = [("ce_id", b"7"), ("ce_source", b"field\x07"), ("trace", b"\xff")]
ODD = b'{"odd": "\xff\x1b[2J"}'


@pytest.fixture(scope="module")
def refused(
    stack: Settings, database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Instance]:
    """Give a Muster that has refused two records; nobody does anything with them."""
    wrong = event(ExerciseResultRecorded, id="late", source="sender").replace(b'"time"', b'"tme"')
    with own_instance(stack, database, tmp_path_factory.mktemp("refused")) as own:
        own.make_topics()
        own.send(RESULTS, [wrong], partition=0)
        own.send(RESULTS, [ODD], partition=1, headers=HEADERS)
        own.start_worker()
        own.wait_until_read()
        yield own


def test_dead_letters_are_listed_shown_and_taken_out_byte_by_byte(refused: Instance):
    code, listed = refused.muster("dead-letters")
    _, by_source = refused.muster("dead-letters", "list", "--source", "sender")
    _, by_topic = refused.muster("dead-letters", "list", "--topic", "summit-decisions")
    _, since = refused.muster("dead-letters", "list", "--since", "2199-01-01")
    _, one = refused.muster("dead-letters", "show", f"{RESULTS}/1/0")
    _, other = refused.muster("dead-letters", "show", f"{RESULTS}/0/0")
    taken = subprocess.run(
        [MUSTER, "dead-letters", "show", f"{RESULTS}/1/0", "--bytes"],
        env=dict(environment(refused.settings)),
        capture_output=True,
        check=True,
    ).stdout

    assert code == 0
    assert f"{RESULTS}/0/0" in listed
    assert f"{RESULTS}/1/0" in listed
    assert f"{RESULTS}/0/0" in by_source
    assert f"{RESULTS}/1/0" not in by_source
    assert by_source.startswith("unknown-attribute: 1 open\n")
    assert "sender late" in by_source
    assert (by_topic, since) == ("none\n", "none\n")
    assert "id:          7" in one
    assert "header       trace: \\xff" in one
    assert taken == ODD
    assert "field\\x07" in listed
    assert not any(sign in listed + one for sign in "\x07\x1b")
    # All that is wrong with it, each fault at its place, and what to do.
    assert "today:       /tme  unknown-attribute" in other
    assert "today:       /time  missing-attribute: time: required" in other
    assert "what to do:  Move what is not an attribute into `data`" in other


@pytest.mark.parametrize(
    ("arguments", "expected", "words"),
    [
        (["show", "nowhere"], 2, "named by TOPIC/PARTITION/OFFSET, not 'nowhere'"),
        (["show", f"{RESULTS}/0/999"], 65, f"no dead letter at {RESULTS}/0/999"),
        (["show", f"{RESULTS}@9/0/0"], 65, f"no dead letter at {RESULTS}@9/0/0"),
        (["list", "--source", "nobody"], 0, "none"),
        (["list", "--since", "soon"], 2, "write it like"),
        (["redrive"], 2, "or choose them by a reason"),
        (["redrive", f"{RESULTS}/0/0", "--all"], 2, "or choose them by a reason"),
        (["redrive", "--reason", "unknown-attribute"], 2, "would send 1 dead letter again; add"),
        (["redrive", "--all", "--corrected", "x.json"], 2, "takes the place of one dead letter"),
        (["redrive", f"{RESULTS}/0/0", "--corrected", "no.json"], 74, "no.json: No such file"),
        (["discard", f"{RESULTS}/0/0", "--why", " "], 2, "--why takes one line of words"),
        (["discard", "--reason", "unknown-attribute", "--why", "x"], 2, "add --yes to do it"),
        (["restore", f"{RESULTS}/0/0"], 65, f"{RESULTS}/0/0 is open, not discarded"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    refused: Instance, arguments: list[str], expected: int, words: str
):
    code, said = refused.muster("dead-letters", *arguments)

    assert code == expected
    assert words in said
    assert said.count("\n") == 1
    assert refused.ask("select * from dead_letter_action") == []
