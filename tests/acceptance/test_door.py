"""Producers that send again until they are answered, while gateway, broker and worker are killed.

What was answered 2xx is in the ledger exactly once, or is shown as a dead letter that contradicts
what somebody else said under the same id. The short form runs always; MUSTER_FAULTS=full kills for
two minutes. The seed is printed; MUSTER_FAULTS_SEED repeats a run.
"""

import json
import os
import random
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

import pytest

from infra.local.stack import Stack
from infra.migrate import migrate
from schemas.events import ExerciseResultRecorded
from tests.support.builders import document
from tests.support.gateway import (
    BATCH,
    STRUCTURED,
    GatewayProcess,
    new_key,
    running_gateway,
    send_until_answered,
)
from tests.support.instance import Instance, WorkerProcess, wait_until
from tests.support.stack import own_stack

IS_FULL = os.environ.get("MUSTER_FAULTS") == "full"
SEED = int(os.environ.get("MUSTER_FAULTS_SEED") or time.time_ns() % 1_000_000)
ROUNDS = 10 if IS_FULL else 1
PRODUCERS = 4
ANSWERED_WITHIN_S = 120
SHARED = 5  # of so many sends one is under an id that other producers use too


@pytest.fixture(scope="module")
def services() -> Generator[Stack]:
    with own_stack() as own:
        migrate(own.settings.database("muster_owner"))
        yield own


@pytest.fixture
def muster(services: Stack, tmp_path: Path) -> Generator[Instance]:
    own = Instance(replace(services.settings, topic_prefix="door-"), tmp_path)
    own.make_topics()
    yield own
    own.end_workers()


class Producer(threading.Thread):
    """Sends, and the same again until it is answered; keeps what was answered with success."""

    def __init__(self, name: str, gateway: GatewayProcess) -> None:
        super().__init__(name=name, daemon=True)
        self._gateway = gateway
        self._luck = random.Random(f"{SEED}-{name}")
        self.stopping = threading.Event()
        self.taken = dict[str, str]()
        self.refused = list[tuple[int, str]]()

    def run(self) -> None:
        number = 0
        while not self.stopping.is_set():
            number += 1
            own = [f"{self.name}-{number}-{n}" for n in range(self._luck.choice([1, 1, 4]))]
            ids = [f"both-{number // SHARED}"] if number % SHARED == 0 else own
            said = {id: self._luck.choice("PSMU") for id in ids}
            events = [
                document(ExerciseResultRecorded, id=id, rating=rating)
                for id, rating in said.items()
            ]
            one = len(events) == 1
            body = json.dumps(events[0] if one else events).encode()
            answer = send_until_answered(
                self._gateway, body, STRUCTURED if one else BATCH, ANSWERED_WITHIN_S
            )
            if answer.status in (200, 202):
                self.taken |= said
            elif answer.status != 409 or not ids[0].startswith("both"):
                self.refused.append((answer.status, answer.body.decode()))
            time.sleep(0.01)


class Killing:
    """Ends one of three as a power cut does, and starts it again."""

    def __init__(self, muster: Instance, services: Stack, gateway: GatewayProcess) -> None:
        self._muster, self._services, self._gateway = muster, services, gateway
        self._worker: WorkerProcess = muster.start_worker()
        self._worker.wait_until_it_reads(60)

    @property
    def ways(self) -> dict[str, Callable[[], None]]:
        return {
            "gateway": self._end_gateway,
            "broker": self._end_broker,
            "worker": self._end_worker,
        }

    def _end_gateway(self) -> None:
        self._gateway.kill()
        self._gateway.start()

    def _end_broker(self) -> None:
        self._services.broker.kill()
        self._services.broker.start()

    def _end_worker(self) -> None:
        self._worker.process.kill()
        self._worker.process.wait(10)
        self._worker = self._muster.start_worker()


@pytest.mark.timeout(900)
def test_what_was_answered_with_success_is_stored_once_or_shown_as_contradicting(
    muster: Instance, services: Stack
):
    print(f"\nseed {SEED} (MUSTER_FAULTS_SEED), {'full' if IS_FULL else 'short'} form")
    dice = random.Random(SEED)
    with running_gateway(muster) as gateway:
        gateway.key = new_key(muster)
        killing = Killing(muster, services, gateway)
        producers = [Producer(name, gateway) for name in "abcd"[:PRODUCERS]]
        for producer in producers:
            producer.start()
        for _ in range(ROUNDS):
            for victim in dice.sample([*killing.ways], len(killing.ways)):
                time.sleep(dice.uniform(0.5, 3))
                killing.ways[victim]()
                print(f"{victim} killed and started")
        taken_before = sum(len(one.taken) for one in producers)
        wait_until(
            lambda: sum(len(one.taken) for one in producers) > taken_before + PRODUCERS,
            timeout_s=60,
            what="producers to be answered again",
        )
        for producer in producers:
            producer.stopping.set()
        for producer in producers:
            producer.join(ANSWERED_WITHIN_S)
    wait_until(lambda: muster.lag() == 0, timeout_s=90, what="everything to be stored")

    kept = muster.ask("select event_id, event::jsonb #>> '{data,rating}' from ledger")
    stored = dict(kept)
    dead = muster.ask("select event_id, reason from dead_letter")
    contradicting = {id for id, reason in dead if reason == "conflicting-duplicate"}
    taken = [(id, said) for one in producers for id, said in one.taken.items()]
    print(f"{len(taken)} answered 2xx, {len(kept)} stored, {len(contradicting)} contradicting")
    assert [one.refused for one in producers] == [[]] * PRODUCERS
    assert len(kept) == len(stored)
    assert {reason for _, reason in dead} <= {"conflicting-duplicate"}
    assert [id for id, _ in taken if id not in stored] == []
    assert {id for id, said in taken if stored[id] != said} <= contradicting
    assert len(taken) > 40
    # A kill takes a second of the counts at most, of both sides.
    read = muster.one("select sum(next_offset - first_offset) from checkpoint")
    assert 0 < muster.one("select sum(accepted) from gateway_count") <= read
    muster.verify()
