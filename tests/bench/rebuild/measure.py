"""One run: fill a ledger, rebuild its projections, kill rebuilds, compare."""

import random
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import active_children
from pathlib import Path

from infra.errors import DataError
from infra.local.host import Report
from infra.postgres import Connection
from infra.settings import Settings
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
    with world.session(source) as connection:
        watch = Watch(connection)
        wanted = Wanted(plan.processes, stays_beside=True)
        done = rebuilding.rebuild(source, wanted, watch.part, lambda _: None)
        made = world.by_number(connection, done.world.number)
        copied = beside.copied(source, made)
        world.drop(connection, made)
    stored = beside.stored(fresh_database(settings, "stored"), plan.seed, STORED)
    ours = watch.spent
    yield Figure("rebuild", "rebuild, rows and indexes", done.seq / ours.wall_s, "ev/s")
    yield Figure("memory", "memory of a process", watch.peak_mib, "MiB", BOUNDED)
    text = "rebuild ÷ plain COPY of its rows into indexed tables"
    ratio = copied.wall_s / ours.wall_s
    yield Figure("rebuild_to_copy", text, ratio, "", NO_SLOWER_THAN_TWICE)
    ratio = copied.processors_s / ours.processors_s
    yield Figure("rebuild_to_copy_processors", "the same by processor time", ratio, "")
    text = "rebuild ÷ decoding and storing new events"
    ratio = (stored.wall_s / STORED) / (ours.wall_s / done.seq)
    yield Figure("rebuild_to_store", text, ratio, "", THREE_TIMES)
    ratio = (stored.processors_s / STORED) / (ours.processors_s / done.seq)
    yield Figure("rebuild_to_store_processors", "the same by processor time", ratio, "")


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
