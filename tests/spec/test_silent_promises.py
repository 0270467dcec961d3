"""What becomes of a promise of which nobody speaks: it is late, then missed, and never kept."""

from datetime import date

import pytest

from schemas.events import CommitmentMade, CommitmentProgressReported, ComplianceAssessed
from tests.spec.cases import agrees, joined, left
from tests.support.builders import correction_of, event
from tests.support.given import Engine, Row, at, same


def promised(**more: object) -> bytes:
    """Give a commitment of EST from 0 at the start of 2021 to 100 at the start of 2022."""
    fields = {
        "actors": ["EST"],
        "baseline": 0.0,
        "target": 100.0,
        "start_on": "2021-01-01",
        "due_on": "2022-01-01",
        "time": "2020-06-01T00:00:00Z",
    }
    return event(CommitmentMade, **(fields | more))


def said(value: float, about: str, on: str | None = None, **more: object) -> bytes:
    """Give what EST said on a day, by default the same, to have reached on one."""
    fields = {"value": value, "observed_on": about, "time": f"{on or about}T00:00:00Z"}
    return event(CommitmentProgressReported, **(fields | more))


def judged(score: int, stage: str, on: str = "2021-06-01") -> bytes:
    """Give what an assessor said about EST."""
    return event(ComplianceAssessed, score=score, stage=stage, time=f"{on}T00:00:00Z")


def standing(engine: Engine, as_of: str, *events: bytes) -> Row:
    """Give where EST stands."""
    known_at = engine.tell(*events)
    [row] = engine.ask("commitments", "NATO", at(as_of), known_at)
    return row


SEEN_AND_FORESEEN = (
    promised(),
    said(40.0, "2021-06-01"),
    said(99.0, "2021-12-31", "2021-06-15", is_estimate=True),
)


def test_half_way_the_value_that_was_seen_is_behind_whatever_was_foreseen(engine: Engine):
    row = standing(engine, "2021-07-02", *SEEN_AND_FORESEEN)

    assert agrees(row, {"value": 40.0, "age_days": 31, "score": 0, "outcome": None})
    assert round(row["expected"], 3) == 49.863


def test_after_the_due_day_nothing_new_is_missed(engine: Engine):
    row = standing(engine, "2022-02-01", *SEEN_AND_FORESEEN)

    assert agrees(row, {"value": 40.0, "expected": 100.0, "score": 0, "outcome": "missed"})


def test_a_forecast_that_reaches_the_target_does_not_make_it_reached(engine: Engine):
    row = standing(
        engine, "2022-02-01", *SEEN_AND_FORESEEN[:2], said(100, "2022-01-01", "2021-06-15")
    )

    assert agrees(row, {"value": 40.0, "outcome": "missed"})


def test_a_forecast_is_shown_beside_the_path_of_its_own_day(engine: Engine):
    known_at = engine.tell(*SEEN_AND_FORESEEN)

    seen, foreseen = engine.ask("progress", "two-percent", at("2021-07-02"), known_at)

    assert agrees(seen, {"value": 40.0, "is_forecast": False, "observed_on": date(2021, 6, 1)})
    assert agrees(foreseen, {"value": 99.0, "is_forecast": True, "is_estimate": True})
    assert same(foreseen["expected"], 364 / 365 * 100)


@pytest.mark.parametrize(
    ("report", "as_of", "value"),
    [
        (said(50.0, "2021-06-30", "2021-06-01", dateprecision="month"), "2021-06-30", 50.0),
        (said(50.0, "2021-06-30", "2021-06-01", dateprecision="month"), "2021-06-29", 40.0),
        (said(50.0, "2021-07-01", "2021-06-01", dateprecision="month"), "2021-07-02", 40.0),
        (said(50.0, "2021-12-31", "2021-01-01", dateprecision="year"), "2021-12-31", 50.0),
        (said(50.0, "2021-12-31", "2021-01-01", dateprecision="year"), "2021-07-02", 40.0),
        (said(50.0, "2021-06-30", "2021-06-01", dateprecision="day"), "2021-06-30", 40.0),
        (said(50.0, "2021-06-30", "2021-06-01"), "2021-06-30", 40.0),
        (said(50.0, "2021-06-02", "2021-06-02"), "2021-06-02", 50.0),
    ],
    ids=[
        "in the month it names",
        "in that month, but not yet",
        "after that month",
        "in the year it names",
        "in that year, but not yet",
        "after the day it names",
        "after the moment it names",
        "on the day itself",
    ],
)
def test_a_report_can_have_seen_what_lies_in_the_period_its_time_names(
    engine: Engine, report, as_of, value
):
    row = standing(engine, as_of, promised(), said(40.0, "2021-01-02"), report)

    assert row["value"] == value
    assert row["age_days"] >= 0


@pytest.mark.parametrize("seen_on", ["2021-06-20", "2021-12-20"], ids=["before", "after"])
def test_what_was_seen_stands_before_what_was_foreseen_of_the_same_day(engine: Engine, seen_on):
    foreseen = said(99.0, "2021-06-20", "2021-06-10", is_estimate=True)
    seen = said(60.0, "2021-06-20", seen_on)

    known_at = engine.tell(promised(), foreseen, seen)

    [row] = engine.ask("commitments", "NATO", at("2021-12-31"), known_at)
    [shown] = engine.ask("progress", "two-percent", at("2021-12-31"), known_at)
    assert row["value"] == shown["value"] == 60.0
    assert shown["is_forecast"] is False


def test_a_corrected_report_is_a_forecast_by_the_time_it_was_corrected_to(engine: Engine):
    report = said(50.0, "2021-06-30")
    first = engine.tell(promised(), report)
    later = engine.tell(correction_of(report, time="2021-06-01T00:00:00Z"))

    asked = [
        engine.ask("commitments", "NATO", at("2021-08-01"), known) for known in (first, later)
    ]

    assert [rows[0]["value"] for rows in asked] == [50.0, None]


@pytest.mark.parametrize(
    ("events", "value", "score", "outcome"),
    [
        ([], None, None, "not reported"),
        ([said(100.0, "2021-12-31")], 100.0, 1, "reached"),
        ([said(100.0, "2022-01-01")], 100.0, 1, "reached"),
        ([said(100.0, "2022-01-02")], None, None, "not reported"),
        ([said(40.0, "2021-12-31"), said(100.0, "2022-06-01")], 40.0, 0, "missed"),
        ([said(40.0, "2021-12-31"), said(100.0, "2022-01-01", "2022-06-01")], 100.0, 1, "reached"),
        ([said(0.0, "2021-12-31")], 0.0, -1, "missed"),
        ([said(100.0, "2021-01-01")], 100.0, None, "not reported"),
        ([judged(1, "final", "2022-06-01")], None, 1, "reached"),
        ([said(100.0, "2021-12-31"), judged(-1, "final")], 100.0, -1, "missed"),
    ],
    ids=[
        "nothing",
        "reached before",
        "on the day",
        "the day after",
        "reached too late",
        "told late, of the day",
        "not a step",
        "seen at the start only",
        "an assessor",
        "an assessor against it",
    ],
)
def test_after_the_due_day_a_promise_stays_reached_missed_or_not_reported(
    engine: Engine, events, value, score, outcome
):
    known_at = engine.tell(promised(), *events)

    for as_of in ("2023-01-01", "2031-01-01"):
        [row] = engine.ask("commitments", "NATO", at(as_of), known_at)
        assert agrees(row, {"value": value, "score": score, "outcome": outcome})


@pytest.mark.parametrize(
    ("value", "given", "after", "stage"),
    [
        (100.0, ("interim", -1), -1, "interim"),
        (100.0, ("interim", 1), 1, None),
        (40.0, ("interim", 1), 0, None),
        (40.0, ("interim", -1), -1, "interim"),
        (40.0, ("final", 1), 1, "final"),
        (None, ("interim", 1), 1, "interim"),
        (0.0, ("interim", 0), -1, None),
    ],
    ids=[
        "harsher than the last day",
        "as the last day",
        "milder than the last day",
        "harsher than behind",
        "final",
        "nothing was seen",
        "milder than nothing done",
    ],
)
def test_what_was_said_for_the_time_being_cannot_lift_what_the_last_day_showed(
    engine: Engine, value, given, after, stage
):
    seen = [] if value is None else [said(value, "2021-05-01")]
    known_at = engine.tell(promised(), *seen, judged(given[1], given[0]))

    [then] = engine.ask("commitments", "NATO", at("2022-01-01"), known_at)
    [now] = engine.ask("commitments", "NATO", at("2022-01-02"), known_at)

    assert agrees(then, {"score": given[1], "score_stage": given[0]})
    assert agrees(now, {"score": after, "score_stage": stage})


@pytest.mark.parametrize(
    ("events", "actors"),
    [
        (joined("EST"), ["EST"]),
        ([*joined("EST"), left("EST", "2021-06-01")], []),
        ([*joined("EST"), *joined("FIN", on="2021-12-31")], ["EST", "FIN"]),
        ([*joined("EST"), *joined("FIN", on="2022-01-01")], ["EST", "FIN"]),
        ([*joined("EST"), *joined("FIN", on="2022-01-02")], ["EST"]),
        (
            [*joined("EST"), left("EST", "2021-01-01"), *joined("EST", on="2022-02-01")],
            [],
        ),
        (
            [*joined("EST"), left("EST", "2021-01-02"), *joined("EST", on="2022-02-01")],
            ["EST"],
        ),
    ],
    ids=[
        "a member",
        "who left",
        "who joined before it was due",
        "who joined that day",
        "who joined too late",
        "who was away throughout, and came back",
        "who was there for a day, and came back",
    ],
)
def test_a_promise_of_all_binds_the_members_of_the_day_that_had_a_day_to_keep_it(
    engine: Engine, events, actors
):
    known_at = engine.tell(promised(actors=[]), *events)

    found = engine.ask("commitments", "NATO", at("2022-06-01"), known_at)

    assert [row["actor"] for row in found] == actors
    assert all(row["is_counted"] for row in found)


@pytest.mark.parametrize(
    ("events", "counted"),
    [
        (joined("EST"), True),
        ([], True),
        ([*joined("EST"), left("EST", "2021-06-01")], False),
        ([*joined("EST"), left("EST", "2021-06-01"), *joined("EST", on="2021-07-01")], True),
        ([*joined("EST"), left("EST", "2022-06-02")], True),
    ],
    ids=["a member", "never one", "left", "left and came back", "will leave"],
)
def test_who_was_named_and_left_is_listed_and_not_counted(engine: Engine, events, counted):
    known_at = engine.tell(promised(actors=["EST", "FIN"]), said(0.0, "2021-06-01"), *events)

    est, fin = engine.ask("commitments", "NATO", at("2022-06-01"), known_at)
    [row] = engine.ask("compliance", "NATO", at("2022-06-01"), known_at)

    assert (est["is_counted"], fin["is_counted"]) == (counted, True)
    assert agrees(row, {"actors": 1 + counted, "scored": int(counted), "missed": int(counted)})
    assert agrees(row, {"not_reported": 1, "late": 0})


def test_a_commitment_that_everybody_left_stays_listed(engine: Engine):
    known_at = engine.tell(
        promised(), said(0.0, "2021-06-01"), *joined("EST"), left("EST", "2021-07-01")
    )

    [row] = engine.ask("compliance", "NATO", at("2022-06-01"), known_at)

    assert agrees(row, {"actors": 0, "scored": 0, "compliance_ratio": None, "missed": 0})


def test_a_missed_goal_does_not_dissolve_and_its_compliance_stands(engine: Engine):
    known_at = engine.tell(
        promised(actors=["EST", "FIN"]),
        said(0.0, "2021-12-31"),
        said(100.0, "2021-12-31", actor="FIN"),
    )

    [soon] = engine.ask("compliance", "NATO", at("2022-01-02"), known_at)
    [late] = engine.ask("compliance", "NATO", at("2026-01-01"), known_at)

    assert agrees(soon, {"scored": 2, "met": 1, "missed": 1, "late": 0})
    assert agrees(late, {"scored": 2, "met": 1, "missed": 1, "late": 2})
    assert same(soon["compliance_ratio"], 0.5)
    assert same(late["compliance_ratio"], 0.5)


def test_before_the_start_nothing_of_a_promise_is_reported(engine: Engine):
    row = standing(engine, "2021-01-01", promised(), said(50.0, "2020-12-01"))

    assert agrees(row, {"value": 50.0, "score": None, "outcome": None, "expected": 0.0})


def test_a_start_that_nobody_has_seen_yet_is_no_start(engine: Engine):
    foreseen = said(10.0, "2021-01-01", "2020-11-01", is_estimate=True)

    row = standing(
        engine, "2021-06-01", promised(baseline=None), foreseen, said(20.0, "2021-02-01")
    )

    assert agrees(row, {"baseline": None, "expected": None, "score": None, "value": 20.0})
