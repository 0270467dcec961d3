"""What the system says about itself follows from what workers saw, and nothing unknown is zero."""

from collections.abc import Generator
from datetime import timedelta
from typing import Any

import pytest

from infra.postgres import Connection
from streams.store.tables import log_ends
from tests.support.postgres import Database

TOPIC = "exercise-results"


@pytest.fixture
def connection(database: Database) -> Generator[Connection]:
    """Give a connection with one topic of two partitions, read up to 10; undone at the end."""
    with database.connect() as own:
        own.autocommit = False
        own.execute("set search_path = muster_1, muster, public")
        own.execute("insert into topic_epoch values (%s, 1, 'c', 't', now())", [TOPIC])
        own.execute(
            "insert into checkpoint (topic, epoch, partition, first_offset, next_offset, stored)"
            " select %s, 1, n, 0, 10, 10 from generate_series(0, 1) n",
            [TOPIC],
        )
        yield own
        own.rollback()


def seen(connection: Connection, end: int, ago: timedelta = timedelta()) -> None:
    """Let a worker see that partition 0 ends here."""
    log_ends.record(connection, {(TOPIC, 1, 0): end})
    connection.execute(
        "update log_end set first_seen_at = first_seen_at - %s where end_offset = %s", [ago, end]
    )


def partition(connection: Connection, number: int) -> tuple[Any, ...]:
    """Give end, unread, and the seconds the oldest unread record is there at least."""
    row = connection.execute(
        "select end_offset, unread, oldest_unread_s from readiness.partitions()"
        " where topic = %s and partition = %s",
        [TOPIC, number],
    ).fetchone()
    assert row is not None
    return row


def test_an_end_that_nobody_saw_is_unknown_and_not_zero(connection: Connection):
    seen(connection, 10)

    assert partition(connection, 0) == (10, 0, None)
    assert partition(connection, 1) == (None, None, None)


def test_the_age_of_the_oldest_unread_record_counts_from_the_first_look_that_had_it(
    connection: Connection,
):
    seen(connection, 10, timedelta(minutes=50))
    seen(connection, 12, timedelta(minutes=40))
    seen(connection, 30, timedelta(minutes=20))
    seen(connection, 40)

    end, unread, age_s = partition(connection, 0)
    connection.execute("update checkpoint set next_offset = 12, stored = 12 where partition = 0")
    _, fewer, younger_s = partition(connection, 0)

    assert (end, unread, fewer) == (40, 30, 28)
    assert 2390 < age_s < 2500
    assert 1190 < younger_s < 1300


def test_only_ends_that_tell_something_are_kept(connection: Connection):
    for end in range(1, 60):
        seen(connection, end)

    kept = connection.execute("select end_offset from log_end order by 1").fetchall()

    assert [end for (end,) in kept] == [11, 59]


def test_rates_count_by_the_ledgers_own_clock(connection: Connection):
    rates = connection.execute("select within_s, events from readiness.rates()").fetchall()

    assert rates == [(60, 0), (900, 0), (3600, 0), (86400, 0)]


def test_a_worker_counts_for_thirty_seconds(connection: Connection):
    connection.execute(
        "insert into worker (slot, host, pid, started_at, seen_at, stopped_reason) values"
        " (0, 'vm', 1, now(), clock_timestamp() - interval '29 s', null),"
        " (1, 'vm', 2, now(), clock_timestamp() - interval '31 s', null),"
        " (2, 'vm', 3, now(), clock_timestamp(), 'SIGTERM')"
    )

    row = connection.execute("select workers from readiness.storing()").fetchone()

    assert row == (1,)
