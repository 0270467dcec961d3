"""How regularly bodies meet, who comes, what is planned, and who has not reported."""

from datetime import date, timedelta

import pytest

from schemas.events import (
    ExerciseCancelled,
    ExerciseConducted,
    ExerciseScheduled,
    MeetingCancelled,
    MeetingHeld,
    MeetingPostponed,
    MeetingScheduled,
)
from tests.spec.cases import NOW, agrees, joined, left, reported
from tests.support.builders import event, retraction_of
from tests.support.given import Engine, at, same

G7_GAPS = (365, 378, 442, 205, 452)


def held(on: date, body: str = "G7", level: str = "summit", **more: object) -> bytes:
    """Give a meeting of one day."""
    fields = {
        "meeting_id": f"{body}-{level}-{on}",
        "time": f"{on}T00:00:00Z",
        "started_on": f"{on}",
        "ended_on": f"{on}",
    }
    return event(MeetingHeld, body=body, level=level, **(fields | more))


def after_gaps(*gaps: int, first: date = date(2015, 6, 7)) -> list[date]:
    """Give the days of meetings that lie so far apart."""
    return [first + timedelta(days=sum(gaps[:i])) for i in range(len(gaps) + 1)]


def the_cadence(engine: Engine, as_of: date, *events: bytes, body: str = "G7"):
    """Give the cadence of summits."""
    known_at = engine.tell(*events)
    [row] = engine.ask("cadence", body, at(f"{as_of}"), known_at)
    return row


@pytest.mark.parametrize("others", [False, True], ids=["alone", "with other bodies"])
def test_summits_of_the_seven_come_almost_every_year(engine: Engine, others):
    days = after_gaps(*G7_GAPS)
    noise = [held(day + timedelta(days=33), body="NATO") for day in days] if others else []

    row = the_cadence(engine, days[-1], *map(held, days), *noise)

    assert agrees(row, {"median_gap_days": 378.0, "expected_days": 378.0, "meetings": 6})
    assert same(row["regularity"], 0.7596249614114218)


def test_only_the_last_five_gaps_count(engine: Engine):
    days = after_gaps(2000, 10, *G7_GAPS)

    row = the_cadence(engine, days[-1], *map(held, days))

    assert row["median_gap_days"] == 378.0
    assert same(row["regularity"], 0.7596249614114218)


@pytest.mark.parametrize(
    ("level", "days_since", "status"),
    [
        ("ambassador", 8, "green"),
        ("ambassador", 9, "amber"),
        ("ambassador", 14, "amber"),
        ("ambassador", 15, "red"),
        ("dm", 152, "green"),
        ("dm", 153, "amber"),
        ("dm", 245, "red"),
        ("fm", 227, "green"),
        ("fm", 228, "amber"),
        ("fm", 365, "red"),
    ],
)
def test_ministers_and_ambassadors_are_overdue_by_their_own_clock(
    engine: Engine, level, days_since, status
):
    first = date(2026, 1, 1)

    row = the_cadence(engine, first + timedelta(days=days_since), held(first, level=level))

    assert agrees(row, {"status": status, "days_since": days_since, "regularity": None})


@pytest.mark.parametrize(("days_since", "status"), [(125, "green"), (126, "amber"), (201, "red")])
def test_summits_are_overdue_by_their_median_gap(engine: Engine, days_since, status):
    days = after_gaps(100, 100, 100)

    row = the_cadence(engine, days[-1] + timedelta(days=days_since), *map(held, days))

    assert row["status"] == status
    assert same(row["overdue_ratio"], days_since / 100)


def test_one_summit_is_no_rhythm(engine: Engine):
    row = the_cadence(engine, date(2026, 1, 1), held(date(2020, 1, 1)))

    assert agrees(row, {"expected_days": None, "overdue_ratio": None, "status": None})


def test_a_body_that_met_twice_on_a_day_has_no_rhythm_either(engine: Engine):
    day = date(2020, 1, 1)

    row = the_cadence(engine, day, held(day), held(day, meeting_id="again"))

    assert agrees(row, {"median_gap_days": 0.0, "regularity": None, "status": None})


@pytest.mark.parametrize(
    ("events", "overdue", "status"),
    [
        (joined("EST", body="G7"), 1.08, "green"),
        ([], 1.08, "green"),
        ([*joined("EST", body="G7"), left("EST", "2016-01-01", body="G7")], None, "dissolved"),
        ([*joined("EST", body="G7"), left("EST", "2016-02-01", body="G7")], 1.08, "green"),
        (
            [*joined("EST", "FIN", body="G7"), left("EST", "2016-01-01", body="G7")],
            1.08,
            "green",
        ),
    ],
    ids=["with members", "that only meets", "dissolved", "to be dissolved", "one of two left"],
)
def test_no_meeting_of_a_body_without_members_is_overdue(engine: Engine, events, overdue, status):
    days = after_gaps(100)

    row = the_cadence(engine, date(2016, 1, 1), *map(held, (days[0], days[1])), *events)

    assert agrees(row, {"status": status, "overdue_ratio": overdue})


@pytest.mark.parametrize("also", [[], [event(MeetingCancelled, body="G7", sequence=2)]])
def test_a_level_that_was_planned_and_never_held_is_there(engine: Engine, also):
    known_at = engine.tell(
        held(date(2026, 1, 1)),
        event(
            MeetingScheduled, body="G7", level="dm", starts_on="2026-09-01", ends_on="2026-09-02"
        ),
        *also,
    )

    dm, summit = engine.ask("cadence", "G7", NOW, known_at)

    assert agrees(dm, {"level": "dm", "meetings": 0, "last_on": None, "days_since": None})
    assert agrees(dm, {"status": "never", "overdue_ratio": None, "expected_days": 122.0})
    assert summit["level"] == "summit"


def planned(on: str, **more: object) -> bytes:
    """Give the plan of a summit."""
    return event(MeetingScheduled, body="G7", starts_on=on, ends_on=on, **more)


def postponed(on: str | None, **more: object) -> bytes:
    """Give that it was postponed."""
    fields = {"time": "2026-05-20T00:00:00Z"}
    return event(MeetingPostponed, body="G7", starts_on=on, ends_on=on, **(fields | more))


@pytest.mark.parametrize(
    ("events", "next_on"),
    [
        ([planned("2026-12-01")], date(2026, 12, 1)),
        ([planned("2026-12-01"), planned("2026-11-30", meeting_id="x")], date(2026, 11, 30)),
        ([planned("2026-12-01"), postponed("2027-01-05")], date(2027, 1, 5)),
        ([planned("2026-12-01"), postponed(None)], None),
        ([planned("2026-12-01"), event(MeetingCancelled, body="G7", sequence=2)], None),
        ([planned("2026-11-01")], None),
    ],
    ids=["planned", "the next of two", "postponed", "to no day yet", "cancelled", "it has passed"],
)
def test_plans_show_the_next_meeting_and_leave_the_clock_alone(engine: Engine, events, next_on):
    days = after_gaps(100, 100, first=date(2026, 1, 1))

    row = the_cadence(engine, NOW.date(), *map(held, days), *events)

    assert agrees(row, {"next_planned_on": next_on, "last_on": days[-1], "meetings": 3})


def test_attendance_is_the_share_of_the_last_eight_meetings_of_a_level(engine: Engine):
    def came(i: int) -> list[dict[str, object]]:
        est = [{"actor": "EST", "rank": 1 + i % 2}] if i % 3 else []
        return [*est, {"actor": "FIN", "rank": 5}]

    days = after_gaps(*[30] * 9)
    known_at = engine.tell(
        *joined("EST", "FIN", "LVA", body="G7"),
        *(held(day, attendees=came(i)) for i, day in enumerate(days)),
        held(days[-1], level="fm", attendees=[{"actor": "LVA", "rank": 3}]),
    )

    found = engine.ask("attendance_record", "G7", at(f"{days[-1]}"), known_at)

    summary = {(row["actor"], row["level"]): (row["attended"], row["meetings"]) for row in found}
    assert summary == {
        ("EST", "fm"): (0, 1),
        ("EST", "summit"): (5, 8),
        ("FIN", "fm"): (0, 1),
        ("FIN", "summit"): (8, 8),
        ("LVA", "fm"): (1, 1),
        ("LVA", "summit"): (0, 8),
    }
    ranks = {(row["actor"], row["level"]): row["mean_rank"] for row in found}
    assert same(ranks["EST", "summit"], (1 + 1 + 2 + 2 + 1) / 5)
    assert ranks["LVA", "summit"] is None


def test_a_retracted_meeting_was_not_held(engine: Engine):
    days = after_gaps(100, 100)
    last = held(days[-1])
    known_at = engine.tell(*map(held, days), retraction_of(last))

    [row] = engine.ask("cadence", "G7", NOW, known_at)

    assert agrees(row, {"meetings": 2, "last_on": days[-2]})


@pytest.mark.parametrize(
    ("events", "ids"),
    [
        ([event(ExerciseScheduled)], ["amber-27"]),
        ([event(ExerciseScheduled), event(ExerciseCancelled, sequence=1)], []),
        (
            [
                event(ExerciseScheduled),
                event(ExerciseCancelled, sequence=1),
                event(ExerciseScheduled, sequence=2, starts_on="2027-04-01"),
            ],
            ["amber-27"],
        ),
        ([event(ExerciseScheduled), event(ExerciseConducted, exercise_id="amber-27")], []),
        ([event(ExerciseScheduled, participants=["SWE"])], []),
        ([planned("2027-01-01")], []),
        ([event(MeetingScheduled)], ["summit-27"]),
        ([event(MeetingScheduled), event(ExerciseScheduled)], ["amber-27", "summit-27"]),
        ([event(MeetingScheduled, time="2026-12-24T00:00:00Z")], []),
    ],
    ids=[
        "planned",
        "cancelled",
        "planned anew",
        "conducted",
        "of others",
        "of another body",
        "a meeting",
        "by day",
        "planned later",
    ],
)
def test_the_calendar_holds_what_is_planned_and_has_not_taken_place(engine: Engine, events, ids):
    known_at = engine.tell(*joined("EST"), *events)

    found = engine.ask("calendar", "NATO", NOW, known_at)

    assert [row["id"] for row in found] == ids


@pytest.mark.parametrize(
    ("age_days", "state"),
    [
        (0, "current"),
        (45, "current"),
        (46, "late"),
        (90, "late"),
        (91, "lapsed"),
        (166, "lapsed"),
        (9000, "lapsed"),
    ],
)
@pytest.mark.parametrize("pillar", ["P", "T"])
def test_a_report_is_missing_after_forty_five_days_and_keeps_its_age(
    engine: Engine, age_days, state, pillar
):
    known_at = engine.tell(*joined("EST"), reported(pillar, 90.0, age_days))

    [row] = engine.ask("reporting", "NATO", NOW, known_at)

    assert agrees(row, {"age_days": age_days, "state": state, "pillar": pillar})
    assert row["is_missing"] == (state != "current")


def test_leaving_and_coming_back_forgives_no_missing_report(engine: Engine):
    known_at = engine.tell(
        *joined("EST"),
        reported("P", 90.0, 400),
        left("EST", "2026-01-01"),
        *joined("EST", on="2026-06-01"),
    )

    [row] = engine.ask("reporting", "NATO", NOW, known_at)

    assert agrees(row, {"age_days": 400, "state": "lapsed"})


def test_only_a_retraction_ends_what_is_expected(engine: Engine):
    report = reported("P", 90.0, 400)
    first = engine.tell(*joined("EST"), report)
    later = engine.tell(retraction_of(report))

    [then] = engine.ask("reporting", "NATO", NOW, first)
    [now] = engine.ask("reporting", "NATO", NOW, later)

    assert (then["state"], now["state"], now["area"]) == ("lapsed", "never", None)


def test_the_missing_come_first_and_those_never_heard_of_before_them(engine: Engine):
    known_at = engine.tell(
        *joined("EST", "FIN", "LVA", "LTU"),
        left("LTU", "2020-01-01"),
        reported("P", 90.0, 3),
        reported("S", 90.0, 60),
        reported("S", 80.0, 400, actor="FIN"),
    )

    found = engine.ask("reporting", "NATO", NOW, known_at)

    assert [(row["actor"], row["pillar"], row["is_missing"]) for row in found] == [
        ("LVA", None, True),
        ("FIN", "S", True),
        ("EST", "S", True),
        ("EST", "P", False),
    ]
