"""Events are found by who, where, when and state, and lead to what belongs to them."""

from collections.abc import Generator
from typing import Any

import pytest

from tests.spec.cases import interop, joined, rated
from tests.support.builders import correction_of, retraction_of
from tests.support.given import InDatabase, at, undone
from tests.support.postgres import Database

ANY = dict.fromkeys(
    (
        "before_seq",
        "only_type",
        "only_subject",
        "only_actor",
        "only_area",
        "only_state",
        "words",
        "occurred_from",
        "occurred_to",
    )
)


@pytest.fixture
def told(database: Database) -> Generator[InDatabase]:
    """Give a database to tell events to, which forgets them after the test."""
    with undone(database) as engine:
        yield engine


def found(told: InDatabase, **wanted: Any) -> list[int]:
    """Give the numbers of the events that fit."""
    arguments = {**ANY, "max_rows": 100, "known_at": "infinity", **wanted}
    names = ", ".join(f"{name} => %({name})s" for name in arguments)
    rows = told.connection.execute(f"select seq from readiness.find_events({names})", arguments)
    return [seq for (seq,) in rows]


@pytest.mark.parametrize(
    ("wanted", "seqs"),
    [
        ({}, [3, 2, 1]),
        ({"only_actor": "FIN"}, [3]),
        ({"only_area": "logistics"}, [2]),
        ({"words": "AMBER"}, [2]),
        ({"words": "100%_"}, []),
        ({"before_seq": 3}, [2, 1]),
        ({"max_rows": 1}, [3]),
        ({"occurred_from": at("2026-11-20T12:00:00")}, [3]),
        ({"only_state": "amended"}, []),
    ],
)
def test_events_are_found(told: InDatabase, wanted: dict[str, Any], seqs: list[int]):
    told.tell(*joined("EST"), rated(10), interop(3))

    assert found(told, **wanted) == seqs


def test_amended_and_flagged_events_are_found_and_lead_to_each_other(told: InDatabase):
    root = rated(10)
    told.tell(root)
    told.tell(correction_of(root, rating="M", id="c1"), retraction_of(root, source="stranger"))

    def related(seq: int) -> set[tuple[str, int]]:
        rows = told.connection.execute(
            "select relation, seq from readiness.related_events(%s, 'infinity')", [seq]
        )
        return set(rows.fetchall())

    assert found(told, only_state="flagged") == [3]
    assert found(told, only_state="amended") == [1]
    assert {("amended by", 2), ("amended by", 3)} <= related(1)
    assert ("amends", 1) in related(2)
    readings = told.connection.execute(
        "select kind, actor, area from readiness.readings_of_event(2, 'infinity')"
    )
    assert readings.fetchall() == [("readiness", "EST", "logistics")]
