"""A gateway's client for programs, in a thread or in a loop: sent until it is answered for good.

An event is sent with the id it has, the very same each time, so it is kept once however often an
answer was lost. What must outlive this process goes into an outbox instead.
"""

import asyncio
import time
from collections.abc import Sequence

from streams.client.errors import GatewayAway
from streams.client.outbox.gateway import Fate, Gateway, Later, Receipt
from streams.client.patience import Patience, sending

PATIENCE_S = 60.0


class Client:
    """Sends events, each as structured JSON, and asks what became of them. Safe in any thread."""

    def __init__(self, address: str, key: str, *, patience_s: float = PATIENCE_S) -> None:
        """`patience_s` is how long a gateway may be away before GatewayAway is raised."""
        self._gateway = Gateway(address, key)
        self._patience_s = patience_s

    def send(self, events: Sequence[bytes]) -> Sequence[Receipt]:
        """Return a receipt for each event once Kafka has all of them on disk.

        Raises EventsRefused with what is wrong, KeyRefused, or GatewayAway: then send the same.
        """
        steps = sending(self._gateway.address, self._patience_s)
        pause_s = next(steps)
        while True:
            time.sleep(pause_s)
            reply = self._gateway.post(events)
            try:
                pause_s = steps.send(reply)
            except StopIteration as done:
                return done.value

    def became(self, source: str, id: str, *, wait_s: int = 0) -> Fate | None:
        """Return what became of an event, after waiting for it; None if none is known."""
        patience = Patience(self._patience_s)
        while isinstance(found := self._gateway.fate(source, id, wait_s), Later):
            time.sleep(_pause_s(patience, found, self._gateway))
        return found


class AsyncClient:
    """The same for a loop, which goes on meanwhile; any number may be under way at once."""

    def __init__(self, address: str, key: str, *, patience_s: float = PATIENCE_S) -> None:
        """`patience_s` is how long a gateway may be away before GatewayAway is raised."""
        self._gateway = Gateway(address, key)
        self._patience_s = patience_s

    async def send(self, events: Sequence[bytes]) -> Sequence[Receipt]:
        """Return a receipt for each event once Kafka has all of them on disk.

        Raises as `Client.send` does. Whoever cancels it does not know whether they were taken.
        """
        steps = sending(self._gateway.address, self._patience_s)
        pause_s = next(steps)
        while True:
            await asyncio.sleep(pause_s)
            reply = await asyncio.to_thread(self._gateway.post, events)
            try:
                pause_s = steps.send(reply)
            except StopIteration as done:
                return done.value

    async def became(self, source: str, id: str, *, wait_s: int = 0) -> Fate | None:
        """Return what became of an event, after waiting for it; None if none is known."""
        patience = Patience(self._patience_s)
        while True:
            found = await asyncio.to_thread(self._gateway.fate, source, id, wait_s)
            if not isinstance(found, Later):
                return found
            await asyncio.sleep(_pause_s(patience, found, self._gateway))


def _pause_s(patience: Patience, reply: Later, gateway: Gateway) -> float:
    pause_s = patience.pause_s(reply)
    if pause_s is None:
        raise GatewayAway(f"{gateway.address} does not answer now ({reply.why})")
    return pause_s
