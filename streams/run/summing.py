"""When are lines summed up? Often enough that readings stay quick, never in the way of writing.

A reading reads what was recorded since, event by event: a thousand of them, or a two-thousandth of
the ledger, are no burden. A run takes as long for each event, however many there are. The rows of
a small ledger are read nearly as quickly, so there it is done only while hardly anything comes in,
and never before there are five thousand. While events pour in faster than anybody watches, the
database belongs to the writers, and summing up waits; ten times that many are a burden, and it
does not.
"""

import time
from collections.abc import Callable
from contextlib import suppress

import psycopg
import structlog

from infra.postgres import Connection
from streams.store.tables import running_sums
from streams.store.tables.running_sums import Progress
from streams.store.tables.session import follow

LEAST_LEDGER = 5_000
SMALL_LEDGER = 250_000
LEAST_EVENTS = 1_000
SHARE_OF_LEDGER = 0.0005
QUIET_EVENTS_PER_S = 100
BUSY_EVENTS_PER_S = 2_000
BURDEN = 50  # times as many events as are worth a run
REST = 10  # times as long as the last run took

log = structlog.get_logger()


def is_due(now: Progress, events_per_s: float) -> bool:
    """Return whether enough has been recorded since, for a ledger that grows at this rate."""
    if now.seq < LEAST_LEDGER or (now.seq < SMALL_LEDGER and events_per_s > QUIET_EVENTS_PER_S):
        return False
    since = now.seq - now.summed_seq
    return since >= worth_it(now.seq) * (BURDEN if events_per_s > BUSY_EVENTS_PER_S else 1)


def worth_it(seq: int) -> float:
    """Return how many new events are worth a run, in a ledger that ends with this number."""
    return max(LEAST_EVENTS, seq * SHARE_OF_LEDGER)


class Summing:
    """Sums lines up from time to time, over a session of its own."""

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._connection: Connection | None = None
        self._last: tuple[float, int] | None = None  # the time, and where the ledger ended
        self._rest_until_s = 0.0

    def run_if_due(self) -> None:
        """Sum up if it is time to; raise OperationalError or ServiceUnavailable if nobody answers.

        To be called every few seconds, from one thread.
        """
        began_s = time.monotonic()
        if began_s < self._rest_until_s:
            return
        try:
            if self._sum_up_if_due(began_s):
                taken_s = time.monotonic() - began_s
                self._rest_until_s = began_s + taken_s * (1 + REST)
                log.info("lines-summed-up", took_s=round(taken_s, 1))
        except psycopg.errors.SerializationFailure:
            return  # another worker was quicker by a moment
        except psycopg.Error:
            self.close()
            raise

    def stop(self) -> None:
        """End a run that is going on in its thread; nothing of it stays."""
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.cancel()

    def close(self) -> None:
        """End the session; the next run opens another."""
        if self._connection is not None:
            self._connection.close()
        self._connection = self._last = None

    def _sum_up_if_due(self, now_s: float) -> bool:
        if self._connection is None:
            self._connection = self._connect()
        follow(self._connection)
        progress = running_sums.progress(self._connection)
        rate = self._rate(now_s, progress.seq)
        return is_due(progress, rate) and running_sums.sum_up(self._connection)

    def _rate(self, now_s: float, seq: int) -> float:
        """Return how many events a second have been recorded since it was last asked."""
        last, self._last = self._last, (now_s, seq)
        if last is None or now_s <= last[0]:
            return float("inf")  # not known yet: let the writers be
        return (seq - last[1]) / (now_s - last[0])
