"""What could not become an event can be listed, read in full and taken out as it came."""

import subprocess

import pytest

from schemas.events import ExerciseResultRecorded
from tests.support.builders import event
from tests.support.instance import MUSTER, Instance
from tests.support.stack import environment

RESULTS = "exercise-results"
HEADERS = [("ce_id", b"7"), ("ce_source", b"field\x07"), ("trace", b"\xff")]
ODD = b'{"odd": "\xff\x1b[2J"}'


@pytest.fixture
def refused(instance: Instance) -> Instance:
    instance.make_topics()
    wrong = event(ExerciseResultRecorded, id="late", source="sender").replace(b'"time"', b'"tme"')
    instance.send(RESULTS, [wrong], partition=0)
    instance.send(RESULTS, [ODD], partition=1, headers=HEADERS)
    instance.start_worker()
    instance.wait_until_read()
    return instance


def test_dead_letters_are_listed_shown_and_taken_out_byte_by_byte(refused: Instance):
    code, listed = refused.muster("dead-letters")
    _, by_source = refused.muster("dead-letters", "--source", "sender")
    _, one = refused.muster("dead-letters", f"{RESULTS}/1/0")
    taken = subprocess.run(
        [MUSTER, "dead-letters", f"{RESULTS}/1/0", "--bytes"],
        env=dict(environment(refused.settings)),
        capture_output=True,
        check=True,
    ).stdout

    assert code == 0
    assert f"{RESULTS}/0/0" in listed
    assert f"{RESULTS}/1/0" in listed
    assert f"{RESULTS}/0/0" in by_source
    assert f"{RESULTS}/1/0" not in by_source
    assert "unknown-attribute  sender late" in by_source
    assert "id:          7" in one
    assert "header       trace: \\xff" in one
    assert taken == ODD
    assert "field\\x07" in listed
    assert not any(sign in listed + one for sign in "\x07\x1b")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["nowhere"], 2),
        (["--bytes"], 2),
        ([f"{RESULTS}/0/999"], 65),
        (["--source", "nobody"], 0),
    ],
)
def test_what_is_not_there_is_said(refused: Instance, arguments: list[str], expected: int):
    code, said = refused.muster("dead-letters", *arguments)

    assert code == expected
    assert said.strip()
