"""Where actors stand on what they promised."""

import pytest

from schemas.events import CommitmentMade, CommitmentProgressReported
from tests.spec.cases import agrees, joined
from tests.support.builders import event
from tests.support.given import Engine, at, same


def promised(**overrides: object) -> bytes:
    """Give a commitment of EST from 0 in 2020 to 100 in 2030."""
    fields = {
        "actors": ["EST"],
        "baseline": 0.0,
        "target": 100.0,
        "start_on": "2020-01-01",
        "due_on": "2030-01-01",
        "time": "2019-06-01T00:00:00Z",
    }
    return event(CommitmentMade, **(fields | overrides))


def observed(value: float, on: str, **overrides: object) -> bytes:
    """Give what EST had reached on a day, reported on that day."""
    fields = {"value": value, "observed_on": on, "time": f"{on}T00:00:00Z"}
    return event(CommitmentProgressReported, **(fields | overrides))


def standing(engine: Engine, as_of: str, *events: bytes):
    """Give where EST stands at a moment."""
    known_at = engine.tell(*events)
    [row] = engine.ask("commitments", "NATO", at(as_of), known_at)
    return row


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2020-01-01", 0.0),
        ("2024-12-31T18:00:00", 50.0),
        ("2030-01-01", 100.0),
        ("2035-01-01", 100.0),
        ("2019-07-01", 0.0),
    ],
    ids=["at the start", "half way", "at the end", "after the end", "before the start"],
)
def test_the_path_rises_evenly_from_baseline_to_target(engine: Engine, as_of, expected):
    row = standing(engine, as_of, promised())

    assert abs(row["expected"] - expected) < 0.05


@pytest.mark.parametrize(
    ("value", "score"), [(50.0, 1), (49.9, 0), (0.1, 0), (0.0, -1), (-5.0, -1), (120.0, 1)]
)
def test_on_the_path_is_one_better_than_the_start_nought_else_minus_one(
    engine: Engine, value, score
):
    made = promised(start_on="2020-01-01", due_on="2021-12-31")  # 730 days

    row = standing(engine, "2020-12-31", made, observed(value, "2020-12-31"))

    assert same(row["expected"], 50.0)
    assert row["score"] == score


@pytest.mark.parametrize(("value", "score"), [(40.0, 1), (50.0, 1), (50.1, 0), (100.0, -1)])
def test_some_commitments_lead_downwards(engine: Engine, value, score):
    made = promised(direction="down", baseline=100.0, target=0.0, due_on="2021-12-31")

    row = standing(engine, "2020-12-31", made, observed(value, "2020-12-31"))

    assert row["score"] == score


def test_who_started_beyond_the_target_has_reached_it(engine: Engine):
    made = promised(baseline=3.0, target=2.0)

    row = standing(engine, "2021-01-01", made, observed(2.5, "2021-01-01"))

    assert row["score"] == 1


@pytest.mark.parametrize(
    ("as_of", "observed_on", "score"),
    [
        ("2019-12-01", "2019-11-01", None),
        ("2020-01-01", "2020-01-01", None),
        ("2020-03-01", "2020-01-01", None),
        ("2020-03-01", "2020-01-02", 1),
    ],
    ids=["before the start", "at the start", "only the start was observed", "a day later"],
)
def test_nothing_is_scored_by_what_was_observed_before_the_start(
    engine: Engine, as_of, observed_on, score
):
    assert standing(engine, as_of, promised(), observed(90.0, observed_on))["score"] == score


def test_after_the_due_date_only_the_target_counts(engine: Engine):
    made = promised(due_on="2022-12-31")

    row = standing(engine, "2023-06-01", made, observed(99.0, "2022-12-31"))

    assert agrees(row, {"expected": 100.0, "score": 0})


@pytest.mark.parametrize(
    ("as_of", "is_late"),
    [("2022-07-02", False), ("2022-07-03", True), ("2029-12-31", True)],
    ids=["548 days", "549 days", "nine years"],
)
def test_a_value_stands_however_old_and_is_late_after_a_year_and_a_half(
    engine: Engine, as_of, is_late
):
    row = standing(engine, as_of, promised(), observed(30.0, "2020-12-31"))

    assert agrees(row, {"value": 30.0, "is_late": is_late})
    assert row["score"] is not None


def test_without_a_baseline_each_actor_starts_where_it_was_observed_last(engine: Engine):
    row = standing(
        engine,
        "2021-06-01",
        promised(baseline=None),
        observed(7.0, "2018-01-01"),
        observed(8.0, "2020-01-01"),
        observed(40.0, "2020-01-02"),
    )

    assert agrees(row, {"baseline": 8.0, "value": 40.0})


def test_without_any_start_nothing_is_expected_or_scored(engine: Engine):
    row = standing(engine, "2021-06-01", promised(baseline=None), observed(40.0, "2021-01-01"))

    assert agrees(row, {"baseline": None, "expected": None, "score": None, "value": 40.0})


def test_the_day_observed_decides_not_the_day_of_the_report(engine: Engine):
    row = standing(
        engine,
        "2021-06-01",
        promised(),
        observed(40.0, "2020-12-31", time="2021-02-01T00:00:00Z"),
        observed(20.0, "2019-12-31", time="2021-03-01T00:00:00Z"),
        observed(41.0, "2020-12-31", time="2021-02-02T00:00:00Z", is_estimate=True),
    )

    assert agrees(row, {"value": 41.0, "is_estimate": True, "age_days": 152})


def test_the_latest_version_of_a_commitment_holds(engine: Engine):
    known_at = engine.tell(
        promised(target=200.0, time="2020-06-01T00:00:00Z"),
        promised(target=150.0, time="2020-03-01T00:00:00Z"),
    )

    [early] = engine.ask("commitments", "NATO", at("2020-05-01"), known_at)
    [late] = engine.ask("commitments", "NATO", at("2020-07-01"), known_at)

    assert (early["target"], late["target"]) == (150.0, 200.0)


def test_a_commitment_of_all_is_that_of_the_members_of_the_day(engine: Engine):
    known_at = engine.tell(
        *joined("EST"), *joined("MNE", on="2021-06-05"), promised(actors=[], baseline=1.0)
    )

    [before] = engine.ask("compliance", "NATO", at("2021-06-04"), known_at)
    [after] = engine.ask("compliance", "NATO", at("2021-06-05"), known_at)

    assert (before["actors"], after["actors"]) == (1, 2)
    assert agrees(after, {"scored": 0, "compliance_ratio": None, "met": 0})


def test_nothing_promised_is_nothing_to_show(engine: Engine):
    known_at = engine.tell(*joined("EST"))

    assert engine.ask("commitments", "NATO", at("2021-06-04"), known_at) == []
    assert engine.ask("compliance", "NATO", at("2021-06-04"), known_at) == []
