"""What the database says was stored, and how fast: no clock but the database's own."""

import subprocess
import time
from typing import LiteralString

from infra import sql
from infra.errors import DataError
from infra.postgres import Connection, connect
from infra.settings import Settings

POLL_S = 0.1


def wait_until_stored(
    settings: Settings, events: int, worker: subprocess.Popen[bytes], timeout_s: float
) -> None:
    """Return once the ledger holds that many events; give up when the worker has ended."""
    statements = sql.load("tests.bench", "stored.sql")
    give_up_at = time.monotonic() + timeout_s
    with connect(settings.database("muster_owner")) as connection:
        while (stored := _number(connection, statements["stored"])) < events:
            if worker.poll() is not None or time.monotonic() > give_up_at:
                raise TimeoutError(f"{stored} of {events} events stored, then no more")
            time.sleep(POLL_S)


def ledger_rate(settings: Settings) -> float:
    """Give the events a second the ledger took in; any dead letter makes it meaningless."""
    statements = sql.load("tests.bench", "stored.sql")
    with connect(settings.database("muster_owner")) as connection:
        if dead := _number(connection, statements["dead"]):
            raise DataError(f"{dead} of the benchmark's own events became dead letters")
        return stored_rate(connection, statements["rate"])


def stored_rate(connection: Connection, query: LiteralString) -> float:
    """Give events a second, from a query for events after the first transaction, and seconds."""
    row = connection.execute(query).fetchone()
    if row is None or not row[1]:
        raise DataError("all events were stored in one transaction: too few to measure a rate")
    return row[0] / row[1]


def _number(connection: Connection, query: LiteralString) -> int:
    row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]
