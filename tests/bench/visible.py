"""How long after the broker's acknowledgement does a reader see an event?"""

import math
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

from infra import sql
from infra.errors import ServiceUnavailable
from infra.postgres import Connection, connect
from infra.settings import Settings
from tests.bench.producer import Sent, send_on_schedule

PAGE_ROWS = 500
WAKE_UP_S = 0.5  # a lost notification costs this much, and is measured like everything else
GRACE_S = 30


class Delays(NamedTuple):
    """What one run of the open loop showed, in milliseconds."""

    ack_to_visible_ms: Sequence[float]
    due_to_visible_ms: Sequence[float]
    rate_kept: float  # events acknowledged a second, as a share of what was intended


def delays_of(settings: Settings, seed: int, rate_per_s: int, seconds: int) -> Delays:
    """Give the delays of every event of an open loop, a worker running beside us."""
    events = rate_per_s * seconds
    # The sender is a process of its own: the two must not wait for each other's turn.
    with (
        connect(settings.database("muster_reader")) as reader,
        ProcessPoolExecutor(1, get_context("spawn")) as processes,
    ):
        statements = sql.load("tests.bench", "visible.sql")
        reader.execute(statements["listen"])
        last_seq = _head(reader)
        sending = processes.submit(send_on_schedule, settings, seed, rate_per_s, events)
        visible_at = _watch(reader, last_seq, events, time.monotonic() + seconds + GRACE_S)
        return _delays(sending.result(GRACE_S), visible_at, rate_per_s)


def percentile(values: Iterable[float], share: float) -> float:
    """Give the smallest value that at least this share of the values does not exceed."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


def _watch(reader: Connection, last_seq: int, events: int, give_up_at: float) -> dict[str, float]:
    visible_at: dict[str, float] = {}
    while len(visible_at) < events:
        if time.monotonic() > give_up_at:
            raise ServiceUnavailable(f"{len(visible_at)} of {events} events became visible")
        for _ in reader.notifies(timeout=WAKE_UP_S, stop_after=1):
            pass
        last_seq = _read_on(reader, last_seq, visible_at)
    return visible_at


def _read_on(reader: Connection, last_seq: int, visible_at: dict[str, float]) -> int:
    after = sql.load("tests.bench", "visible.sql")["after"]
    while True:
        rows = reader.execute(after, {"last_seq": last_seq, "rows": PAGE_ROWS}).fetchall()
        now = time.monotonic()
        visible_at.update((event_id, now) for (event_id,) in rows)
        last_seq += len(rows)
        if len(rows) < PAGE_ROWS:
            return last_seq


def _head(reader: Connection) -> int:
    row = reader.execute(sql.load("tests.bench", "visible.sql")["head"]).fetchone()
    assert row is not None
    return row[0]


def _delays(sent: dict[str, Sent], visible_at: dict[str, float], rate_per_s: int) -> Delays:
    acknowledged = sorted(acknowledged_at for _, acknowledged_at in sent.values())
    reached_per_s = (len(sent) - 1) / (acknowledged[-1] - acknowledged[0])
    return Delays(
        [1000 * (visible_at[i] - acknowledged_at) for i, (_, acknowledged_at) in sent.items()],
        [1000 * (visible_at[i] - due_at) for i, (due_at, _) in sent.items()],
        reached_per_s / rate_per_s,
    )
