"""The numbers of method.md, section 10, worked out by hand there and computed here twice."""

import math
from datetime import date, timedelta

import pytest

from schemas.events import (
    CapabilityAssessed,
    CommitmentMade,
    CommitmentProgressReported,
    ExerciseResultRecorded,
    InteropTestRecorded,
    MemberJoined,
    ResourceLevelReported,
)
from tests.reference import cadence
from tests.support.builders import event
from tests.support.given import TOLERANCE, Engine, InMemory, at, days_before, same

NOW = at("2026-11-23T12:00:00")
DAY_0 = at("2023-03-01T09:00:00")


def exactly(engine: Engine, found: float | None, expected: float) -> bool:
    """Tell whether a number is the one worked out by hand, but for its last digits.

    The database counts weights in whole parts, of which 2^36 make one.
    """
    assert found is not None
    return math.isclose(
        found, expected, rel_tol=1e-12 if isinstance(engine, InMemory) else TOLERANCE
    )


def on_day(day: int) -> str:
    """Give the time of an event so many days after day 0."""
    return days_before(DAY_0, -day)


def result(day: int, rating: str, **overrides: object) -> bytes:
    """Give a result of EST in logistics; by default of a live exercise, external."""
    return event(ExerciseResultRecorded, rating=rating, time=on_day(day), **overrides)


def joined(*actors: str) -> list[bytes]:
    """Give the events by which these actors became members of NATO in 1949."""
    return [
        event(MemberJoined, actor=actor, from_on="1949-04-04", time="1949-04-04T00:00:00Z")
        for actor in actors
    ]


@pytest.fixture
def four_results(engine: Engine):
    """Tell of one actor: 100, 300, 10 and 800 days ago, by four kinds of occasion."""
    judged = [
        ("livex", "external", 100, "S"),
        ("cpx", "self", 300, "M"),
        ("ttx", "peer", 10, "P"),
        ("livex", "external", 800, "P"),
    ]
    results = [
        event(
            ExerciseResultRecorded,
            exercise_kind=kind,
            evaluator=evaluator,
            rating=rating,
            time=days_before(NOW, age_days),
        )
        for kind, evaluator, age_days, rating in judged
    ]
    return engine.tell(*joined("EST"), *results)


def test_four_results_add_up_by_weight(engine: Engine, four_results):
    [reading] = engine.ask("readiness", "NATO", NOW, four_results)

    assert exactly(engine, reading["t"], 78.54887214079112)
    assert exactly(engine, reading["conf"], 0.567975482268782)
    assert (reading["t_level"], reading["level"], reading["confidence"]) == (2, "2", "Moderate")
    assert reading["items"] == 3


def test_a_year_later_the_points_stand_and_the_confidence_falls(engine: Engine, four_results):
    [reading] = engine.ask("readiness", "NATO", NOW + timedelta(days=365), four_results)

    assert exactly(engine, reading["t"], 78.54887214079112)
    assert exactly(engine, reading["conf"], 0.3818686792094015)
    assert reading["t_level"] == 2


def test_when_the_last_result_has_expired_nothing_is_demonstrated(engine: Engine, four_results):
    [reading] = engine.ask("readiness", "NATO", NOW + timedelta(days=721), four_results)

    assert (reading["level"], reading["t"], reading["t_level"]) == ("ND", None, None)
    assert (reading["conf"], reading["confidence"], reading["items"]) == (0.0, "none", 0)


@pytest.mark.parametrize(
    ("tests", "mean", "lower_bound", "level"),
    [
        (
            [("success", 30), ("success", 30), ("limited", 200), ("issue", 400)],
            None,
            0.39405375923192276,
            1,
        ),
        ([("success", 0)] * 2, 0.75, 0.5018192271750287, 2),
        ([("success", 0)] * 8, 0.90, 0.7840749182367415, 3),
        ([("success", 0)], 2 / 3, None, 1),
    ],
    ids=["mixed", "two fresh", "eight fresh", "one is a level, not no data"],
)
def test_interoperability_is_what_tests_allow_to_count_on(
    engine: Engine, tests, mean, lower_bound, level
):
    events = [
        event(InteropTestRecorded, outcome=outcome, id=f"t{i}", time=days_before(NOW, age_days))
        for i, (outcome, age_days) in enumerate(tests)
    ]
    known_at = engine.tell(*joined("EST", "FIN"), *events)

    [pair] = engine.ask("interoperability", "NATO", NOW, known_at)

    assert pair["level"] == level
    assert mean is None or exactly(engine, pair["mean"], mean)
    assert lower_bound is None or exactly(engine, pair["lower_bound"], lower_bound)


@pytest.mark.parametrize(
    ("day", "conf", "items"),
    [(400, 0.5896729320960301, 2), (740, 0.3310383153562129, 1)],
)
def test_a_bad_result_that_expires_leaves_the_points_of_a_better_one_where_they_were(
    engine: Engine, day, conf, items
):
    known_at = engine.tell(*joined("EST"), result(0, "U"), result(400, "P"))

    [reading] = engine.ask("readiness", "NATO", DAY_0 + timedelta(days=day), known_at)

    assert exactly(engine, reading["t"], 72.57852579764187)
    assert exactly(engine, reading["conf"], conf)
    assert (reading["t_level"], reading["level"], reading["items"]) == (2, "2", items)


def test_after_two_years_of_silence_nothing_is_demonstrated_and_the_last_points_stand_beside(
    engine: Engine,
):
    known_at = engine.tell(*joined("EST"), result(0, "U"), result(400, "P"))

    [reading] = engine.ask("readiness", "NATO", DAY_0 + timedelta(days=1131), known_at)

    assert (reading["level"], reading["t"], reading["index"]) == ("ND", None, None)
    assert (reading["last_level"], reading["confidence"]) == ("2", "none")
    assert exactly(engine, reading["last_t"], 72.57852579764187)


@pytest.mark.parametrize(
    ("day", "conf"),
    [
        (100, 0.5607896630787371),
        (500, 0.4555836007672807),
        (1000, 0.31863979563877043),
        (1800, 0.2029344912461421),
    ],
)
def test_two_instruments_that_fade_at_two_rates_keep_their_points_in_silence(
    engine: Engine, day, conf
):
    visit = event(
        CapabilityAssessed,
        area="logistics",
        instrument="JEE",
        score=80.0,
        evaluator="external",
        time=on_day(0),
    )
    trained = result(100, "M", exercise_kind="cpx", evaluator="self")
    known_at = engine.tell(*joined("EST"), visit, trained)

    [reading] = engine.ask("readiness", "NATO", DAY_0 + timedelta(days=day), known_at)

    assert exactly(engine, reading["t"], 75.06584142900749)
    assert exactly(engine, reading["conf"], conf)
    assert reading["instrument_key"] == "JEE:1,exercise:1"


@pytest.mark.parametrize(
    ("day", "lower_bound", "level"),
    [
        (200, 0.5178798610759552, 2),
        (740, 0.39632481502923056, 1),
        (900, 0.3566698121208057, 1),
        (931, None, None),
    ],
)
def test_issues_that_expire_leave_a_pair_no_better(engine: Engine, day, lower_bound, level):
    tests = [
        event(InteropTestRecorded, outcome=outcome, id=f"{outcome}-{i}", time=on_day(tested_on))
        for outcome, tested_on, times in (("issue", 0, 5), ("success", 200, 8))
        for i in range(times)
    ]
    known_at = engine.tell(*joined("EST", "FIN"), *tests)

    [pair] = engine.ask("interoperability", "NATO", DAY_0 + timedelta(days=day), known_at)

    last = 1 if level is None else level
    assert (pair["level"], pair["is_lapsed"], pair["last_level"]) == (level, level is None, last)
    if lower_bound is None:
        assert pair["lower_bound"] is None
    else:
        assert exactly(engine, pair["lower_bound"], lower_bound)


@pytest.mark.parametrize(
    ("day", "level", "r_state", "pillars"),
    [(0, "3", "current", 4), (90, "3", "late", 4), (91, "ND", "lapsed", 1)],
)
def test_a_report_that_is_kept_back_does_not_lift_the_level(
    engine: Engine, day, level, r_state, pillars
):
    reports = [
        event(ResourceLevelReported, area="logistics", pillar=pillar, pct=pct, time=on_day(0))
        for pillar, pct in (("P", 95.0), ("S", 92.0), ("R", 65.0))
    ]
    known_at = engine.tell(*joined("EST"), result(0, "P"), *reports)

    [reading] = engine.ask("readiness", "NATO", DAY_0 + timedelta(days=day), known_at)

    index = (95 + 92 + 65 + 92.5) / 4
    assert (reading["level"], reading["last_level"]) == (level, "3")
    assert (reading["index"], reading["last_index"]) == (None if level == "ND" else index, index)
    assert (reading["t_level"], reading["r"], reading["r_state"]) == (1, 65.0, r_state)
    assert reading["pillars"] == pillars


def test_albania_was_below_its_start_on_the_way_to_two_percent(engine: Engine):
    known_at = engine.tell(
        *joined("ALB"),
        event(CommitmentMade, time="2014-09-05T00:00:00Z"),
        progress("ALB", 1.3465, "2014-12-31"),
        progress("ALB", 1.2590, "2019-12-31"),
    )

    [standing] = engine.ask("commitments", "NATO", at("2019-12-31"), known_at)

    assert same(standing["expected"], 1.6731605529701614)
    assert (standing["baseline"], standing["value"], standing["score"]) == (1.3465, 1.2590, -1)


def test_compliance_is_the_mean_of_the_scores_as_a_share(engine: Engine):
    reached, behind, missed = ("AAA", 2.1), ("BBB", 1.2), ("CCC", 0.9)
    actors = [f"{name}{i}" for name, n in (("AA", 10), ("BB", 15), ("CC", 3)) for i in range(n)]
    value = {"AA": reached[1], "BB": behind[1], "CC": missed[1]}
    known_at = engine.tell(
        *joined(*actors),
        event(CommitmentMade, time="2014-09-05T00:00:00Z"),
        *(progress(actor, 1.0, "2014-12-31") for actor in actors),
        *(progress(actor, value[actor[:2]], "2019-12-31") for actor in actors),
    )

    [compliance] = engine.ask("compliance", "NATO", at("2019-12-31"), known_at)

    assert (compliance["met"], compliance["partly"], compliance["missed"]) == (10, 15, 3)
    assert (compliance["scored"], compliance["actors"]) == (28, 28)
    assert same(compliance["compliance_ratio"], 0.625)


def progress(actor: str, value: float, observed_on: str, reported_on: str | None = None) -> bytes:
    """Give a report on the two percent, made on the day it is about unless said otherwise."""
    return event(
        CommitmentProgressReported,
        actor=actor,
        value=value,
        observed_on=observed_on,
        time=f"{reported_on or observed_on}T00:00:00Z",
    )


@pytest.mark.parametrize(("due_on", "expected"), [("2019-12-31", 67.3), ("2020-12-31", 41.0)])
def test_three_quarters_of_thirty_were_ahead_of_their_path(engine: Engine, due_on, expected):
    known_at = engine.tell(
        event(
            CommitmentMade,
            commitment_id="nri",
            actors=["NATO"],
            baseline=0.0,
            target=100.0,
            start_on="2018-06-07",
            due_on=due_on,
            time="2018-06-07T00:00:00Z",
        ),
        event(
            CommitmentProgressReported,
            commitment_id="nri",
            actor="NATO",
            value=75.0,
            observed_on="2019-06-27",
            time="2019-06-27T00:00:00Z",
        ),
    )

    [standing] = engine.ask("commitments", "NATO", at("2019-06-27"), known_at)

    assert round(standing["expected"], 1) == expected
    assert standing["score"] == 1


@pytest.mark.parametrize("foreseen", [99.0, 100.0])
@pytest.mark.parametrize(
    ("as_of", "expected", "outcome"),
    [("2026-07-02", 49.863, None), ("2027-02-01", 100.0, "missed")],
)
def test_what_was_foreseen_is_no_value_and_a_promise_not_kept_is_missed(
    engine: Engine, as_of, expected, outcome, foreseen
):
    known_at = engine.tell(
        event(
            CommitmentMade,
            actors=["EST"],
            baseline=0.0,
            target=100.0,
            start_on="2026-01-01",
            due_on="2027-01-01",
            time="2026-01-01T00:00:00Z",
        ),
        progress("EST", 40.0, "2026-06-01"),
        progress("EST", foreseen, "2026-12-31", "2026-06-15"),
    )

    [standing] = engine.ask("commitments", "NATO", at(as_of), known_at)

    assert round(standing["expected"], 3) == expected
    assert (standing["value"], standing["score"], standing["outcome"]) == (40.0, 0, outcome)


def test_summits_of_the_seven_come_almost_every_year():
    gaps = [365, 378, 442, 205, 452]
    held_on = [date(2016, 1, 1) + timedelta(days=sum(gaps[:i])) for i in range(len(gaps) + 1)]

    assert cadence.gaps_days(held_on) == gaps
    assert cadence.expected_interval_days(gaps) == 378
    assert same(cadence.regularity(gaps), 0.7596249614114218)


def test_a_capacity_is_the_mean_of_its_indicators(engine: Engine):
    known_at = engine.tell(
        *joined("EST"),
        *(
            event(
                CapabilityAssessed,
                area="cbrn",
                instrument="SPAR",
                instrument_version="2",
                score=None,
                level=level,
                evaluator="self",
                time="2026-01-01T00:00:00Z",
            )
            for level in (3, 4)
        ),
    )

    [reading] = engine.ask("readiness", "NATO", NOW, known_at)

    assert same(reading["t"], 70.0)
