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
    assert same(sum(row["remaining"] for row in rows), reading["total_weight"])
    assert [row["age_days"] for row in rows] == [10, 300, 900]


def test_weights_are_those_of_the_newest_item_and_what_remains_is_that_of_now(engine: Engine):
    # The newest item is one half-life old; the other was one half-life old when it came.
    rows = reasons(engine, rated(335, rating="P"), rated(670, rating="U"))

    assert [row["weight"] for row in rows] == [1.0, 0.5]
    assert [row["remaining"] for row in rows] == [0.5, 0.25]
    assert same(rows[0]["share"], 2 / 3)


@pytest.mark.parametrize(
    ("event", "kind", "state"),
    [
        (rated(730), "exercise", None),
        (rated(731), "exercise", "run out"),
        (assessed(1825), "external_assessment", None),
        (assessed(1826), "external_assessment", "run out"),
        (assessed(548, evaluator="self"), "self_report", None),
        (assessed(549, evaluator="self"), "self_report", "run out"),
        (assessed(549, evaluator="peer"), "self_report", "run out"),
        (reported("P", 80.0, 45), "resource_report", "current"),
        (reported("P", 80.0, 46), "resource_report", "late"),
        (reported("P", 80.0, 90), "resource_report", "late"),
        (reported("P", 80.0, 91), "resource_report", "lapsed"),
        (reported("P", 80.0, 4000), "resource_report", "lapsed"),
    ],
)
def test_an_item_says_what_it_is_and_whether_it_still_weighs(engine: Engine, event, kind, state):
    [row] = reasons(engine, event)

    assert (row["kind"], row["counts"], row["state"], row["why_not"]) == (kind, True, state, None)
    assert (row["remaining"] == 0.0) == (state == "run out")


def test_what_was_too_old_when_the_newest_came_is_not_of_the_mix(engine: Engine):
    rows = reasons(engine, rated(100, rating="P"), rated(830, rating="M"), rated(831, rating="U"))

    why_not = "past its validity at the newest item"
    assert [row["why_not"] for row in rows] == [None, None, why_not]
    assert [row["state"] for row in rows] == [None, "run out", None]
    assert rows[2]["share"] == rows[2]["weight"] == rows[2]["remaining"] == 0.0


def test_what_ran_out_since_holds_the_mean_and_weighs_nothing(engine: Engine):
    known_at = engine.tell(*joined("EST"), rated(340, rating="P"), rated(740, rating="U"))

    rows = engine.ask("explain_readiness", *ROOM, NOW, known_at)
    [reading] = engine.ask("readiness", "NATO", NOW, known_at)

    assert same(reading["t"], 72.57852579764187)
    assert same(sum(row["share"] * row["value"] for row in rows), reading["t"])
    assert (rows[1]["state"], rows[1]["remaining"]) == ("run out", 0.0)
    assert same(rows[0]["remaining"], reading["total_weight"])


def test_a_lapsed_reading_is_explained_by_what_it_was_made_of(engine: Engine):
    known_at = engine.tell(*joined("EST"), rated(740, rating="P"), rated(800, rating="U"))

    rows = engine.ask("explain_readiness", *ROOM, NOW, known_at)
    [reading] = engine.ask("readiness", "NATO", NOW, known_at)

    assert reading["t"] is None
    assert {row["state"] for row in rows} == {"run out"}
    assert same(sum(row["share"] * row["value"] for row in rows), reading["last_t"])


def test_an_older_version_of_an_instrument_is_named_and_left_out(engine: Engine):
    older = assessed(20, instrument_version="1", score=10.0)
    newer = assessed(30, instrument_version="2", score=90.0)
    newest = assessed(10, instrument_version="2", score=80.0)

    rows = reasons(engine, older, newer, newest)

    assert [row["why_not"] for row in rows] == [None, "older instrument version", None]
    assert rows[1]["share"] == 0.0
    assert same(rows[0]["share"] + rows[2]["share"], 1.0)


@pytest.mark.parametrize(
    ("age_days", "why_not"),
    [(553, "older instrument version"), (554, "past its validity at the newest item")],
)
def test_why_an_item_does_not_count_changes_the_day_after_its_validity(
    engine: Engine, age_days, why_not
):
    newest = assessed(5, instrument_version="2", evaluator="self")
    older = assessed(age_days, instrument_version="1", evaluator="self")

    rows = reasons(engine, newest, older)

    assert [row["why_not"] for row in rows] == [None, why_not]


def test_the_version_of_the_newest_item_counts_though_it_has_expired(engine: Engine):
    expired = assessed(600, instrument_version="2", evaluator="self")
    valid = assessed(700, instrument_version="1", evaluator="external")

    rows = reasons(engine, expired, valid)

    assert [row["why_not"] for row in rows] == [None, "older instrument version"]
    assert rows[0]["state"] == "run out"


def test_the_latest_report_of_each_pillar_is_shown_however_old(engine: Engine):
    rows = reasons(
        engine,
        reported("P", 70.0, 20),
        reported("P", 80.0, 10),
        reported("S", 60.0, 91),
        reported("R", 90.0, 90),
        reported("T", 50.0, 1),
    )

    assert [(row["instrument"], row["value"], row["age_days"], row["state"]) for row in rows] == [
        ("P", 80.0, 10, "current"),
        ("R", 90.0, 90, "late"),
        ("S", 60.0, 91, "lapsed"),
    ]


@pytest.mark.parametrize("pair", [("EST", "FIN"), ("FIN", "EST")])
def test_a_pair_is_explained_with_its_prior(engine: Engine, pair):
    tests = [interop(30), interop(400, "issue"), interop(761, "limited")]
    known_at = engine.tell(*joined("EST", "FIN"), *tests)

    rows = engine.ask("explain_interoperability", *pair, "technical", NOW, known_at)
    [reading] = engine.ask("interoperability", "NATO", NOW, known_at)

    assert [row["kind"] for row in rows] == ["interop_test"] * 3 + ["prior"] * 2
    assert [row["value"] for row in rows] == [1.0, 0.0, 0.5, 1.0, 0.0]
    assert rows[2]["why_not"] == "past its validity at the newest item"
    assert same(sum(row["share"] for row in rows), 1.0)
    assert same(sum(row["share"] * row["value"] for row in rows), reading["mean"])
    assert same(sum(row["remaining"] for row in rows[:3]), reading["n_eff"])


def test_without_a_valid_test_the_last_mean_is_explained(engine: Engine):
    known_at = engine.tell(*joined("EST", "FIN"), interop(731))

    rows = engine.ask("explain_interoperability", "EST", "FIN", "technical", NOW, known_at)

    assert [row["state"] for row in rows] == ["run out", None, None]
    assert [row["remaining"] for row in rows] == [0.0, 1.0, 1.0]
    assert same(sum(row["share"] * row["value"] for row in rows), 2 / 3)


def test_nothing_is_made_of_nothing(engine: Engine):
    assert reasons(engine) == []


def test_without_any_test_no_prior_is_made_up(engine: Engine):
    known_at = engine.tell(*joined("EST", "FIN"), interop(10, "not_tested"))

    assert engine.ask("explain_interoperability", "EST", "FIN", "technical", NOW, known_at) == []
