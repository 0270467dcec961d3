"""Whoever may only read stops nobody who writes, and who holds the writer lock can be ended."""

import contextlib
import time

import psycopg
import pytest

from infra.postgres import transaction
from schemas.events import ResourceLevelReported
from streams.store import pipeline
from streams.store.tables import workers
from streams.store.tables.session import end_stuck_holder, open_session
from tests.support.builders import event
from tests.support.postgres import Database

TAKING = [
    "select pg_advisory_lock(7305001)",
    "select pg_try_advisory_lock(7305001)",
    "select pg_advisory_xact_lock(7305002)",
    "select pg_try_advisory_lock(7305100, 0)",
    "select pg_try_advisory_lock_shared(7305100, 0)",
    "select pg_try_advisory_xact_lock(7305006)",
    "select from muster.head for update",
    "select from muster.head for key share",
    "lock table muster.head in access share mode",
    "update muster.head set seq = seq",
]


@pytest.mark.parametrize("statement", TAKING)
def test_a_reader_gets_no_lock_that_a_writer_needs(database: Database, statement: str):
    with database.connect("muster_reader") as reader:
        reader.execute("set default_transaction_read_only = off")
        reader.execute("begin")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.execute(statement)


def test_with_idle_readers_inside_transactions_events_are_stored_and_slots_are_free(
    database: Database,
):
    with database.connect("muster_reader") as reader, reader.transaction():
        for function in ("head()", "partitions()", "workers_seen()"):
            reader.execute(f"select * from readiness.{function}")
        with open_session(database.conninfo("muster_worker")) as writer:
            began = time.monotonic()
            outcome = pipeline.store_events(writer, [event(ResourceLevelReported, id="beside")])
            slot = workers.acquire_slot(writer)

    assert outcome.stored == 1
    assert slot is not None
    assert time.monotonic() - began < 2


def test_who_holds_the_writer_lock_too_long_is_ended_by_another_worker(database: Database):
    conninfo = database.conninfo("muster_worker")
    holder = psycopg.connect(conninfo)
    pid = holder.info.backend_pid
    with contextlib.suppress(psycopg.OperationalError), holder:
        holder.execute("select from muster.head for update")
        with open_session(conninfo) as other:
            with pytest.raises(psycopg.errors.LockNotAvailable), transaction(other):
                other.execute("select from muster.head for update")
            too_early = end_stuck_holder(other)
            time.sleep(3.2)
            ended = end_stuck_holder(other)
            with transaction(other):  # it is free again
                other.execute("select from muster.head for update")

    assert (too_early, ended) == ([], [pid])


def test_each_role_has_a_limit_of_sessions_that_leaves_room_for_the_other(database: Database):
    with database.connect() as owner:
        limits = dict(
            owner.execute(
                "select rolname, rolconnlimit from pg_roles"
                " where rolname in ('muster_worker', 'muster_reader')"
            ).fetchall()
        )
        row = owner.execute("select current_setting('max_connections')::int").fetchone()

    assert row is not None
    assert all(0 < limit < row[0] - 30 for limit in limits.values())
    assert set(limits) == {"muster_worker", "muster_reader"}
