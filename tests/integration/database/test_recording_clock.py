"""Who says when something was recorded: the database, or the owner for a history of its own."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from infra.postgres import Connection
from schemas.events import ResourceLevelReported
from streams.store import pipeline
from streams.store.tables import recording_clock
from streams.store.tables.session import open_session
from tests.support.builders import event
from tests.support.postgres import Database

PAST = datetime(2024, 3, 1, 18, tzinfo=UTC)
LATER = datetime(2024, 3, 2, 18, tzinfo=UTC)


@pytest.fixture
def owner(database: Database) -> Generator[Connection]:
    """Give the owner's session in which nothing lasts."""
    with (
        open_session(database.conninfo()) as connection,
        connection.transaction(force_rollback=True),
    ):
        yield connection


def told(number: int, on: str) -> bytes:
    return event(ResourceLevelReported, id=f"report-{number}", time=f"{on}T12:00:00Z")


def recorded(connection: Connection) -> list[tuple[str, datetime]]:
    query = "select event_id, recorded_at from muster.ledger order by seq"
    return [(row[0], row[1]) for row in connection.execute(query).fetchall()]


def store_at(connection: Connection, moment: datetime, *events: bytes) -> None:
    with recording_clock.simulated(connection, moment):
        pipeline.store_events(connection, events)


def test_an_empty_ledger_can_be_filled_with_moments_of_the_past(owner: Connection):
    store_at(owner, PAST, told(1, "2024-02-28"), told(2, "2024-03-01"))
    store_at(owner, LATER, told(3, "2024-02-01"))

    assert recorded(owner) == [("report-1", PAST), ("report-2", PAST), ("report-3", LATER)]
    row = owner.execute("select * from readiness.recording_clock()").fetchone()
    assert row == (PAST, LATER)


def test_after_it_the_databases_clock_goes_on(owner: Connection):
    store_at(owner, PAST, told(1, "2024-02-28"))
    # In this test all is one transaction, in which the simulated moment holds.
    owner.execute("update muster.recording_clock set holds_in = null")
    pipeline.store_events(owner, [told(2, "2024-02-28")])

    (_, first), (_, second) = recorded(owner)
    assert first == PAST
    assert datetime.now(UTC) - second < timedelta(minutes=5)
    with pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState, match="were not recorded"):
        store_at(owner, LATER, told(3, "2024-02-28"))


def test_the_simulated_clock_never_goes_back_and_never_ahead(owner: Connection):
    store_at(owner, LATER, told(1, "2024-02-28"))
    store_at(owner, PAST, told(2, "2024-02-28"))

    (_, first), (_, second) = recorded(owner)
    assert (first, second) == (LATER, LATER + timedelta(microseconds=1))
    with pytest.raises(psycopg.errors.InvalidParameterValue, match="does not go to"):
        store_at(owner, datetime.now(UTC) + timedelta(hours=1), told(3, "2024-02-28"))


def test_what_is_from_the_future_is_judged_by_the_simulated_clock_too(owner: Connection):
    store_at(owner, PAST, told(1, "2024-03-01"), told(2, "2024-03-02"))

    assert [name for name, _ in recorded(owner)] == ["report-1"]
    row = owner.execute("select reason from muster.dead_letter").fetchone()
    assert row == ("from-the-future",)


def test_once_put_away_it_is_put_away_for_ever(owner: Connection):
    store_at(owner, PAST, told(1, "2024-02-28"))
    recording_clock.end(owner)

    assert not recording_clock.state(owner).is_open
    with pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState, match="was put away"):
        store_at(owner, LATER, told(2, "2024-02-28"))


def test_a_ledger_that_holds_anything_else_refuses_it(owner: Connection):
    pipeline.store_events(owner, [told(1, "2024-02-28")])

    assert not recording_clock.state(owner).is_open
    with pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState, match="were not recorded"):
        store_at(owner, PAST, told(2, "2024-02-28"))


@pytest.mark.parametrize(
    "statement",
    [
        "select muster.simulate_recording('2024-03-01Z')",
        "select muster.count_simulated()",
        "select muster.end_simulation()",
        "update muster.recording_clock set simulated_at = '2024-03-01Z'",
    ],
)
@pytest.mark.parametrize("role", ["muster_worker", "muster_reader"])
def test_neither_worker_nor_reader_can_set_it(database: Database, role: str, statement: str):
    with psycopg.connect(database.conninfo(role), autocommit=True) as session:
        session.execute("set default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute(statement)


def test_a_viewer_learns_when_the_first_event_was_recorded_that_it_may_see(owner: Connection):
    secret = event(
        ResourceLevelReported, id="s", time="2024-02-28T12:00:00Z", classification="SECRET"
    )
    store_at(owner, PAST, secret)
    store_at(owner, LATER, told(1, "2024-02-28"))
    owner.execute("update muster.viewer set clearance_rank = 0 where db_role = 'muster_reader'")

    assert owner.execute("select readiness.first_recorded_at()").fetchone() == (PAST,)
    owner.execute("set session authorization muster_reader")
    assert owner.execute("select readiness.first_recorded_at()").fetchone() == (LATER,)
