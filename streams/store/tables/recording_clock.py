"""The clock by which events are recorded, where the owner fills an empty ledger over time.

Only the owner may, and only while everything in the ledger was recorded so; see decision 0015.
"""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from infra.postgres import Connection, transaction
from infra.sql import load
from streams.store.tables.session import acquire_writer_lock


class State(NamedTuple):
    """Whether the simulated clock may be used, and where it stands."""

    is_open: bool
    simulated_at: datetime | None


def state(connection: Connection) -> State:
    """Return whether the simulated clock may still be used, and where it stands."""
    row = connection.execute(load(__package__, "queries.sql")["may_simulate"]).fetchone()
    assert row is not None  # the table has exactly one row
    return State(*row)


@contextmanager
def simulated(connection: Connection, moment: datetime) -> Generator[None]:
    """Record what the block stores as if it were that moment, in one transaction."""
    queries = load(__package__, "queries.sql")
    with transaction(connection):
        acquire_writer_lock(connection)
        connection.execute(queries["simulate_recording"], {"moment": moment})
        yield
        connection.execute(queries["count_simulated"])


def end(connection: Connection) -> None:
    """Put the simulated clock away for ever."""
    connection.execute(load(__package__, "queries.sql")["end_simulation"])
