"""What is to be quick reads few rows: the plans of every statement inside a question say so."""

from collections.abc import Sequence

import pytest

from schemas.events import InteropTestRecorded, MemberJoined
from streams.store import pipeline
from streams.store.tables import running_sums
from streams.store.tables.session import open_session
from tests.bench.load import ACTORS, load
from tests.support.builders import event
from tests.support.plans import Scan, scans
from tests.support.postgres import Database

EVENTS = 10_000
READINESS = "select * from readiness.readiness('NATO', '2025-06-01', now())"
CHUNKS = """
select chunk_name from timescaledb_information.chunks where hypertable_name = 'evidence'
"""
PILLARS = 4
SERIES = "select s.actor, s.area from muster_1.series s where s.kind = 'readiness' limit 1"
ALL_SUMMED = {
    "its trend": (
        "select * from readiness.trend('NATO', '2024-01-01', '2025-06-01', '30 days', now())"
    ),
    "its pairs": "select * from readiness.interoperability('NATO', '2025-06-01', now())",
    "their trend": (
        "select * from readiness.interoperability_trend("
        "'NATO', '2024-01-01', '2025-06-01', '30 days', now())"
    ),
}
WHY = "select * from readiness.explain_readiness(%s, %s, %s, now())"
LOG = {
    "the newest events": "select * from readiness.events(max_rows => 20)",
    "older ones of a type": (
        "select * from readiness.events("
        f"before_seq => 5000, max_rows => 20, only_type => '{InteropTestRecorded.TYPE}')"
    ),
    "one event": "select * from readiness.event(5000)",
}


@pytest.fixture(scope="module")
def filled(database: Database) -> Database:
    """Give two years of events, all of them summed up."""
    joined = [
        event(MemberJoined, actor=actor, from_on="1949-04-04", time="1949-04-04T00:00:00Z")
        for actor in ACTORS
    ]
    with open_session(database.conninfo("muster_worker")) as connection:
        pipeline.store_events(connection, [*joined, *(one.value for one in load(5, EVENTS))])
        running_sums.sum_up(connection)
    with database.connect() as owner:
        owner.autocommit = True
        owner.execute("vacuum (analyze)")
    return database


def read(database: Database, question: str, values: Sequence[object] = ()) -> list[Scan]:
    """Ask as the owner, and give what was read of rows of evidence, reports and the ledger."""
    with database.connect() as owner:
        found = scans(owner, question, values)
    assert found
    return [one for one in found if "_chunk" in one.table or one.table == "ledger"]


@pytest.mark.parametrize("question", ALL_SUMMED)
def test_what_was_summed_up_is_not_read_again(filled: Database, question: str):
    found = read(filled, ALL_SUMMED[question])

    assert [one for one in found if one.rows] == []
    assert {one.kind for one in found} <= {"Index Scan", "Bitmap Heap Scan"}


def test_a_bodys_readiness_reads_no_evidence_again_and_of_reports_the_last_of_each_pillar(
    filled: Database,
):
    with filled.connect() as owner:
        evidence = {name for (name,) in owner.execute(CHUNKS)}
        [(series,)] = owner.execute("select count(*) from muster_1.series")

    found = read(filled, READINESS)

    assert evidence
    assert [one for one in found if one.table in evidence and one.rows] == []
    assert {one.kind for one in found} <= {"Index Scan", "Bitmap Heap Scan"}
    assert sum(one.rows for one in found) <= PILLARS * series


def test_why_reads_the_items_of_its_own_series_by_their_index(filled: Database):
    with filled.connect() as owner:
        [(actor, area)] = owner.execute(SERIES).fetchall()

    found = read(filled, WHY, (actor, area, "2025-06-01"))

    assert {one.kind for one in found} <= {"Index Scan", "Bitmap Heap Scan"}
    assert any("evidence_series" in str(one.index) for one in found)
    assert 0 < sum(one.rows for one in found) < EVENTS / 20


def test_chunks_after_the_moment_are_not_looked_at(filled: Database):
    with filled.connect() as owner:
        [(actor, area)] = owner.execute(SERIES).fetchall()

    early = {one.table for one in read(filled, WHY, (actor, area, "2023-06-01"))}
    late = {one.table for one in read(filled, WHY, (actor, area, "2025-06-01"))}

    assert early < late


@pytest.mark.parametrize("question", LOG)
def test_the_log_is_read_by_an_index_however_long_it_is(filled: Database, question: str):
    found = read(filled, LOG[question])

    assert {one.kind for one in found} <= {"Index Scan", "Index Only Scan"}
    assert 0 < sum(one.rows for one in found) < EVENTS / 20
