"""One run: fill, archive beside plain Parquet, damage, kill, restore, compare."""

import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from infra.errors import DataError
from infra.local.host import Report
from infra.settings import Settings
from streams.archive import chain, restoring, writing
from streams.archive.restoring import Begin
from tests.bench.archive import beside
from tests.bench.archive.filling import fill
from tests.bench.figures import Figure, Goal
from tests.bench.plan import ArchivePlan
from tests.bench.services import fresh_database
from tests.support.archives import (
    damages,
    damages_by,
    flips,
    is_located,
    restore_until,
    state_of,
    unseen,
    write_until,
)

ALL = Goal("≥", 1.0)
MOST_CHANGES = 120  # of a folder, by a write of a year


def measure(settings: Settings, plan: ArchivePlan, folder: Path, report: Report) -> list[Figure]:
    """Give every figure of a run."""
    dice = random.Random(plan.seed)
    source = fresh_database(settings, "source")
    report(f"filling {plan.events:,} events")
    fill(source, plan.seed, plan.events, report)
    archive = folder / "archive"
    report("archiving")
    began_s = time.monotonic()
    writing.write(source, archive, unseen)
    whole_s = time.monotonic() - began_s
    figures = [
        Figure("archive_write", "archive, from the database", plan.events / whole_s, "ev/s"),
        *beside.ratios(archive, folder, plan.rounds),
    ]
    report("restoring")
    restore_s = _restored(settings, source, archive)
    figures.append(
        Figure("restore", "restore, every table the same", plan.events / restore_s, "ev/s")
    )
    report(f"{plan.flips:,} flips, {plan.truncations} truncations")
    figures += _damaged(archive, plan, dice)
    report(f"{plan.kills} kills of a write, and of a restore")
    figures += _killed(settings, source, archive, kills=plan.kills, restore_s=restore_s, dice=dice)
    return figures


def _restored(settings: Settings, source: Settings, archive: Path) -> float:
    """Give how many seconds a restore took that brought back every table as it was."""
    empty = fresh_database(settings, "restored")
    began_s = time.monotonic()
    restoring.restore(empty, archive, Begin(unseen, unseen))
    taken_s = time.monotonic() - began_s
    _require_same(source, empty)
    return taken_s


def _require_same(source: Settings, restored: Settings) -> None:
    there, here = state_of(source), state_of(restored)
    if differing := [name for name in there if there[name] != here[name]]:
        raise DataError(f"not the same after a restore: {', '.join(differing)}")


def _damaged(archive: Path, plan: ArchivePlan, dice: random.Random) -> Iterator[Figure]:
    located = 0
    for flip in flips(archive, dice, plan.flips):
        flip.do(archive)
        located += any(is_located(one, flip) for one in damages_by(flip, archive))
        flip.do(archive)
    yield Figure("flips", "flipped bytes found and located", located / plan.flips, "", ALL)
    found = 0
    files = [path for path in sorted(archive.rglob("*")) if path.suffix]
    for path in dice.choices(files, k=plan.truncations):
        kept = path.read_bytes()
        path.write_bytes(kept[: dice.randrange(len(kept))])
        where = path.relative_to(archive).as_posix()
        found += any(damage.path == where for damage in damages(archive))
        path.write_bytes(kept)
    yield Figure("truncations", "files cut short found", found / plan.truncations, "", ALL)
    if left := damages(archive):
        raise DataError(f"damaged by the run itself: {left[0]}")


def _killed(
    settings: Settings,
    source: Settings,
    archive: Path,
    *,
    kills: int,
    restore_s: float,
    dice: random.Random,
) -> Iterator[Figure]:
    folder = archive.parent / "killed"
    whole = 0
    for _ in range(kills):
        write_until(source, folder, dice.randint(3, MOST_CHANGES))
        whole += not chain.is_archive(folder) or not damages(folder)
        if chain.is_archive(folder) and chain.look(folder)[0].newest is not None:
            shutil.rmtree(folder)  # it was ended: begin again
    yield Figure("killed_writes", "whole after a kill of a write", whole / kills, "", ALL)
    writing.write(source, folder, unseen)
    empty = fresh_database(settings, "killed")
    nothing, there = state_of(empty), state_of(source)
    all_or_nothing = 0
    for _ in range(kills):
        restore_until(empty, folder, dice.uniform(0.5, restore_s))
        all_or_nothing += state_of(empty) in (nothing, there)
    share = all_or_nothing / kills
    yield Figure("killed_restores", "all or nothing after a kill of a restore", share, "", ALL)
    restoring.restore(empty, folder, Begin(unseen, unseen))
    _require_same(source, empty)
