"""A rebuild that is killed is finished by the same command, and till then nothing is another."""

import re
import signal
import subprocess
import sys

import pytest

from infra.postgres import connect
from infra.settings import Settings
from streams.projections import versions
from streams.rebuild import filling, rebuilding, switching, world
from streams.rebuild.errors import RebuildRefused, RowsDiffer
from streams.rebuild.rebuilding import Wanted
from streams.verify import checks
from tests.integration.rebuild.conftest import HISTORY, TOKEN, quietly, results, store
from tests.support.builders import correction_of
from tests.support.instance import MUSTER, wait_until
from tests.support.stack import environment

# Where it is killed, in the order in which it comes there.
PLACES = ("add_slices", "events_done", "slices_folded", "compared", "caught_up", "switch")


def run(settings: Settings, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env=dict(environment(settings)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def muster(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(settings, str(MUSTER), *arguments)


def states(settings: Settings) -> list[tuple[int, str]]:
    return [(one.number, one.state.value) for one in rebuilding.there_are(settings)]


def wrong(settings: Settings) -> list[checks.Finding]:
    return [one for one in checks.verify(settings) if not one.is_ok]


def test_killed_anywhere_the_same_command_goes_on(told: Settings):
    roots = results("r", 0, HISTORY)
    for number, place in enumerate(PLACES):
        died = run(
            told,
            sys.executable,
            "-m",
            "tests.support.dying_at",
            place,
            "rebuild",
            "--processes",
            "1",
        )
        assert died.returncode == -signal.SIGKILL, died.stderr
        assert states(told)[0] == (1, "in force")
        store(told, correction_of(roots[number], id=f"meanwhile-{number}", rating="U"))

    done = muster(told, "rebuild", "--resume", "--processes", "1")

    assert done.returncode == 0, done.stderr
    assert "goes on with what was begun" in done.stderr
    assert sorted(states(told))[0] == (1, "former")
    assert [state for _, state in states(told)] == ["former", "in force"]
    assert wrong(told) == []


def test_a_process_that_fills_ends_with_the_command(told: Settings, small_slices: None):
    with world.session(told) as turn:
        begun = world.begin(turn)
        world.make(turn, begun)
    with connect(told.database("muster_owner")) as owner, owner.transaction():
        owner.execute("select from muster.world_slice where first_seq > 1 for update")
        with (
            subprocess.Popen(
                [MUSTER, "rebuild", "--processes", "1"], env=dict(environment(told))
            ) as command,
            world.session(told) as own,
        ):
            wait_until(
                lambda: world.events_done(own, begun.number) > 0,
                timeout_s=60,
                what="the first slice",
            )
            command.kill()
        # What it had started ends by itself.
        wait_until(lambda: not _others(told), timeout_s=20, what="its processes to end")

    assert muster(told, "rebuild", "--processes", "1").returncode == 0
    assert wrong(told) == []


def _others(settings: Settings) -> list[tuple[int]]:
    with connect(settings.database("muster_owner")) as owner:
        return owner.execute(
            "select pid from pg_stat_activity"
            " where datname = current_database() and application_name = 'muster rebuild'"
        ).fetchall()


def test_a_process_that_fills_and_is_killed_is_told_of_in_one_line(
    told: Settings, small_slices: None, monkeypatch
):
    monkeypatch.setattr(filling, "_work", _dies)

    with pytest.raises(filling.SliceFailed, match="failed: it was killed"):
        rebuilding.rebuild(told, Wanted(processes=1), quietly, print)


def _dies(_settings: object, _world: object, _tell: object, _folder: object) -> None:
    signal.raise_signal(signal.SIGKILL)


def test_stopped_by_ctrl_c_it_says_so_and_goes_on_later(told: Settings):
    with connect(told.database("muster_owner")) as owner, owner.transaction():
        owner.execute("select from muster.head for update")  # it cannot change over
        with subprocess.Popen(
            [MUSTER, "rebuild", "--processes", "1"],
            env=dict(environment(told)),
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
        ) as command:
            assert command.stderr is not None
            for line in command.stderr:
                if "waits to change over" in line:
                    break
            command.send_signal(signal.SIGINT)
            assert command.wait(20) == 130
            assert command.stderr.read().splitlines()[-1] == "muster: stopped"
        assert states(told) == [(1, "in force"), (2, "filling")]

    assert muster(told, "rebuild", "--resume").returncode == 0


def test_rows_that_differ_are_changed_over_to_only_when_it_is_a_repair(told: Settings):
    with connect(told.database("muster_owner")) as owner:
        owner.execute("update muster_1.exercise_result set rating = 'U' where event_id = 'r-7'")
    assert len(wrong(told)) == 1

    with pytest.raises(RowsDiffer, match=r"exercise_result made anew has .* rows and not those"):
        rebuilding.rebuild(told, Wanted(processes=1), quietly, print)
    assert states(told) == [(1, "in force"), (2, "filling")]
    done = rebuilding.rebuild(told, Wanted(processes=1, is_repair=True), quietly, print)

    assert done.differing == ("exercise_result",)
    assert wrong(told) == []


def test_rows_of_another_version_of_the_fold_need_not_be_the_same(told: Settings):
    with connect(told.database("muster_owner")) as owner:
        owner.execute("update muster_1.exercise_result set rating = 'U' where event_id = 'r-7'")
        owner.execute(
            "update muster_1.projection_version set version = 0"
            " where projection = 'exercise_result'"
        )

    done = rebuilding.rebuild(told, Wanted(processes=1), quietly, print)

    assert done.differing == ()
    assert wrong(told) == []
    with world.session(told) as connection:
        assert world.versions_of(connection, done.world) == versions()


def test_who_reads_for_long_is_waited_for_and_reads_on_unchanged(told: Settings):
    said: list[str] = []
    with connect(told.database("muster_reader")) as reader:
        reader.execute("begin isolation level repeatable read")
        count = "select count(*) from readiness.exercise_results('amber-26', now(), now())"
        [before] = reader.execute(count).fetchall()

        def report(line: str) -> None:
            said.append(line)
            store(told, *results("more", len(said) * 10, 10))
            assert reader.execute(count).fetchall() == [before]
            reader.execute("commit")

        rebuilding.rebuild(told, Wanted(processes=1), quietly, report)

        assert "reads on" in said[0]
        assert reader.execute(count).fetchall() == [(before[0] + 10,)]


def test_catching_up_does_not_stop_within_what_was_recorded_at_once(
    told: Settings, small_slices: None, monkeypatch
):
    with world.session(told) as turn:
        begun = world.begin(turn)
        world.make(turn, begun)
    store(told, *results("at-once", 0, 70))  # more than are caught up with at a time
    monkeypatch.setattr(switching, "NEAR_EVENTS", 30)

    done = rebuilding.rebuild(told, Wanted(processes=1), quietly, print)

    assert done.differing == ()
    assert wrong(told) == []


def test_what_cannot_be_is_refused_in_one_line(told: Settings):
    with pytest.raises(RebuildRefused, match="no rebuild was begun"):
        rebuilding.rebuild(told, Wanted(processes=1, only_resume=True), quietly, print)
    with pytest.raises(RebuildRefused, match="there is no former world"):
        rebuilding.go_back(told, quietly, print)
    with world.session(told) as other:
        world.take_turn(other)
        with pytest.raises(RebuildRefused, match="another `muster rebuild` is at work"):
            rebuilding.rebuild(told, Wanted(processes=1), quietly, print)
    rebuilding.rebuild(told, Wanted(processes=1), quietly, print)
    with pytest.raises(RebuildRefused, match="world 1 is kept from before"):
        rebuilding.rebuild(told, Wanted(processes=1), quietly, print)

    assert [one.number for one in rebuilding.drop(told)] == [1]
    assert rebuilding.drop(told) == []
    assert states(told) == [(2, "in force")]


def test_how_far_a_rebuild_is_stands_in_a_command_and_is_for_operators(told: Settings):
    assert "no rebuild is at work" in muster(told, "rebuild", "status").stdout
    dying = (sys.executable, "-m", "tests.support.dying_at", "slices_folded")
    run(told, *dying, "rebuild", "--processes", "1")

    said = muster(told, "rebuild", "status").stdout
    assert re.fullmatch(
        r"world 2  indexing, (\d+) of \1 events \(broken off: muster rebuild goes on\)\n", said
    ), said
    assert muster(told, "rebuild").returncode == 0
    assert muster(told, "rebuild", "status").stdout == "world 1  kept from before\n"
    with connect(told.database("muster_reader")) as reader:
        reader.execute("select set_config('muster.session', %s, false)", [TOKEN])
        assert reader.execute("select * from readiness.rebuilds()").fetchall() == []


def test_while_it_is_at_work_it_says_so(told: Settings):
    with world.session(told) as turn:
        world.take_turn(turn)
        begun = world.begin(turn)
        world.make(turn, begun)

        assert [(one.state, one.is_at_work) for one in world.progress(turn)] == [("folding", True)]
