"""How long to wait before the same is sent again, and when to give up."""

import random
import time
from collections.abc import Generator, Sequence

from streams.client.errors import EventsRefused, GatewayAway
from streams.client.outbox.gateway import Later, Receipt, Refused, Reply, Taken

FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 30.0


class Patience:
    """Waits twice as long each time, or as long as the gateway says, until it is used up."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._wait_s = FIRST_WAIT_S

    def pause_s(self, reply: Later) -> float | None:
        """Return how long to wait now, None where that would take too long."""
        # Many producers that lost one gateway do not all come back at one moment.
        pause_s = reply.after_s or self._wait_s * random.uniform(0.5, 1)  # noqa: S311
        self._wait_s = min(LONGEST_WAIT_S, self._wait_s * 2)
        return None if time.monotonic() + pause_s > self._until else pause_s


def sending(address: str, patience_s: float) -> Generator[float, Reply, Sequence[Receipt]]:
    """Tell how events are sent: how long to wait before each try, by what was replied to the last.

    Whoever runs it waits as it likes. It returns the receipts; raises EventsRefused where the
    gateway will never take them as they are, GatewayAway when the patience is used up.
    """
    patience, pause_s = Patience(patience_s), 0.0
    while True:
        reply = yield pause_s
        if isinstance(reply, Taken):
            return reply.receipts
        if isinstance(reply, Refused):
            raise EventsRefused(reply.title, reply.faults)
        found = patience.pause_s(reply)
        if found is None:
            raise GatewayAway(f"{address} takes nothing now ({reply.why}); send the same again")
        pause_s = found
