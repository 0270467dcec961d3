"""One run: fill a ledger, rebuild its projections, kill rebuilds, compare."""

import random
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import active_children
from pathlib import Path
from typing import NamedTuple

from infra.errors import DataError
from infra.local.host import Report
from infra.postgres import Connection
from infra.settings import Settings
from streams.archive import writing
from streams.rebuild import rebuilding, world
from streams.rebuild.rebuilding import Wanted
from streams.rebuild.world import State
from streams.verify import checks
from tests.bench.archive.filling import fill
from tests.bench.figures import Figure, Goal
from tests.bench.plan import RebuildPlan
from tests.bench.rebuild import beside
from tests.bench.rebuild.processor import Spent, so_far
from tests.bench.services import fresh_database
from tests.support.instance import MUSTER
from tests.support.stack import environment

STORED = 20_000  # of the way of a new event
NO_SLOWER_THAN_TWICE = Goal("≥", 0.5)
THREE_TIMES = Goal("≥", 3.0)
FOUR_TIMES = Goal("≥", 4.0)
BOUNDED = Goal("≤", 400.0)
ALL = Goal("≥", 1.0)


class Watch:
    """Notes when a rebuild begins to compare, and the most memory any of its processes had."""

    def __init__(self, connection: Connection) -> None:
        """Begin."""
        self._connection = connection
        self._began = so_far(connection)
        self.spent, self.peak_mib = Spent(), 0.0

    def part(self, title: str, _what: str, _total: int) -> Callable[[int], None]:
        """Note that a part begins."""
        if title == "comparing":
            now, began = so_far(self._connection), self._began
            self.spent = Spent(now.processors_s - began.processors_s, now.wall_s - began.wall_s)
        return self._look

    def _look(self, _done: int) -> None:
        for child in active_children():
            with suppress(OSError):
                status = Path(f"/proc/{child.pid}/status").read_text("utf-8")
                fields = dict(line.split(":", 1) for line in status.splitlines())
                self.peak_mib = max(self.peak_mib, int(fields["VmHWM"].split()[0]) / 1024)


def measure(settings: Settings, plan: RebuildPlan, report: Report) -> list[Figure]:
    """Give every figure of a run."""
    source = fresh_database(settings, "source")
    report(f"filling {plan.events:,} events")
    fill(source, plan.seed, plan.events, report)
    report("rebuilding")
    figures = [*_rebuilt(settings, source, plan)]
    report(f"{plan.kills} kills")
    figures += _killed(source, plan)
    if wrong := [one for one in checks.verify(source) if not one.is_ok]:
        raise DataError(f"not as it was after a rebuild: {wrong[0].of}")
    return figures


def _rebuilt(settings: Settings, source: Settings, plan: RebuildPlan) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as folder:
        archive = Path(folder) / "archive"
        writing.write(source, archive, lambda _: lambda _: None)
        with world.session(source) as connection:
            ours, copied = _once(source, connection, plan)
            from_archive, _ = _once(source, connection, plan, archive)
    stored = beside.stored(fresh_database(settings, "stored"), plan.seed, STORED)
    yield from _figures("rebuild", "rebuild", ours, (copied, stored), THREE_TIMES)
    of = "rebuild from an archive"
    yield from _figures("rebuild_archive", of, from_archive, (copied, stored), FOUR_TIMES)


class Run(NamedTuple):
    """What one rebuild took, of how many events."""

    events: int
    spent: Spent
    peak_mib: float


def _once(
    source: Settings, connection: Connection, plan: RebuildPlan, archive: Path | None = None
) -> tuple[Run, Spent]:
    """Give what a rebuild takes, and, of one from the ledger, what a COPY of its rows does."""
    watch = Watch(connection)
    wanted = Wanted(plan.processes, stays_beside=True, folder=archive)
    done = rebuilding.rebuild(source, wanted, watch.part, lambda _: None)
    made = world.by_number(connection, done.world.number)
    copied = Spent() if archive else beside.copied(source, made)
    world.drop(connection, made)
    return Run(done.seq, watch.spent, watch.peak_mib), copied


def _figures(
    name: str, of: str, ours: Run, others: tuple[Spent, Spent], times: Goal
) -> Iterator[Figure]:
    copied, stored = others
    spent, events = ours.spent, ours.events
    yield Figure(name, f"{of}, rows and indexes", events / spent.wall_s, "ev/s")
    yield Figure(f"{name}_memory", f"memory of a process, {of}", ours.peak_mib, "MiB", BOUNDED)
    text = f"{of} ÷ plain COPY of its rows into indexed tables"
    ratio = copied.wall_s / spent.wall_s
    yield Figure(f"{name}_to_copy", text, ratio, "", NO_SLOWER_THAN_TWICE)
    ratio = copied.processors_s / spent.processors_s
    yield Figure(f"{name}_to_copy_processors", "the same by processor time", ratio, "")
    text = f"{of} ÷ decoding and storing new events"
    ratio = (stored.wall_s / STORED) / (spent.wall_s / events)
    yield Figure(f"{name}_to_store", text, ratio, "", times)
    ratio = (stored.processors_s / STORED) / (spent.processors_s / events)
    yield Figure(f"{name}_to_store_processors", "the same by processor time", ratio, "")


def _killed(source: Settings, plan: RebuildPlan) -> Iterator[Figure]:
    dice = random.Random(plan.seed)
    whole = 0
    for _ in range(plan.kills):
        with subprocess.Popen(
            [MUSTER, "rebuild", "--beside", "--processes", str(plan.processes)],
            env=dict(environment(source)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(dice.uniform(0.5, 20))
            process.kill()
        in_use = [one for one in rebuilding.there_are(source) if one.state is State.IN_FORCE]
        whole += [one.number for one in in_use] == [1]
    yield Figure("killed", "rows in use left alone by a kill", whole / plan.kills, "", ALL)
    rebuilding.rebuild(source, Wanted(plan.processes), lambda *_: lambda _: None, lambda _: None)
