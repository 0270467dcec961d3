"""What commanders say instead of the computed level, and what is required of actors."""

from datetime import timedelta
from itertools import pairwise

import pytest

from schemas.events import LevelOverridden, RequirementSet
from tests.spec.cases import NOW, agrees, joined, left, rated, reported
from tests.support.builders import event, retraction_of
from tests.support.given import Engine, days_before, same


def overridden(level: str = "C4", age_days: int = 1, **more: object) -> bytes:
    """Give a level set for EST in logistics, to the end of 2027 as far as its commander goes."""
    fields = {"expires_on": "2027-12-31", "time": days_before(NOW, age_days)}
    return event(LevelOverridden, level=level, **(fields | more))


def the_reading(engine: Engine, *events: bytes):
    """Give the reading of EST in logistics."""
    known_at = engine.tell(*joined("EST"), *events)
    [row] = engine.ask("readiness", "NATO", NOW, known_at)
    return row


@pytest.mark.parametrize("level", ["C1", "C2", "C3", "C4", "C5"])
def test_a_commander_replaces_the_level_and_the_computed_one_stands_beside_it(
    engine: Engine, level
):
    row = the_reading(engine, rated(10), overridden(level))

    assert agrees(
        row,
        {
            "level": level[1],
            "computed_level": "2",
            "t_level": 2,
            "override_reason": "Fuel depot burnt down.",
        },
    )
    assert same(row["index"], 77.0)


@pytest.mark.parametrize(("level", "shown"), [("C1", "ND"), ("C4", "ND"), ("C5", "5")])
def test_what_was_not_demonstrated_can_only_be_set_to_five(engine: Engine, level, shown):
    row = the_reading(engine, rated(900), overridden(level))

    assert agrees(row, {"level": shown, "computed_level": "ND"})


@pytest.mark.parametrize(
    ("age_days", "expires_on", "holds"),
    [
        (0, "2026-11-23", True),
        (5, "2026-11-22", False),
        (90, "2027-12-31", True),
        (91, "2027-12-31", False),
        (10, "2026-11-01", False),
    ],
    ids=["to its last day", "the day after", "the ninetieth day", "the day after that", "never"],
)
def test_an_override_holds_to_its_end_and_never_longer_than_ninety_days(
    engine: Engine, age_days, expires_on, holds
):
    row = the_reading(engine, rated(10), overridden("C4", age_days, expires_on=expires_on))

    assert row["level"] == ("4" if holds else "2")
    assert (row["override_expires_on"] is not None) == holds


def test_the_latest_override_holds_also_when_it_has_expired(engine: Engine):
    ended = overridden("C3", 2, expires_on="2026-11-22")

    assert the_reading(engine, rated(10), overridden("C4", 5), ended)["level"] == "2"


def test_a_retracted_override_was_never_said(engine: Engine):
    said = overridden()

    assert the_reading(engine, rated(10), said, retraction_of(said))["level"] == "2"


def test_an_override_counts_in_the_roll_up_and_in_the_trend(engine: Engine):
    known_at = engine.tell(*joined("EST"), rated(20), overridden("C4", 5))
    period = (NOW - timedelta(days=6), NOW, timedelta(days=3))

    [area] = engine.ask("rollup", "NATO", NOW, known_at)
    lines = engine.ask("trend", "NATO", *period, known_at)
    body = engine.ask("body_trend", "NATO", *period, known_at)

    assert agrees(area, {"ready": 0, "weakest_level": "4"})
    assert [point["level"] for point in lines] == ["2", "4", "4"]
    assert [point["ready_ratio"] for point in body] == [1.0, 0.0, 0.0]


def test_overrides_are_listed_with_what_would_be_computed(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN"),
        rated(10),
        overridden("C4", 3),
        overridden("C2", 3, actor="FIN"),
        overridden("C2", 3, actor="SWE"),
    )

    found = engine.ask("overrides", "NATO", NOW, known_at)

    assert [(row["actor"], row["level"], row["computed_level"]) for row in found] == [
        ("EST", 4, "2"),
        ("FIN", 2, None),
    ]
    assert found[0]["days_left"] == 87


def wanted(actor: str, target: float, **more: object) -> bytes:
    """Give a requirement in logistics."""
    fields = {"time": days_before(NOW, 100)}
    return event(RequirementSet, actor=actor, target_index=target, **(fields | more))


@pytest.mark.parametrize(("target", "gap"), [(80.0, 3.0), (77.0, 0.0), (50.0, 0.0), (100.0, 23.0)])
def test_a_gap_is_what_is_missing_to_the_target_never_less_than_none(engine: Engine, target, gap):
    known_at = engine.tell(*joined("EST"), rated(10), wanted("EST", target))

    [row] = engine.ask("gaps", "NATO", NOW, known_at)

    assert same(row["gap"], gap)
    assert same(row["index"], 77.0)
    assert agrees(row, {"is_own": True, "level": "2"})


def test_nothing_measured_is_no_known_gap_and_open(engine: Engine):
    known_at = engine.tell(*joined("EST"), wanted("EST", 80.0))

    [row] = engine.ask("gaps", "NATO", NOW, known_at)

    assert agrees(row, {"index": None, "gap": None, "level": None, "is_open": True})
    assert agrees(row, {"last_index": None, "last_gap": None})


@pytest.mark.parametrize(("target", "is_open"), [(80.0, True), (77.0, False), (70.0, False)])
def test_a_gap_of_nothing_is_closed(engine: Engine, target, is_open):
    known_at = engine.tell(*joined("EST"), rated(10), wanted("EST", target))

    [row] = engine.ask("gaps", "NATO", NOW, known_at)

    assert row["is_open"] is is_open


@pytest.mark.parametrize(
    "events", [[rated(731)], [rated(10), reported("P", 77.0, 91)]], ids=["items", "reports"]
)
def test_a_gap_that_is_not_known_any_more_stands_beside_the_last_that_was(engine: Engine, events):
    known_at = engine.tell(*joined("EST"), *events, wanted("EST", 80.0))

    [row] = engine.ask("gaps", "NATO", NOW, known_at)

    assert agrees(row, {"index": None, "gap": None, "level": "ND", "is_open": True})
    assert same(row["last_index"], 77.0)
    assert same(row["last_gap"], 3.0)


def test_what_is_not_known_comes_before_every_number(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN", "LVA", "LTU", "NOR"),
        rated(10, actor="EST"),
        rated(10, actor="FIN", rating="U"),
        rated(731, actor="LVA"),
        rated(731, actor="LTU", rating="U"),
        wanted("ALL", 80.0),
    )

    found = engine.ask("gaps", "NATO", NOW, known_at)

    assert [(row["actor"], row["gap"]) for row in found] == [
        ("NOR", None),
        ("LTU", None),
        ("LVA", None),
        ("FIN", 53.0),
        ("EST", 3.0),
    ]


def test_no_gap_closes_because_nothing_is_heard(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN"),
        rated(700, rating="U"),
        rated(10, rating="P"),
        rated(10, actor="FIN"),
        reported("P", 10.0, 80, actor="FIN"),
        wanted("ALL", 80.0),
    )

    asked = [
        engine.ask("gaps", "NATO", NOW + timedelta(days=days), known_at)
        for days in range(0, 800, 29)
    ]

    sizes = [sum(row["is_open"] for row in rows) for rows in asked]
    assert sizes == sorted(sizes)
    for earlier, later in pairwise(asked):
        before = {row["actor"]: row["gap"] for row in earlier}
        assert all(row["gap"] is None or row["gap"] == before[row["actor"]] for row in later)


def test_an_actors_own_requirement_comes_before_that_of_all(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN"),
        wanted("EST", 60.0, time=days_before(NOW, 500)),
        wanted("ALL", 90.0, time=days_before(NOW, 1)),
    )

    found = engine.ask("gaps", "NATO", NOW, known_at)

    assert [(row["actor"], row["target_index"], row["is_own"]) for row in found] == [
        ("EST", 60.0, True),
        ("FIN", 90.0, False),
    ]


def test_the_latest_requirement_of_the_body_holds(engine: Engine):
    known_at = engine.tell(
        *joined("EST"),
        wanted("EST", 60.0, time=days_before(NOW, 5)),
        wanted("EST", 70.0, time=days_before(NOW, 4)),
        wanted("EST", 99.0, body="WTO", time=days_before(NOW, 1)),
    )

    [row] = engine.ask("gaps", "NATO", NOW, known_at)

    assert row["target_index"] == 70.0


def test_who_has_left_has_no_gap(engine: Engine):
    known_at = engine.tell(*joined("EST"), left("EST", "2026-01-01"), wanted("ALL", 70.0))

    assert engine.ask("gaps", "NATO", NOW, known_at) == []


def test_a_summit_moves_targets_never_the_score(engine: Engine):
    first = engine.tell(*joined("EST"), rated(10), reported("P", 90.0), wanted("ALL", 60.0))
    later = engine.tell(wanted("ALL", 100.0, time=days_before(NOW, 1)))

    readings = [engine.ask("readiness", "NATO", NOW, known) for known in (first, later)]
    gaps = [engine.ask("gaps", "NATO", NOW, known)[0]["gap"] for known in (first, later)]

    assert readings[0] == readings[1]
    assert gaps[0] < gaps[1]
