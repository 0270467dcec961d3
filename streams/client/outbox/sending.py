"""From the outbox to the gateway, in line, until nothing waits: however often one of them ends."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from streams.client.errors import GatewayAway
from streams.client.outbox.gateway import Gateway, Later, Refused, Taken
from streams.client.outbox.store import Outbox, Settled, State, Waiting
from streams.client.patience import Patience

MOST_EVENTS = 200  # of a request
MOST_BYTES = 1024 * 1024

Say = Callable[[str], None]


class Sent(NamedTuple):
    """How many events left the line, and how."""

    taken: int
    refused: int


class Sender:
    """Sends what waits.

    An event leaves the line only once the gateway's answer is on disk. Whoever is killed between
    the answer and that sends it again, and the gateway answers that the ledger has it.
    """

    def __init__(
        self,
        outbox: Outbox,
        gateway: Gateway,
        *,
        now: Callable[[], datetime],
        say: Say,
        patience_s: float,
    ) -> None:
        """`patience_s` is how long a gateway may be away before it is given up."""
        self._outbox, self._gateway = outbox, gateway
        self._now, self._say = now, say
        self._patience_s = patience_s
        self._most = MOST_EVENTS

    def send_all(self) -> Sent:
        """Send until nothing waits. Raises GatewayAway when that takes too much patience."""
        taken = refused = 0
        while line := self._next():
            settled = self._settled(line)
            self._outbox.settle(settled, self._now())
            taken += sum(one.state is State.TAKEN for one in settled)
            refused += sum(one.state is State.REFUSED for one in settled)
            self._say(f"{taken:,} taken, {refused:,} refused")
        return Sent(taken, refused)

    def _next(self) -> list[Waiting]:
        line, size_bytes = self._outbox.next_in_line(self._most), 0
        for place, one in enumerate(line):
            size_bytes += len(one.content) + 1
            if place and size_bytes > MOST_BYTES:
                return line[:place]
        return line

    def _settled(self, line: Sequence[Waiting]) -> list[Settled]:
        reply = self._reply(line)
        if isinstance(reply, Taken):
            self._most = MOST_EVENTS
            said = zip(line, reply.receipts, strict=True)
            return [Settled(one.number, State.TAKEN, str(receipt)) for one, receipt in said]
        found = reply.by_place()
        named = {place: said for place, said in found.items() if place < len(line)}
        if len(line) == 1:
            said = named.get(0, reply.title)
            return [Settled(line[0].number, State.REFUSED, said)]
        if not named:
            self._most = max(1, len(line) // 2)  # which one it was comes out among fewer
        return [
            Settled(one.number, State.REFUSED, named[place])
            for place, one in enumerate(line)
            if place in named
        ]

    def _reply(self, line: Sequence[Waiting]) -> Taken | Refused:
        patience = Patience(self._patience_s)
        while True:
            reply = self._gateway.post([one.content for one in line])
            if not isinstance(reply, Later):
                return reply
            self._wait(reply, patience)

    def _wait(self, reply: Later, patience: Patience) -> None:
        pause_s = patience.pause_s(reply)
        if pause_s is None:
            waiting = self._outbox.counts()[State.WAITING]
            raise GatewayAway(
                f"{self._gateway.address} takes nothing now ({reply.why}); {waiting:,} events wait"
                " on disk: run the same command again"
            )
        self._say(f"{self._gateway.address}: {reply.why}; again in {pause_s:.0f} s")
        time.sleep(pause_s)
