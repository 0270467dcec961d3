"""What was asked once is answered with the same bytes whenever it is asked again.

A history is stored in two parts by two workers at once. Between the parts everything is asked, at
moments of the past and of the future, known at several moments up to then, and lines are summed
up; after the second part, which holds late events, corrections, retractions and corrections of
corrections of what was asked about, it is asked again, and once more when lines are summed up
again: what is read from sums is what would be read from rows.
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
from streams.store.tables.running_sums import sum_up
from streams.store.tables.session import open_session
from tests.property.histories import History, histories
from tests.property.test_any_order import MOMENTS, few
from tests.property.test_two_workers import begin, empty, work
from tests.support.given import at
from tests.support.postgres import Database

AS_OF = (*MOMENTS, at("2026-12-31T06:00:00"))
STEP = timedelta(days=61)
# Inputs that have no default, by name; those that have one keep it.
ABOUT: dict[str, object] = {
    "actor": "EST",
    "actor_a": "POL",
    "actor_b": "EST",
    "area": "land",
    "before_seq": None,
    "buckets": 10,
    "dimension": "technical",
    "exercise_id": "amber-26",
    "lesson_id": "one",
    "max_rows": 100,
    "occurred_from": None,
    "occurred_to": None,
    "of_commitment": "two-percent",
    "of_decision": "one",
    "of_meeting": "summit-26",
    "only_about": None,
    "only_actor": None,
    "only_area": None,
    "only_state": None,
    "only_subject": None,
    "only_type": None,
    "page": "EST/logistics",
    "seqs": (1, 2),
    "step": STEP,
    "wanted_seq": 1,
    "words": None,
}
BODIES = ("body", "of_body")
Asked = tuple[str, tuple[tuple[str, object], ...]]  # a read function, and its inputs by name


def moments(as_of: datetime, known_at: datetime) -> dict[str, object]:
    """Give every input that is a moment, by name."""
    earlier = as_of - timedelta(days=400)
    return {
        "as_of": as_of,
        "known_at": known_at,
        "from_at": as_of - 6 * STEP,
        "to_at": as_of,
        "from_on": earlier.date(),
        "to_on": as_of.date(),
        "from_as_of": earlier,
        "from_known_at": known_at,
        "to_as_of": as_of,
        "to_known_at": known_at,
    }


def inputs(connection: Connection) -> dict[str, list[str]]:
    """Give the inputs of every read function with a second clock: those without a default."""
    rows = connection.execute(
        "select p.proname, p.proargnames[:p.pronargs], p.pronargdefaults"
        " from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
        " where n.nspname = 'readiness' and p.proargnames && array['known_at', 'to_known_at']"
        " and p.pronargs > 0"
    ).fetchall()
    found = {name: list(names[: len(names) - defaults]) for name, names, defaults in rows}
    return found | {"events": ["known_at"]}  # its moment may be left out


def everything(
    functions: dict[str, list[str]], as_of: datetime, known_at: datetime
) -> Iterator[Asked]:
    """Give every question that can be asked about a moment as known at another."""
    for name, needed in functions.items():
        for body in ("NATO", None) if set(BODIES) & set(needed) else (None,):
            known = ABOUT | moments(as_of, known_at) | dict.fromkeys(BODIES, body)
            yield name, tuple((argument, known[argument]) for argument in needed)


def ask(connection: Connection, asked: Asked) -> list[tuple[Any, ...]]:
    """Give every row of a read function as the very bytes that are sent."""
    name, arguments = asked
    query = sql.SQL("select answer::text from readiness.{}({}) answer").format(
        sql.Identifier(name),
        sql.SQL(", ").join(
            sql.SQL("{} => {}").format(sql.Identifier(one), sql.Placeholder())
            for one, _ in arguments
        ),
    )
    values = [list(value) if isinstance(value, tuple) else value for _, value in arguments]
    return connection.execute(query, values).fetchall()


def answers(database: Database, known: Iterable[datetime]) -> dict[Asked, Any]:
    """Give the answers to everything, as known at each of these moments."""
    with database.connect("muster_reader") as reader:
        reader.execute("set timezone = 'UTC'")
        functions = inputs(reader)
        return {
            asked: ask(reader, asked)
            for known_at in known
            for as_of in AS_OF
            for asked in everything(functions, as_of, known_at)
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


def sum_months_up(database: Database) -> None:
    """Keep what evidence adds up to by month, as workers do from time to time."""
    with open_session(database.conninfo("muster_worker")) as connection:
        assert sum_up(connection)


def assert_same(before: dict[Asked, Any], after: dict[Asked, Any]) -> None:
    """Fail with the first question that got other bytes."""
    changed = [asked for asked in before if before[asked] != after[asked]]
    assert changed == [], [(before[asked], after[asked]) for asked in changed[:1]]


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
    known = moments_of(database)
    before = answers(database, known)
    sum_months_up(database)

    store_together(database, ([late, amendments[1::2]], [list(reversed(amendments)), late]))

    after = answers(database, known)
    newest = moments_of(database)[-1:]
    from_rows = answers(database, newest)
    sum_months_up(database)
    assert_same(before, after)
    assert_same(before, answers(database, known))
    assert_same(from_rows, answers(database, newest))
    assert any(before.values())
