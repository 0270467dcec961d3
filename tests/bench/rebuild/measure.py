"""One run: fill a ledger, rebuild its projections, kill rebuilds, compare."""

import random
import subprocess
import time
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
from tests.bench.rebuild.processor import so_far_s
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
        self.began_s, self.processors_s = time.monotonic(), so_far_s(connection)
        self.ready_s, self.spent_s, self.peak_mib = 0.0, 0.0, 0.0

    def part(self, title: str, _what: str, _total: int) -> Callable[[int], None]:
        """Note that a part begins."""
        if title == "comparing":
            self.ready_s = time.monotonic() - self.began_s
            self.spent_s = so_far_s(self._connection) - self.processors_s
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
        compared_s = time.monotonic() - watch.began_s - watch.ready_s
        made = world.by_number(connection, done.world.number)
        copied_s = beside.copy_s(source, made)
        world.drop(connection, made)
    yield Figure("rebuild", "rebuild, rows and indexes", done.seq / watch.ready_s, "ev/s")
    yield Figure("compare", "comparing with the rows in use", done.seq / compared_s, "ev/s")
    yield Figure("memory", "memory of a process", watch.peak_mib, "MiB", BOUNDED)
    rebuilt_s = watch.spent_s
    text = "plain COPY of the rows ÷ rebuild"
    yield Figure("copy_to_rebuild", text, copied_s / rebuilt_s, "", NO_SLOWER_THAN_TWICE)
    stored_s = beside.store_s(fresh_database(settings, "stored"), plan.seed, STORED)
    text = "storing a new event ÷ rebuilding one"
    ratio = (stored_s / STORED) / (rebuilt_s / done.seq)
    yield Figure("store_to_rebuild", text, ratio, "", THREE_TIMES)


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
