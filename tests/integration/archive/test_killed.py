"""Killed at any point, the same command ends what it began; meanwhile nothing is half there."""

import random
import signal
from pathlib import Path

import pytest

from infra.settings import Settings
from streams.archive import chain, restoring, writing
from streams.archive.restoring import Begin
from tests.integration.archive.conftest import NewDatabase, begin, results, store
from tests.support.archives import damages, restore_until, state_of, unseen, write_until

WRITES, RESTORES = 5, 2


@pytest.mark.timeout(300)
def test_a_write_that_is_killed_leaves_a_whole_archive_and_is_ended_by_the_next(
    filled: Settings, new_database: NewDatabase, tmp_path: Path
):
    folder = tmp_path / "archive"
    dice = random.Random(21)
    for _ in range(WRITES):
        code = write_until(filled, folder, dice.randint(3, 45))
        assert code in (-signal.SIGKILL, 0)
        if chain.is_archive(folder):
            assert damages(folder) == []
    writing.write(filled, folder, unseen)
    empty = new_database()

    assert damages(folder) == []
    assert not chain.is_unfinished(folder)
    restoring.restore(empty, folder, Begin(unseen, unseen))
    assert state_of(empty) == state_of(filled)


def test_what_a_killed_write_had_ended_is_not_written_again(filled: Settings, tmp_path: Path):
    folder = tmp_path / "archive"
    kept: list[Path] = []
    number = 16
    while not kept:
        number += 2
        assert write_until(filled, folder, number) == -signal.SIGKILL
        kept = sorted(folder.glob("ledger/*/*.parquet"))
    before = [path.stat().st_ino for path in kept]

    writing.write(filled, folder, unseen)

    assert [path.stat().st_ino for path in kept] == before
    assert damages(folder) == []


@pytest.mark.timeout(300)
def test_a_restore_that_is_killed_leaves_nothing_and_is_ended_by_the_next(
    new_database: NewDatabase, tmp_path: Path
):
    settings, empty = new_database(), new_database()
    begin(settings)
    for first in range(0, 6_000, 1_000):
        store(settings, *results(first, 1_000), b"no event")
    folder = tmp_path / "archive"
    writing.write(settings, folder, unseen)
    dice, nothing = random.Random(22), state_of(empty)
    for _ in range(RESTORES):
        restore_until(empty, folder, dice.uniform(1.0, 4.0))
        assert state_of(empty) in (nothing, state_of(settings))

    restoring.restore(empty, folder, Begin(unseen, unseen))

    assert state_of(empty) == state_of(settings)
