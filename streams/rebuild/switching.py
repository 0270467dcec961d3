"""Changes over to another world: at one moment, for writers and readers alike.

Both worlds hold the same events when it happens, because nobody writes meanwhile. And whoever
began to read before the other world held them all is waited for: such a reader would not see its
newest rows, and finds the old world to the end of the transaction.
"""

import time
from collections.abc import Callable
from typing import NamedTuple

from psycopg.errors import LockNotAvailable

from infra import worlds
from infra.postgres import Connection, transaction
from infra.settings import Settings
from streams.rebuild import filling
from streams.rebuild.world import World, by_number, ledger_end, note, query, session

NEAR_EVENTS = 500  # so few are folded while writers wait
READERS_S = 1.0  # so long writers wait for readers; they themselves wait two seconds for the lock
LONGEST_S = 3.0  # writers end whoever holds the lock for five
AGAIN_S = 0.5


class Transaction(NamedTuple):
    """A transaction of another session, and whose it is."""

    number: str
    pid: int
    application_name: str

    def __str__(self) -> str:
        """Return whose it is, as a person may look for it."""
        return f"process {self.pid} ({self.application_name or 'unnamed'})"


class InTheWay(Exception):
    """Changing over would take longer than writers can be let wait; it is tried again."""


Report = Callable[[str], None]
Check = Callable[[Connection], None]  # raises when both worlds must not be changed over


def catch_up(connection: Connection, world: World, on_progress: Callable[[int, int], None]) -> int:
    """Bring a world up to the end of the ledger, or near to it while events come in."""
    done = by_number(connection, world.number).caught_up_seq or 0
    while True:
        end = ledger_end(connection)
        on_progress(done, end)
        if end - done <= NEAR_EVENTS:
            return done
        done = filling.catch_up(connection, world, done, end)


def switch(settings: Settings, world: World, check: Check, report: Report) -> int:
    """Put a world in force that is nearly caught up; return up to which event both go."""
    with session(settings, world.number) as filler, session(settings) as holder:
        while True:
            try:
                return _try(holder, filler, world, check)
            except (LockNotAvailable, InTheWay) as error:
                report(f"waits to change over: {' '.join(str(error).split())}")
                time.sleep(AGAIN_S)
                catch_up(filler, world, _unseen)


def _unseen(_done: int, _end: int) -> None:
    """Take how far it is, and show nothing."""


def _try(holder: Connection, filler: Connection, world: World, check: Check) -> int:
    until_s = time.monotonic() + LONGEST_S
    with transaction(holder):
        holder.execute(query("lock_writers"))
        end = ledger_end(holder)
        done = by_number(filler, world.number).caught_up_seq or 0
        while done < end:
            done = filling.catch_up(filler, world, done, end)
        check(filler)
        _wait_for_readers(holder)
        if time.monotonic() > until_s:
            raise InTheWay("the machine is busy, and writers would wait for too long")
        worlds.put_in_force(holder, world.number)
        note(holder, "switch", world.number)
    return end


def _wait_for_readers(holder: Connection) -> None:
    """Return once every transaction has ended that may not see all rows of the other world."""
    waited_for = _transactions(holder)
    until_s = time.monotonic() + READERS_S
    while waited_for:
        if time.monotonic() > until_s:
            raise InTheWay(f"{min(waited_for)} reads on")
        time.sleep(0.01)
        waited_for &= _transactions(holder)


def _transactions(connection: Connection) -> set[Transaction]:
    return {Transaction(*row) for row in connection.execute(query("transactions"))}
