"""A rebuild from an archive makes the rows that one from the ledger makes, or says why not."""

import hashlib
import re
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

from infra.settings import Settings
from schemas.events import ExerciseResultRecorded
from streams.archive import chain, manifest, parquet, writing
from streams.rebuild import rebuilding
from streams.rebuild.rebuilding import Wanted
from tests.integration.rebuild.conftest import HISTORY, quietly, results, store
from tests.integration.rebuild.test_broken_off import muster, run, states, wrong
from tests.support.archives import unseen
from tests.support.builders import correction_of, event
from tests.support.postgres import Database, copy_of

PLACES = ("add_read_slices", "amended", "events_done", "slices_folded", "caught_up", "switch")


@pytest.fixture
def folder(told: Settings, tmp_path: Path) -> Path:
    """Give an archive of two files, each of one row group."""
    roots = results("r", 0, HISTORY)
    writing.write(told, tmp_path / "archive", unseen)
    store(told, correction_of(roots[70], id="late", rating="U"), *results("s", 0, 50))
    writing.write(told, tmp_path / "archive", unseen)
    # What came after the archive amends what is in it.
    store(told, correction_of(roots[90], id="later", rating="U"), *results("t", 0, 30))
    return tmp_path / "archive"


def test_from_an_archive_all_rows_are_those_of_the_ledger(told: Settings, folder: Path):
    assert sum(len(parquet.spans(folder, one)) for one in events_of(folder)) == 2

    done = muster(told, "rebuild", "--from", str(folder), "--processes", "2")

    assert done.returncode == 0, done.stderr
    assert [state for _, state in states(told)] == ["former", "in force"]
    assert wrong(told) == []


def events_of(folder: Path) -> list[manifest.ArchivedFile]:
    return manifest.events_of(chain.read(folder).files)


def test_killed_anywhere_the_same_command_goes_on(told: Settings, folder: Path):
    command = ("rebuild", "--from", str(folder), "--processes", "1")
    for place in PLACES:
        dying = (sys.executable, "-m", "tests.support.dying_at", place)
        died = run(told, *dying, *command)
        assert died.returncode == -signal.SIGKILL, (place, died.stderr)
        assert states(told)[0] == (1, "in force")
        store(told, event(ExerciseResultRecorded, id=f"meanwhile-{place}", rating="U"))

    done = muster(told, *command, "--resume")

    assert done.returncode == 0, done.stderr
    assert wrong(told) == []


@pytest.mark.parametrize("order", ["archive first", "ledger first"])
def test_what_was_begun_from_one_is_finished_from_the_other(
    told: Settings, folder: Path, order: str
):
    commands = [["rebuild", "--from", str(folder)], ["rebuild"]]
    first, second = commands if order == "archive first" else commands[::-1]
    dying = (sys.executable, "-m", "tests.support.dying_at", "events_done")
    assert run(told, *dying, *first).returncode == -signal.SIGKILL
    done = muster(told, *second)

    assert done.returncode == 0, done.stderr
    assert "goes on with what was begun" in done.stderr
    assert wrong(told) == []


def refused(told: Settings, folder: Path) -> str:
    """Give the one line that refuses it; nothing was begun."""
    done = muster(told, "rebuild", "--from", str(folder))
    assert done.returncode != 0
    assert states(told) == [(1, "in force")]
    assert "unforeseen" not in done.stderr
    assert done.stderr.count("muster:") == 1
    return done.stderr


def test_an_archive_of_another_history_is_refused(
    told: Settings, stack: Settings, template_database: Database, folder: Path, tmp_path: Path
):
    with copy_of(template_database) as other:
        settings = of(stack, other)
        store(settings, *results("other", 0, 3))
        writing.write(settings, tmp_path / "other", unseen)

    assert "another history" in refused(told, tmp_path / "other")


def of(stack: Settings, database: Database) -> Settings:
    return replace(stack, conninfo=make_conninfo(stack.conninfo, dbname=database.name))


def test_a_byte_that_changed_and_an_end_that_is_missing_are_refused(told: Settings, folder: Path):
    file = folder / events_of(folder)[0].path
    whole = file.read_bytes()
    file.write_bytes(whole[:2000] + bytes([whole[2000] ^ 1]) + whole[2001:])
    assert "is damaged in bytes 0 to" in refused(told, folder)

    file.write_bytes(whole[: len(whole) // 2])
    assert "and was written with" in refused(told, folder)

    file.unlink()
    assert "is missing" in refused(told, folder)


def test_a_newer_archive_and_a_folder_that_is_none_are_refused(
    told: Settings, folder: Path, tmp_path: Path
):
    newest = sorted((folder / chain.MANIFESTS).iterdir())[-1]
    said = re.sub(rb'("core_version": ?")', rb"\g<1>9", newest.read_bytes())
    newest.unlink()
    (folder / chain.MANIFESTS / manifest_name(newest, said)).write_bytes(said)
    (tmp_path / "none").mkdir()

    assert "tables of a newer version" in refused(told, folder)
    assert "is no archive" in refused(told, tmp_path / "none")


def manifest_name(old: Path, content: bytes) -> str:
    return f"{old.name[:6]}-{hashlib.sha256(content).hexdigest()}.json"


def test_rows_of_both_worlds_are_compared_before_one_is_used(told: Settings, folder: Path):
    wanted = Wanted(processes=2, stays_beside=True, folder=folder)

    assert rebuilding.rebuild(told, wanted, quietly, print).differing == ()
