"""A producer that remembers on disk what was acknowledged, and keeps a steady pace."""

import os
import random
import threading
import time
from pathlib import Path
from typing import Any

from schemas.events import ExerciseResultRecorded, ResourceLevelReported
from tests.support.builders import correction_of, event, retraction_of
from tests.support.instance import Instance
from tests.support.kafka import producer

ACTORS = ("EST", "LVA", "LTU", "FIN", "SWE", "NOR", "DNK", "POL", "DEU", "FRA", "ITA", "ESP")
AREAS = ("land", "air", "maritime", "logistics", "isr", "cbrn")
TICK_S = 0.05


class SteadyLoad(threading.Thread):
    """Sends events, some twice, some amended, some broken, at so many a second until stopped."""

    def __init__(self, instance: Instance, *, seed: int, events_per_s: int, ack_log: Path) -> None:
        super().__init__(name="load", daemon=True)
        self._instance = instance
        self._random = random.Random(seed)
        self._per_tick = round(events_per_s * TICK_S)
        self._log = ack_log.open("a")
        self._stopping = threading.Event()
        self._sent: list[tuple[str, bytes]] = []
        # Messages that were never acknowledged may have arrived or not; they wait for two minutes.
        self._producer = producer(
            instance.settings.kafka,
            **{"message.timeout.ms": 120_000, "queue.buffering.max.messages": 1_000_000},
        )
        self.acknowledged = 0
        self.failed = 0

    def run(self) -> None:
        began, ticks = time.monotonic(), 0
        while not self._stopping.is_set():
            for _ in range(self._per_tick):
                self._send()
            self._producer.poll(0)
            self._remember()
            ticks += 1
            time.sleep(max(0.0, began + ticks * TICK_S - time.monotonic()))
        self._producer.flush(60)
        self._remember()

    def stop(self) -> None:
        """Stop, and return once every message has been acknowledged or given up."""
        self._stopping.set()
        self.join(90)
        self._log.close()

    def _remember(self) -> None:
        """An acknowledgement counts once it is on disk."""
        self._log.flush()
        os.fsync(self._log.fileno())

    def _send(self) -> None:
        name, identity, value = self._next()
        topic = self._instance.topic(name)

        def acknowledged(error: Any, _: Any) -> None:
            if error is not None:
                self.failed += 1
            elif identity is not None:
                self.acknowledged += 1
                self._log.write(f"{identity}\n")

        self._producer.produce(topic, value, on_delivery=acknowledged)

    def _next(self) -> tuple[str, str | None, bytes]:
        kind = self._random.random()
        number = f"{self._random.getrandbits(64):016x}"
        if kind < 0.02:
            return "exercise-results", None, b'{"broken": ' + number.encode()
        if kind < 0.05 and self._sent:
            return "exercise-results", *self._random.choice(self._sent)
        if kind < 0.08 and self._sent:
            _, root = self._random.choice(self._sent)
            rating = self._random.choice("PSMU")
            return "exercise-results", number, correction_of(root, id=number, rating=rating)
        if kind < 0.09 and self._sent:
            _, root = self._random.choice(self._sent)
            return "exercise-results", number, retraction_of(root, id=number)
        return self._fact(number)

    def _fact(self, number: str) -> tuple[str, str, bytes]:
        about = {"id": number, "actor": self._random.choice(ACTORS), "time": self._time()}
        area = self._random.choice(AREAS)
        if self._random.random() < 0.4:
            pct = round(self._random.uniform(0, 100), 1)
            value = event(ResourceLevelReported, area=area, pct=pct, **about)
            return "capability-updates", number, value
        rating = self._random.choice("PSMU")
        value = event(ExerciseResultRecorded, area=area, rating=rating, **about)
        # Some amendments are sent before their root is on its way.
        self._sent.append((number, value))
        return "exercise-results", number, value

    def _time(self) -> str:
        year, month, day = (
            self._random.randint(*pair) for pair in ((2020, 2025), (1, 12), (1, 28))
        )
        return f"{year}-{month:02d}-{day:02d}T12:00:00Z"
