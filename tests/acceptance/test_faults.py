"""Two workers under load while everything under them is killed: every event once, none lost.

The short form runs always; MUSTER_FAULTS=full runs two minutes, with 30 s inside a COPY.
The seed is printed; MUSTER_FAULTS_SEED repeats a run.
"""

import contextlib
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from infra.local.stack import Stack
from infra.migrate import migrate
from tests.support.instance import Instance, WorkerProcess, wait_until
from tests.support.load import SteadyLoad
from tests.support.stack import own_stack

IS_FULL = os.environ.get("MUSTER_FAULTS") == "full"
SEED = int(os.environ.get("MUSTER_FAULTS_SEED") or time.time_ns() % 1_000_000)
EVENTS_PER_S = 2000
ROUNDS = 12 if IS_FULL else 2  # of faults to workers, between those to services
COPY_PAUSE_S = 30.0 if IS_FULL else 9.0
RESUME_S = 15.0
OTHERS_GO_ON_S = 8.0


@pytest.fixture(scope="module")
def services() -> Generator[Stack]:
    with own_stack() as own:
        migrate(own.settings.database("muster_owner"))
        yield own


@pytest.fixture
def muster(services: Stack, tmp_path: Path) -> Generator[Instance]:
    own = Instance(replace(services.settings, topic_prefix="faults-"), tmp_path)
    yield own
    own.end_workers()


class Supervisor(threading.Thread):
    """Starts a worker anew as soon as it has ended, as a service manager does."""

    def __init__(self, muster: Instance) -> None:
        super().__init__(name="supervisor", daemon=True)
        self._muster = muster
        self._stopping = threading.Event()
        self.workers = [muster.start_worker(), muster.start_worker()]

    def run(self) -> None:
        while not self._stopping.wait(0.1):
            for place, worker in enumerate(self.workers):
                if worker.process.poll() is not None:
                    self.workers[place] = self._muster.start_worker()

    def stop(self) -> None:
        """Leave the workers as they are."""
        self._stopping.set()
        self.join(5)


@pytest.mark.timeout(600)
def test_every_acknowledged_event_is_stored_exactly_once_whatever_is_killed(
    muster: Instance, services: Stack, tmp_path: Path
) -> None:
    print(f"\nseed {SEED} (MUSTER_FAULTS_SEED), {'full' if IS_FULL else 'short'} form")
    dice = random.Random(SEED)
    muster.make_topics()
    supervisor = Supervisor(muster)
    for worker in supervisor.workers:
        worker.wait_until_it_says("event=worker-started")
    ack_log = tmp_path / "acknowledged"
    load = SteadyLoad(muster, seed=SEED, events_per_s=EVENTS_PER_S, ack_log=ack_log)
    supervisor.start()
    load.start()
    began = time.monotonic()
    wait_until_stored_more(muster, RESUME_S, "the first events to be stored")

    torment_workers(supervisor, dice)
    stand_still_inside_a_copy(muster)
    torment_workers(supervisor, dice)
    after_restart(muster, "broker", services.broker.kill, services.broker.start)
    torment_workers(supervisor, dice)
    stop = lambda: services.database.stop("immediate")  # noqa: E731
    after_restart(muster, "database", stop, services.database.start)
    torment_workers(supervisor, dice)

    load.stop()
    print(f"{time.monotonic() - began:.0f} s, {load.acknowledged} acknowledged")
    drained_s = wait_until(lambda: muster.lag() == 0, timeout_s=90, what="everything to be stored")
    print(f"drained in {drained_s:.1f} s")
    supervisor.stop()
    for worker in supervisor.workers:
        if worker.process.poll() is None:
            assert worker.stop()[0] == 0, worker.log
    assert_exactly_once(muster, ack_log)
    muster.verify()


def torment_workers(supervisor: Supervisor, dice: random.Random) -> None:
    """Kill workers and let them stand still, at moments nobody chose."""
    for _ in range(ROUNDS // 4 or 1):
        time.sleep(dice.uniform(1, 4))
        worker = dice.choice(supervisor.workers)
        if dice.random() < 0.6:
            worker.process.kill()
        else:
            stand_still(worker, dice.uniform(1, 13) if IS_FULL else dice.uniform(1, 4))


def stand_still(worker: WorkerProcess, seconds: float) -> None:
    worker.signal(signal.SIGSTOP)
    time.sleep(seconds)
    worker.signal(signal.SIGCONT)


def stand_still_inside_a_copy(muster: Instance) -> None:
    """Hold the writer lock in a COPY that waits for its data, as a frozen worker would."""
    conninfo = make_conninfo(muster.settings.conninfo, user="muster_worker")
    began = time.monotonic()
    with contextlib.suppress(psycopg.OperationalError), psycopg.connect(conninfo) as frozen:
        frozen.execute("select from muster.head for update")
        with frozen.cursor().copy("copy muster.label (label_id) from stdin"):
            took_s = wait_until_stored_more(muster, OTHERS_GO_ON_S, "the others to go on")
            print(f"a COPY stood still: the others went on after {took_s:.1f} s")
            time.sleep(max(0.0, began + COPY_PAUSE_S - time.monotonic()))


def after_restart(
    muster: Instance, name: str, stop: Callable[[], None], start: Callable[[], None]
) -> None:
    """End a service as a power cut does; work goes on soon after it is back."""
    stop()
    time.sleep(2)
    start()
    took_s = wait_until_stored_more(muster, RESUME_S, f"work to resume after the {name} is back")
    print(f"{name} killed and started: work resumed after {took_s:.1f} s")


def wait_until_stored_more(muster: Instance, timeout_s: float, what: str) -> float:
    began = time.monotonic()
    before: int | None = None

    def stored_more() -> bool:
        nonlocal before
        seq = muster.one("select seq from head")
        before = seq if before is None else before
        return seq > before

    wait_until(stored_more, timeout_s=timeout_s, what=what)
    return time.monotonic() - began


def assert_exactly_once(muster: Instance, ack_log: Path) -> None:
    acknowledged = set(ack_log.read_text().split())
    stored = [row[0] for row in muster.ask("select event_id from ledger")]
    print(f"{len(acknowledged)} distinct events acknowledged, {len(stored)} stored")
    assert len(stored) == len(set(stored))
    assert acknowledged <= set(stored)
