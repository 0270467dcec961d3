"""What-ifs come and go whole, and who may not see their events learns nothing of them."""

import hashlib
import signal
import subprocess
import sys
from typing import Any

import pytest

from infra.postgres import Connection, connect
from schemas.events import ExerciseResultRecorded
from tests.integration.whatif.conftest import CLOSED, LOW, OPEN, Muster
from tests.support.builders import event
from tests.support.stack import environment

# Where it is killed, in the order in which it comes there.
PLACES = ("see_one_moment", "naming", "keep_places", "wrappers", "add_whatif")
TOKEN = "of somebody"
READING = "select level, t, items from {}.readiness('NATO', now(), 'infinity', 'EST', 'logistics')"


def reader(muster: Muster, viewer: str) -> Connection:
    """Give a connection that reads as a viewer."""
    with muster.owner() as owner:
        owner.execute(
            "insert into muster.session (token_sha256, viewer, expires_at)"
            " values (%s, %s, now() + interval '1 hour')"
            " on conflict (token_sha256) do update set viewer = excluded.viewer",
            [hashlib.sha256(TOKEN.encode()).digest(), viewer],
        )
    connection = connect(muster.settings.database("muster_reader"))
    connection.execute("select set_config('muster.session', %s, false)", [TOKEN])
    return connection


def ask(connection: Connection, question: str, schema: str) -> list[Any]:
    return connection.execute(question.format(schema)).fetchall()  # type: ignore[arg-type]


def dying_at(muster: Muster, place: str, *arguments: str) -> int:
    command = [sys.executable, "-m", "tests.support.dying_at", place, "what-if", *arguments]
    done = subprocess.run(
        command,
        env=dict(environment(muster.settings)),
        capture_output=True,
        timeout=120,
        check=False,
    )
    return done.returncode


@pytest.fixture(autouse=True)
def none_before(muster: Muster) -> None:
    with muster.owner() as owner:
        rows = owner.execute("select whatif_id from muster.whatif").fetchall()
    for (whatif_id,) in rows:
        assert muster.run("what-if", "drop", whatif_id)[0] == 0


def test_killed_anywhere_while_it_is_made_nothing_of_it_is_there(muster: Muster):
    for place in PLACES:
        died = dying_at(muster, place, "create", "A", "--without-exercise", OPEN)
        assert died == -signal.SIGKILL, place
        assert muster.schemas() == []

    assert "no what-ifs" in muster.run("what-if", "list")[1]
    assert muster.run("what-if", "create", "A", "--without-exercise", OPEN)[0] == 0
    assert len(muster.schemas()) == 4


def test_killed_while_it_is_dropped_it_is_there_whole(muster: Muster):
    muster.run("what-if", "create", "A", "--without-exercise", OPEN)
    before = muster.schemas()

    assert dying_at(muster, "forget_whatif", "drop", "A") == -signal.SIGKILL
    assert muster.schemas() == before
    assert muster.run("what-if", "drop", "A")[0] == 0
    assert muster.schemas() == []


def test_without_an_exercise_nothing_is_there_that_names_it(muster: Muster):
    muster.run("what-if", "create", "A", "--without-exercise", OPEN)
    schema = f"whatif_{muster.id_of('A')}"
    with muster.owner() as owner:
        there = owner.execute(f"select event_id from {schema}.events()").fetchall()
        facts = owner.execute("select event_id from readiness.events()").fetchall()
        reading = ask(owner, READING, schema)

    assert not [name for (name,) in there if name.startswith(OPEN)]
    assert len(there) + 9 == len(facts)
    # Of the secret exercise three results count, and one of another.
    assert reading[0][2] == 4


def test_who_may_not_see_an_edited_event_learns_of_no_what_if(muster: Muster):
    muster.run("what-if", "create", "A", "--without-exercise", CLOSED)
    schema = f"whatif_{muster.id_of('A')}"

    assert muster.run("what-if", "list", "--viewer", LOW)[1].startswith("no what-ifs")
    unheard = muster.run("what-if", "show", "B", "--viewer", LOW)[1].replace("'B'", "'A'")
    assert muster.run("what-if", "show", "A", "--viewer", LOW)[1] == unheard
    with reader(muster, LOW) as connection:
        assert ask(connection, READING, schema) == []
        assert ask(connection, "select * from {}.whatifs()", "readiness") == []
        assert ask(connection, "select * from {}.events()", schema) == []
    made = muster.run("what-if", "create", "A", "--without-exercise", OPEN, "--viewer", LOW)
    assert made[0] == 0, made
    assert muster.run("what-if", "show", "A", "--viewer", LOW)[0] == 0
    assert "2 what-ifs are named 'A'" in muster.run("what-if", "show", "A")[1]


def test_in_a_what_if_nobody_reads_what_is_above_the_clearance(muster: Muster):
    muster.run("what-if", "create", "A", "--without-exercise", OPEN)
    schema = f"whatif_{muster.id_of('A')}"
    with reader(muster, LOW) as connection:
        found = connection.execute(f"select event_id from {schema}.events()").fetchall()
        [reading] = ask(connection, READING, schema)

    assert found
    assert not [name for (name,) in found if name.startswith((OPEN, CLOSED))]
    assert reading[2] == 1


def test_a_what_if_notifies_nobody(muster: Muster):
    with muster.owner() as sink:
        sink.execute("listen muster")
        muster.run("what-if", "create", "A", "--without-exercise", OPEN)
        muster.run("what-if", "refresh", "A")
        muster.run("what-if", "drop", "A")
        heard = [*sink.notifies(timeout=0.5)]
        muster.store(event(ExerciseResultRecorded, id="live", exercise_id="live-26"))
        live = [*sink.notifies(timeout=5, stop_after=1)]

    assert heard == []
    assert len(live) == 1


def test_what_is_heard_later_is_not_in_it_until_it_is_made_anew(muster: Muster):
    muster.run("what-if", "create", "A", "--without-exercise", OPEN)
    schema = f"whatif_{muster.id_of('A')}"
    with muster.owner() as owner:
        before = ask(owner, READING, schema)
        muster.store(event(ExerciseResultRecorded, id="later", exercise_id="later-26"))
        after = ask(owner, READING, schema)
        muster.run("what-if", "refresh", "A")
        anew = ask(owner, READING, schema)

    assert after == before
    assert anew[0][2] == before[0][2] + 1


def test_it_stays_while_rows_are_rebuilt_and_is_made_anew_when_they_are_gone(muster: Muster):
    muster.run("what-if", "create", "A", "--without-exercise", OPEN)
    schema = f"whatif_{muster.id_of('A')}"
    with muster.owner() as owner:
        before = ask(owner, READING, schema)
        assert muster.run("rebuild", "--processes", "1")[0] == 0
        assert ask(owner, READING, schema) == before
    assert muster.run("rebuild", "drop")[0] == 0
    assert muster.schemas() == []
    assert "muster what-if refresh 'A'" in muster.run("what-if", "list")[1]
    assert muster.run("what-if", "refresh", "A")[0] == 0

    with muster.owner() as owner:
        assert ask(owner, READING, schema) == before


def test_its_edits_are_shown_as_they_may_stand_in_a_file(muster: Muster, tmp_path):
    muster.run("what-if", "create", "A", "--without-exercise", OPEN)
    file = tmp_path / "edits.jsonl"
    file.write_text(muster.run("what-if", "show", "A")[1].partition("\n")[2])

    assert muster.run("what-if", "create", "B", file)[0] == 0
