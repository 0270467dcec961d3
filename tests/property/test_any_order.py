"""Whatever order events arrive in, and however often: the same rows and the same readings."""

import os
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings

from infra.postgres import Connection
from schemas.vocabulary import Classification
from streams.projections import PROJECTIONS
from tests.property.histories import History, histories
from tests.support.given import ask_reference, at, differences, undone
from tests.support.postgres import Database

MOMENTS = (at("2024-11-23T12:00:00"), at("2026-11-23T12:00:00"), at("2028-03-01"))
NOT_OF_THE_EVENTS = ("recorded_at", "ended_at", "ledger_seq", "root_seq")
OF_ANY_BODY = (
    "burden",
    "decisions",
    "divergence",
    "overrides",
    "dormancy",
    "cadence",
    "calendar",
    "baselines",
    "capabilities",
    "notice_to_move",
    "reported_notice",
    "standards",
    "insight_sharing",
    "positions",
    "position_distances",
)

few = settings(
    max_examples=int(os.environ.get("MUSTER_EXAMPLES", "20")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)


def rows_in_force(database: Database, batches: Iterable[Iterable[bytes]]) -> dict[str, list[Any]]:
    """Give all rows in force after these batches, of which nothing remains."""
    with undone(database) as told:
        for batch in batches:
            told.tell(*batch)
        assert told.dead_letters() == []
        return rows_of_projections(told.connection)


def rows_of_projections(connection: Connection) -> dict[str, list[Any]]:
    """Give all rows in force, without the columns that say when and as which number."""
    query = (
        "select (to_jsonb(t) - %s::text[])::text from muster_1.{} t "
        "where ended_at = 'infinity' order by 1"
    )
    return {
        table: connection.execute(query.format(table), [list(NOT_OF_THE_EVENTS)]).fetchall()  # pyright: ignore
        for table in sorted(one.table for one in PROJECTIONS)
    }


@few
@given(histories())
def test_any_order_gives_the_same_rows(database: Database, history: History):
    found = rows_in_force(database, history.batches)

    assert rows_in_force(database, [history.events]) == found


@few
@given(histories())
def test_the_database_reads_what_the_reference_computes(database: Database, history: History):
    with undone(database) as told:
        known = [told.tell(*batch) for batch in history.batches]
        recorded = told.history()
        for known_at in {known[0], known[len(known) // 2], known[-1]}:
            for as_of in MOMENTS:
                for question in questions(as_of, known_at):
                    found = told.ask(*question)
                    expected = ask_reference(recorded, Classification.TOP_SECRET, *question)
                    assert (question, differences(found, expected)) == (question, [])


@few
@given(histories())
def test_a_trend_reads_what_the_reference_computes(database: Database, history: History):
    with undone(database) as told:
        known_at = [told.tell(*batch) for batch in history.batches][-1]
        told.clear_for(Classification.RESTRICTED)
        recorded = told.history()
        period = (at("2024-06-01"), at("2027-06-01"), timedelta(days=61), known_at)
        for question in (
            ("trend", "NATO", *period),
            ("trend", None, *period),
            ("body_trend", "NATO", *period),
            ("interoperability_trend", "NATO", *period),
            ("pair_trend", "NATO", "POL", "EST", *period),
            ("pair_trend", None, "EST", "POL", *period),
        ):
            found = told.ask(*question)
            expected = ask_reference(recorded, Classification.RESTRICTED, *question)
            assert (question, differences(found, expected)) == (question, [])


def questions(as_of, known_at):
    """Give everything that can be asked about one moment as known at another."""
    clocks = (as_of, known_at)
    for body in ("NATO", "WTO"):
        yield ("members", body, *clocks)
        yield ("rollup", body, *clocks)
        yield ("readiness_in_body", body, *clocks)
        yield ("reporting_states", body, *clocks)
        yield ("pair_levels", body, *clocks)
        yield ("interoperability_counts", body, *clocks)
        yield ("commitments", body, *clocks)
        yield ("compliance", body, *clocks)
        yield ("gaps", body, *clocks)
        yield ("attendance_record", body, *clocks)
        yield ("reporting", body, *clocks)
        yield ("contributions", body, *clocks)
        yield ("meeting_effect", body, *clocks)
    for body in ("NATO", None):
        yield ("readiness", body, *clocks)
        yield ("interoperability", body, *clocks)
        for question in OF_ANY_BODY:
            yield (question, body, *clocks)
    for question in ("observations", "remedial_actions", "lessons", "anomalies"):
        yield (question, *clocks)
    yield ("notes", None, *clocks)
    for area in ("land", "logistics"):
        yield ("explain_readiness", "EST", area, *clocks)
    for dimension in ("technical", "human"):
        yield ("explain_interoperability", "POL", "EST", dimension, *clocks)
