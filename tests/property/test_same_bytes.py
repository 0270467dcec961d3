"""What was asked once is answered with the same bytes whenever it is asked again.

A history is stored in two parts by two workers at once. Between the parts everything is asked, at
moments of the past and of the future, known at several moments up to then; after the second part,
which holds late events, corrections, retractions and corrections of corrections of what was asked
about, it is asked again.
"""

import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from psycopg import sql

from infra.postgres import Connection
from tests.property.histories import History, histories
from tests.property.test_any_order import MOMENTS, few, questions
from tests.property.test_two_workers import begin, empty, work
from tests.support.given import Row, at
from tests.support.postgres import Database

AS_OF = (*MOMENTS, at("2026-12-31T06:00:00"))
# What tells of the present alone, or of the program: it has no second clock.
WITHOUT_KNOWN_AT = {"dead_letters", "event", "head", "next_change", "system_state", "workers"}
STEP = timedelta(days=61)


def everything(as_of: datetime, known_at: datetime) -> Iterator[tuple[object, ...]]:
    """Give every question that can be asked about a moment, the page-wise ones among them."""
    yield from questions(as_of, known_at)
    clocks = (as_of, known_at)
    for body in ("NATO", None):
        yield ("meetings", body, *clocks)
        yield ("trend", body, as_of - 6 * STEP, as_of, STEP, known_at)
        yield ("body_trend", body, as_of - 6 * STEP, as_of, STEP, known_at)
        yield ("interoperability_trend", body, as_of - 6 * STEP, as_of, STEP, known_at)
        for question in ("difference", "interoperability_difference"):
            yield (question, body, as_of - timedelta(days=400), known_at, as_of, known_at)
    for question in ("bodies", "counts", "exercises"):
        yield (question, *clocks)
    yield ("marking", known_at)
    yield ("events", None, None, 100, None, None, None, None, None, known_at)


def ask(connection: Connection, question: str, *arguments: object) -> list[tuple[Any, ...]]:
    """Give every row of a read function as the very bytes that are sent."""
    query = sql.SQL("select answer::text from readiness.{}({}) answer").format(
        sql.Identifier(question), sql.SQL(", ").join(sql.Placeholder() * len(arguments))
    )
    return connection.execute(query, list(arguments)).fetchall()


def answers(database: Database, moments: Iterable[datetime]) -> dict[tuple[object, ...], Any]:
    """Give the answers to everything, as known at each of these moments."""
    with database.connect("muster_reader") as reader:
        reader.execute("set timezone = 'UTC'")
        return {
            asked: ask(reader, str(asked[0]), *asked[1:])
            for known_at in moments
            for as_of in AS_OF
            for asked in everything(as_of, known_at)
        }


def store_together(database: Database, shares: Sequence[Sequence[Sequence[bytes]]]) -> None:
    """Let two workers store their shares at the same time, each from where it stopped."""
    threads = [
        threading.Thread(target=work, args=(database, partition, share))
        for partition, share in enumerate(shares)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def is_amendment(event: bytes) -> bool:
    """Tell whether an event is about another one."""
    return "root" in json.loads(event)["data"]


def moments_of(database: Database) -> list[datetime]:
    """Give the first, a middle and the last moment at which anything was recorded."""
    with database.connect() as connection:
        rows = connection.execute("select distinct recorded_at from muster.ledger order by 1")
        found: list[datetime] = [moment for (moment,) in rows]
    return sorted({found[0], found[len(found) // 2], found[-1]})


@pytest.mark.timeout(600)
@settings(few, max_examples=max(1, few.max_examples // 4))
@given(histories())
def test_the_same_question_gets_the_same_bytes_whatever_was_heard_since(
    database: Database, history: History
):
    roots = [event for event in history.events if not is_amendment(event)]
    amendments = [event for event in history.events if is_amendment(event)]
    early, late = roots[::2], roots[1::2]
    empty(database)
    begin(database)
    # Half of the amendments come before what they are about, or before they are asked about.
    store_together(database, ([early], [amendments[::2]] if amendments[::2] else []))
    moments = moments_of(database)
    before = answers(database, moments)

    store_together(database, ([late, amendments[1::2]], [list(reversed(amendments)), late]))

    after = answers(database, moments)
    changed = [asked for asked in before if before[asked] != after[asked]]
    assert changed == [], [(before[asked], after[asked]) for asked in changed[:1]]
    assert any(before.values())


def test_every_read_function_with_a_second_clock_is_asked(database: Database):
    with database.connect() as connection:
        rows: list[Row] = [
            {"name": name, "arguments": arguments}
            for name, arguments in connection.execute(
                "select p.proname, pg_get_function_identity_arguments(p.oid)"
                " from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
                " where n.nspname = 'readiness'"
            )
        ]
    asked = {one[0] for one in everything(MOMENTS[0], MOMENTS[0])}

    assert {row["name"] for row in rows} - WITHOUT_KNOWN_AT == asked
