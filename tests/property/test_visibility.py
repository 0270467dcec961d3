"""What a viewer reads is what would be read had the events above the clearance never been told.

Asked of every read function that the database has. MUSTER_EXAMPLES takes more histories:
`MUSTER_EXAMPLES=2000 python -m pytest tests/property/test_visibility.py`. It takes as long as it
takes: there is no limit of time.
"""

import os
from collections.abc import Collection, Generator, Iterable
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.postgres import Connection
from schemas.vocabulary import Classification
from tests.property import asking
from tests.property.asking import Asked, Function, NobodySays
from tests.property.clearances import Labelled, Viewer, labelled, store
from tests.property.test_any_order import few
from tests.spec.cases import rated
from tests.support.postgres import Database

QUESTIONS = 3  # to each function, about each history
FEWEST_EXAMPLES = 8
NUMBERING = "numbers go on where an event is left out, and this one counts the gap as heard"
LOG = "counts records of the log, whatever their label: how far it is read, not what it says"
CLOCK = "the wall clock of the moment at which it was stored"
LABELS = (
    "counts labels in use, for whoever looks after viewers; says nothing of what is under them"
)
# Columns that may differ, each with the reason. No function is excused as a whole.
EXCUSED: dict[tuple[str, str], str] = {
    ("head_at", "seq"): NUMBERING,
    ("head_at", "recorded_at"): NUMBERING,
    ("partitions", "stored"): LOG,
    ("partitions", "duplicates"): LOG,
    ("partitions", "gaps"): LOG,
    ("partitions", "updated_at"): CLOCK,
    ("partitions", "updated_s"): CLOCK,
    ("rates", "events"): LOG,
    ("system_state", "stored"): LOG,
    ("system_state", "duplicates"): LOG,
    ("system_state", "updated_at"): CLOCK,
    ("viewers", "labels"): LABELS,
    ("viewers", "of_labels"): LABELS,
}

some = settings(few, max_examples=int(os.environ.get("MUSTER_EXAMPLES", FEWEST_EXAMPLES)))


def leaks(database: Database, history: Labelled, seed: int) -> list[tuple[Asked, Any, Any]]:
    """Give each question that is answered otherwise because of what may not be read."""
    with database.connect("muster_reader") as reader:
        reader.execute("set timezone = 'UTC'")
        known = asking.choices(history.events, history.moments)
        asked = asking.questions(asking.functions(reader), known, Random(seed), QUESTIONS)
        store(database, history, all_of_it=True)
        found = answers(reader, asked)
        store(database, history, all_of_it=False)
        expected = answers(reader, asked)
    both = zip(asked, found, expected, strict=True)
    return [(one, left, right) for one, left, right in both if left != right]


def answers(
    reader: Connection,
    asked: Iterable[Asked],
    schema: str = "readiness",
    excused: Collection[tuple[str, str]] = EXCUSED,
) -> list[Any]:
    """Give the answers to all these questions, without what is excused."""
    left_out = {
        name: [column for function, column in excused if function == name] for name, _ in excused
    }
    return [asking.ask(reader, one, left_out.get(one.function, ()), schema) for one in asked]


@pytest.mark.timeout(0)
@some
@given(labelled(), st.integers(0, 2**32))
def test_what_may_not_be_read_changes_no_answer(database: Database, history: Labelled, seed: int):
    found = leaks(database, history, seed)

    assert [one for one, _, _ in found] == [], found[:1]


@pytest.fixture
def careless(database: Database) -> Generator[str]:
    """Give the name of a new function that forgets to ask who is reading."""
    with database.connect() as owner:
        owner.execute(
            "create function readiness.careless(as_of timestamptz) returns bigint"
            " language sql stable security definer set search_path = muster, pg_temp"
            " as 'select count(*) from ledger where occurred_at <= $1'"
        )
        yield "careless"
        owner.execute("drop function readiness.careless")


def test_a_new_function_that_forgets_who_reads_is_found(database: Database, careless: str):
    closed = rated(10, classification="SECRET")
    open_one = rated(20)
    viewer = Viewer(Classification.RESTRICTED)
    history = Labelled(viewer, ((open_one, closed),), frozenset({open_one}), 0)

    assert {one.function for one, _, _ in leaks(database, history, 0)} == {careless}


def test_a_parameter_that_nobody_knows_is_named():
    with pytest.raises(NobodySays, match=r"readiness\.eclipses takes moon, and nobody says"):
        asking.questions([Function("eclipses", ("moon",), frozenset())], {}, Random(0), 1)


def test_what_is_excused_is_a_column(database: Database):
    with database.connect("muster_reader") as reader:
        rows = reader.execute(
            "select p.proname, unnest(p.proargnames[p.pronargs + 1:]) from pg_proc p"
            " where p.pronamespace = 'readiness'::regnamespace"
        ).fetchall()

    assert EXCUSED.keys() - {*rows} == set()
