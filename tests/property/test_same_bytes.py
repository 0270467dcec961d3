"""What was asked once is answered with the same bytes whenever it is asked again.

A history is stored in two parts by two workers at once. Between the parts everything is asked, at
moments of the past and of the future, known at several moments up to then, and lines are summed
up; after the second part, which holds late events, corrections, retractions and corrections of
corrections of what was asked about, it is asked again, and once more when lines are summed up
again: what is read from sums is what would be read from rows. And every column is there but those
that a read function says may be none.
"""

import json
import threading
from collections.abc import Iterable, Sequence
from datetime import datetime
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.functions import shipped
from streams.store.tables.running_sums import sum_up
from streams.store.tables.session import open_session
from tests.property.asking import Asked, ask, choices, functions, questions
from tests.property.histories import SHORT_OR_LONG, History
from tests.property.test_any_order import few
from tests.property.test_two_workers import begin, empty, work
from tests.queries.signatures import Value, signatures
from tests.support.postgres import Database

QUESTIONS = 4  # to each function
SIGNATURES = signatures(shipped())


def answers(database: Database, questions: Iterable[Asked]) -> dict[Asked, Any]:
    """Give the answers to all these questions."""
    with database.connect("muster_reader") as reader:
        reader.execute("set timezone = 'UTC'")
        return {asked: ask(reader, asked) for asked in questions}


def questions_about(
    database: Database, history: History, known: Sequence[datetime], luck: Random
) -> list[Asked]:
    """Give questions to every read function with a second clock, as known at these moments."""
    with database.connect("muster_reader") as reader:
        clocked = [one for one in functions(reader) if one.has_second_clock]
    return questions(clocked, choices(history.events, known), luck, QUESTIONS)


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


def absent(database: Database, questions: Iterable[Asked]) -> set[str]:
    """Give each column that is none, or holds none, where its read function says it never does."""
    with database.connect("muster_reader") as reader:
        return {
            f"{asked.function} gives no {column.name}"
            for asked in questions
            if asked.function in SIGNATURES
            for (row,) in ask(reader, asked, leave_out=("nothing",))
            for column in SIGNATURES[asked.function].columns
            if is_absent(column, json.loads(row)[column.name])
        }


def is_absent(column: Value, value: object) -> bool:
    """Tell whether a column lacks what it must have."""
    if isinstance(value, list):
        return None in value and not column.may_hold_none
    return value is None and not column.may_be_none


def assert_same(before: dict[Asked, Any], after: dict[Asked, Any]) -> None:
    """Fail with the first question that got other bytes."""
    changed = [asked for asked in before if before[asked] != after[asked]]
    assert changed == [], [(before[asked], after[asked]) for asked in changed[:1]]


@pytest.mark.timeout(600)
@settings(few, max_examples=max(1, few.max_examples // 4))
@given(SHORT_OR_LONG, st.integers(0, 2**32))
def test_the_same_question_gets_the_same_bytes_whatever_was_heard_since(
    database: Database, history: History, seed: int
):
    roots = [event for event in history.events if not is_amendment(event)]
    amendments = [event for event in history.events if is_amendment(event)]
    early, late = roots[::2], roots[1::2]
    luck = Random(seed)
    empty(database)
    begin(database)
    # Half of the amendments come before what they are about, or before they are asked about.
    store_together(database, ([early], [amendments[::2]] if amendments[::2] else []))
    asked = questions_about(database, history, moments_of(database), luck)
    before = answers(database, asked)
    sum_months_up(database)

    store_together(database, ([late, amendments[1::2]], [list(reversed(amendments)), late]))

    after = answers(database, asked)
    of_all = questions_about(database, history, moments_of(database)[-1:], luck)
    from_rows = answers(database, of_all)
    sum_months_up(database)
    assert_same(before, after)
    assert_same(before, answers(database, asked))
    assert_same(from_rows, answers(database, of_all))
    assert any(before.values())
    assert absent(database, of_all) == set()
