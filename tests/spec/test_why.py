"""What a number is made of."""

import pytest

from tests.spec.cases import NOW, assessed, interop, joined, rated, reported
from tests.support.given import Engine, Row, same

ROOM = ("EST", "logistics")


def reasons(engine: Engine, *events: bytes) -> list[Row]:
    """Give the items behind the reading that these events add up to."""
    return engine.ask("explain_readiness", *ROOM, NOW, engine.tell(*joined("EST"), *events))


def test_shares_of_the_values_add_up_to_the_reading(engine: Engine):
    events = [rated(10, rating="P"), rated(300, rating="U"), assessed(900, score=50.0)]
    known_at = engine.tell(*joined("EST"), *events)

    rows = engine.ask("explain_readiness", *ROOM, NOW, known_at)
    [reading] = engine.ask("readiness", "NATO", NOW, known_at)

    assert same(sum(row["share"] for row in rows), 1.0)
    assert same(sum(row["share"] * row["value"] for row in rows), reading["t"])
    assert same(sum(row["weight"] for row in rows), reading["total_weight"])
    assert [row["age_days"] for row in rows] == [10, 300, 900]


@pytest.mark.parametrize(
    ("event", "kind", "counts", "why_not"),
    [
        (rated(730), "exercise", True, None),
        (rated(731), "exercise", False, "expired"),
        (assessed(1825), "external_assessment", True, None),
        (assessed(1826), "external_assessment", False, "expired"),
        (assessed(548, evaluator="self"), "self_report", True, None),
        (assessed(549, evaluator="self"), "self_report", False, "expired"),
        (assessed(549, evaluator="peer"), "self_report", False, "expired"),
        (reported("P", 80.0, 90), "resource_report", True, None),
    ],
)
def test_an_item_says_what_it_is_and_why_it_does_not_count(
    engine: Engine, event, kind, counts, why_not
):
    [row] = reasons(engine, event)

    assert (row["kind"], row["counts"], row["why_not"]) == (kind, counts, why_not)


def test_an_older_version_of_an_instrument_is_named_and_left_out(engine: Engine):
    older = assessed(20, instrument_version="1", score=10.0)
    newer = assessed(30, instrument_version="2", score=90.0)
    newest = assessed(10, instrument_version="2", score=80.0)

    rows = reasons(engine, older, newer, newest)

    assert [row["why_not"] for row in rows] == [None, "older instrument version", None]
    assert rows[1]["share"] == 0.0
    assert same(rows[0]["share"] + rows[2]["share"], 1.0)


def test_an_expired_item_of_a_newer_version_does_not_displace_a_valid_one(engine: Engine):
    expired = assessed(600, instrument_version="2", evaluator="self")
    valid = assessed(700, instrument_version="1", evaluator="external")

    rows = reasons(engine, expired, valid)

    assert [row["why_not"] for row in rows] == ["expired", None]


def test_only_the_reports_in_force_are_shown(engine: Engine):
    rows = reasons(
        engine,
        reported("P", 70.0, 20),
        reported("P", 80.0, 10),
        reported("S", 60.0, 91),
        reported("R", 90.0, 90),
        reported("T", 50.0, 1),
    )

    assert [(row["instrument"], row["value"], row["age_days"]) for row in rows] == [
        ("P", 80.0, 10),
        ("R", 90.0, 90),
    ]


@pytest.mark.parametrize("pair", [("EST", "FIN"), ("FIN", "EST")])
def test_a_pair_is_explained_with_its_prior(engine: Engine, pair):
    tests = [interop(30), interop(400, "issue"), interop(731, "limited")]
    known_at = engine.tell(*joined("EST", "FIN"), *tests)

    rows = engine.ask("explain_interoperability", *pair, "technical", NOW, known_at)
    [reading] = engine.ask("interoperability", "NATO", NOW, known_at)

    assert [row["kind"] for row in rows] == ["interop_test"] * 3 + ["prior"] * 2
    assert [row["value"] for row in rows] == [1.0, 0.0, 0.5, 1.0, 0.0]
    assert rows[2]["why_not"] == "expired"
    assert same(sum(row["share"] * row["value"] for row in rows), reading["mean"])


def test_without_a_valid_test_no_prior_is_made_up(engine: Engine):
    known_at = engine.tell(*joined("EST", "FIN"), interop(731))

    [row] = engine.ask("explain_interoperability", "EST", "FIN", "technical", NOW, known_at)

    assert (row["counts"], row["why_not"]) == (False, "expired")


def test_nothing_is_made_of_nothing(engine: Engine):
    assert reasons(engine) == []
