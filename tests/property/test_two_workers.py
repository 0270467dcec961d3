"""Two workers at once, each with its share of the events, leave the rows that one leaves."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from psycopg.conninfo import make_conninfo

from infra.settings import Settings
from streams.decode.batch import Batch, DirectRecord, Span
from streams.store import pipeline
from streams.store.tables import checkpoints
from streams.store.tables.running_sums import sum_up
from streams.store.tables.session import open_session
from streams.verify.checks import verify
from tests.property.histories import History, histories
from tests.property.test_any_order import few, rows_in_force, rows_of_projections
from tests.support.postgres import Database

TOPIC = "shared-by-two"
RECORDED = (
    "ledger, dead_letter, dead_letter_action, checkpoint, amendment_flag, log_end, topic_epoch,"
    " label"
)


def empty(database: Database) -> None:
    """Make the database forget every event."""
    with database.connect() as connection:
        connection.execute("set search_path = muster_1, muster, public")
        tables = connection.execute(
            "select string_agg(format('%I', tablename), ', ') from pg_tables"
            " where schemaname = 'muster_1'"
            " and tablename not in ('method_constant', 'decay', 'state')"
        ).fetchone()
        assert tables is not None
        connection.execute(f"truncate {RECORDED}, {tables[0]}")  # pyright: ignore[reportArgumentType, reportCallIssue]
        connection.execute("update head set seq = 0, recorded_at = '1970-01-01Z'")


def begin(database: Database) -> None:
    """Make the topic of two partitions that the two workers share."""
    with open_session(database.conninfo("muster_worker")) as connection:
        checkpoints.add_epoch(connection, TOPIC, 1, checkpoints.Identity("c", "t"))
        checkpoints.start(connection, TOPIC, 1, {0: 0, 1: 0})


def work(database: Database, partition: int, batches: Iterable[Sequence[bytes]]) -> None:
    """Store batches one after the other, as the worker that reads this partition."""
    with open_session(database.conninfo("muster_worker")) as connection:
        offset = checkpoints.read(connection, TOPIC, 1, [partition])[partition].next_offset
        for batch in batches:
            items = [DirectRecord(number, event) for number, event in enumerate(batch, offset)]
            span = Span(partition, offset, offset + len(items), items)
            one = Batch(TOPIC, 1, (span,))
            pipeline.store(connection, one, for_topic=None)
            offset += len(items)


def store_with_two_workers(database: Database, history: History) -> None:
    begin(database)
    # Each begins with what the other ends with, so both hold the same events at the same time.
    shares = (history.batches, tuple(reversed(history.batches)))
    threads = [
        threading.Thread(target=work, args=(database, partition, share))
        for partition, share in enumerate(shares)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.timeout(300)
@settings(few, max_examples=max(1, few.max_examples // 2))
@given(histories())
def test_two_workers_at_once_leave_the_rows_that_one_leaves(
    database: Database, stack: Settings, history: History
):
    empty(database)
    expected = rows_in_force(database, [history.events])

    store_with_two_workers(database, history)

    with database.connect() as connection:
        assert rows_of_projections(connection) == expected
    with open_session(database.conninfo("muster_worker")) as connection:
        assert sum_up(connection)
    own = replace(stack, conninfo=make_conninfo(stack.conninfo, dbname=database.name))
    assert [finding for finding in verify(own) if not finding.is_ok] == []
