"""Meetings, decisions and commitments in words and marks; nothing recorded is never a zero."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dashboard.export_formats import words_of
from dashboard.figures.theme import LIGHT
from dashboard.pages.summits import words as summits
from dashboard.pages.summits.attendance import ATTENDANCE, Came
from dashboard.pages.summits.cadence import CADENCE
from dashboard.pages.summits.consensus import CONSENSUS
from dashboard.pages.summits.data import Summits
from dashboard.pages.summits.figures.cadence import cadence_strip
from dashboard.pages.summits.figures.paths import commitment_paths
from dashboard.pages.summits.meeting import chosen_meeting
from dashboard.pages.summits.queries import (
    Attendance,
    Cadence,
    Divergence,
    Dormancy,
    MeetingPlan,
    Progress,
)
from dashboard.pages.summits.rows import Decision
from dashboard.pages.summits.words import promises
from dashboard.queries.commitments import Compliance, Standing
from dashboard.wording.promises import left
from tests.support.shown import at_moment, in_grid, on_card

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
TODAY = NOW.date()


def plan(**changes: object) -> MeetingPlan:
    """Give a meeting of defence ministers, planned for next month."""
    usual: dict[str, object] = {
        "meeting_id": "dm-1",
        "level": "dm",
        "state": "planned",
        "first_on": date(2026, 12, 10),
        "starts_on": date(2026, 12, 10),
        "ends_on": date(2026, 12, 11),
        "place": "Brussels",
        "postponements": 0,
        "reason": None,
        "attendees": 0,
        "ledger_seq": 1,
    }
    return MeetingPlan(**(usual | changes))  # type: ignore[arg-type]


def decision(**changes: object) -> Decision:
    """Give a decision under silence."""
    usual: dict[str, object] = {
        "decision_id": "d-1",
        "topic": "Agree on fuel",
        "policy_domain": "logistics",
        "meeting_id": None,
        "state": "silence",
        "mode": None,
        "proposed_at": datetime(2026, 11, 20, tzinfo=UTC),
        "silence_deadline_at": datetime(2026, 12, 1, 16, tzinfo=UTC),
        "decided_at": None,
        "breaks": 0,
        "reservations": 0,
        "blocks": 0,
        "objectors": [],
        "newest_seq": 1,
        "in_all": 1,
    }
    return Decision(**(usual | changes))  # type: ignore[arg-type]


def standing(**changes: object) -> Standing:
    """Give an actor half-way through a commitment, a little behind its path."""
    usual: dict[str, object] = {
        "commitment_id": "c-1",
        "title": "Hold stocks",
        "metric": "stocks",
        "unit": "days",
        "actor": "EST",
        "baseline": 10.0,
        "target": 30.0,
        "direction": "up",
        "start_on": date(2024, 1, 1),
        "due_on": date(2028, 1, 1),
        "value": 20.0,
        "observed_on": date(2026, 6, 30),
        "age_days": 150,
        "is_estimate": True,
        "expected": 24.0,
        "score": 0,
        "auto_score": 0,
        "score_stage": None,
        "assessor": None,
        "is_late": None,
        "is_counted": True,
        "outcome": None,
    }
    return Standing(**(usual | changes))  # type: ignore[arg-type]


def rhythm(level: str, ratio: float | None, status: str | None) -> Cadence:
    """Give the rhythm of a level."""
    return Cadence(
        level=level,
        meetings=9,
        last_on=date(2026, 4, 2),
        days_since=239,
        expected_days=182.0 if ratio else None,
        overdue_ratio=ratio,
        status=status,
        regularity=0.65,
        next_planned_on=None,
    )


def compliance(**changes: object) -> Compliance:
    """Give a commitment that is due in a month."""
    usual: dict[str, object] = {
        "commitment_id": "c-1",
        "title": "Hold stocks",
        "scored": 2,
        "actors": 3,
        "compliance_ratio": 0.75,
        "met": 1,
        "partly": 1,
        "missed": 0,
        "due_on": date(2026, 12, 31),
        "late": 0,
        "not_reported": 0,
    }
    return Compliance(**(usual | changes))  # type: ignore[arg-type]


def test_the_strip_names_what_is_late_the_latest_first():
    rows = [rhythm("dm", 0.4, "green"), rhythm("fm", 1.3, "amber"), rhythm("summit", 2.4, "red")]

    assert summits.cadence_title(rows) == "Later than usual: summits and foreign ministers"
    assert summits.cadence_title(rows[:1]) == "No level meets later than usual"
    assert summits.cadence_title([]) == "No meeting of this body is on record"


def test_late_is_said_by_a_sign_and_a_word():
    assert summits.status(rhythm("fm", 1.3, "amber")) == "△ late"
    assert summits.status(rhythm("fm", 2.3, "red")) == "✕ overdue"
    assert summits.status(rhythm("fm", None, None)) == "–"


@pytest.mark.parametrize(
    ("meeting", "words"),
    [
        (plan(), "Defence ministers, 10–11 Dec 2026, Brussels: planned"),
        (
            plan(state="postponed", first_on=date(2026, 10, 1), reason="elections"),
            "Defence ministers, 10–11 Dec 2026, Brussels: postponed from 1 Oct 2026 (elections)",
        ),
        (
            plan(state="postponed", starts_on=None, ends_on=None),
            "Defence ministers: postponed from 10 Dec 2026, no new day yet",
        ),
        (plan(state="cancelled"), "Defence ministers, 10–11 Dec 2026, Brussels: cancelled"),
        (
            plan(state="held", attendees=3),
            "Defence ministers, 10–11 Dec 2026, Brussels: held, 3 came",
        ),
        (
            plan(state="held", place=None, level="council"),
            "council, 10–11 Dec 2026, place not said: held, nobody's presence is recorded",
        ),
    ],
)
def test_each_state_of_a_meeting_has_its_sentence(meeting: MeetingPlan, words: str):
    assert summits.meeting_words(meeting) == words


def test_what_falls_due_is_ordered_by_day_and_ends_after_ninety():
    far = plan(meeting_id="far", starts_on=date(2027, 6, 1))
    found = summits.due([plan(), far, plan(state="held")], [decision()], [compliance()], NOW)

    assert [one.on.isoformat() for one in found] == ["2026-12-01", "2026-12-10", "2026-12-31"]
    assert found[0].words == "Silence ends: Agree on fuel"
    assert summits.due_title(found, TODAY) == "2 due in 30 days, 1 in 90"
    assert summits.due_title([], TODAY) == "Nothing falls due in 90 days"


def test_presence_that_nobody_recorded_is_not_zero():
    silent = Attendance(actor="EST", level="summit", attended=0, meetings=8, mean_rank=None)
    seen = Attendance(actor="EST", level="dm", attended=2, meetings=8, mean_rank=1.5)

    assert summits.recorded_levels([silent, seen]) == ["dm"]
    assert summits.attendance_title([silent]) == "Nobody's presence at a meeting is recorded"
    assert summits.attendance_title([silent, seen]) == (
        "Estonia came least: 2 of 8 defence ministers"
    )


def test_a_level_that_was_planned_and_never_held_says_so():
    never = replace(rhythm("dm", None, "never"), meetings=0, last_on=None, days_since=None)

    assert summits.status(never) == "○ never held"
    assert summits.last_met(never) == "planned and never held"
    assert summits.cadence_title([never]) == "No level meets later than usual"


def test_one_contested_decision_of_one_is_no_pattern():
    rows = [
        Divergence(
            policy_domain="audit",
            proposed=1,
            contested=1,
            divergence_ratio=1.0,
            newest_on=NOW.date(),
        ),
        Divergence(
            policy_domain="posture",
            proposed=20,
            contested=11,
            divergence_ratio=0.55,
            newest_on=NOW.date(),
        ),
    ]

    assert summits.consensus_title(rows) == "Most contested: posture, 11 of 20"
    assert summits.consensus_title(rows[:1]) == "Most contested: audit, 1 of 1"


def test_silence_is_counted_down_and_adopts_at_its_minute():
    adopted = decision(
        state="adopted", mode="silence", decided_at=datetime(2026, 12, 1, 16, tzinfo=UTC)
    )

    assert left(datetime(2026, 12, 1, 16, tzinfo=UTC), NOW) == "4 d 4 h left"
    assert left(datetime(2026, 11, 27, 13, 30, tzinfo=UTC), NOW) == "1 h 30 min left"
    assert "011600ZDEC26" in promises.clock_adopted(adopted)
    assert promises.clock_adopted(decision()) == ""


def test_who_objected_is_named_or_said_to_be_unknown():
    assert promises.objections(decision()) == "nobody objected"
    assert promises.objections(decision(breaks=1)) == "objected, not said who"
    assert promises.objections(decision(breaks=1, objectors=["FRA"])) == "objected: France"
    assert promises.objections(decision(reservations=1, objectors=["ESP"])) == (
        "with reservations: Spain"
    )


def test_a_sleeping_commitment_says_since_when():
    spoken = Dormancy(
        commitment_id="c-1",
        title="Hold stocks",
        last_affirmed_at=datetime(2014, 9, 5, tzinfo=UTC),
        reaffirmations=0,
        summits_since=10,
        is_dormant=True,
        silent_days=4467,
    )

    words = promises.promise_subtitle([standing(), standing(actor="FIN", score=None)], spoken)

    assert "Scored: 1 by the path." in words
    assert "◌ dormant: last affirmed 5 Sep 2014, 4467 d ago, 10 summits since." in words


def test_estimates_are_hollow_and_actors_are_not_joined():
    points = [
        Progress(
            actor="EST",
            observed_on=date(2025, 1, 1),
            value=12.0,
            is_estimate=False,
            is_forecast=False,
        ),
        Progress(
            actor="FIN",
            observed_on=date(2025, 1, 1),
            value=13.0,
            is_estimate=True,
            is_forecast=False,
        ),
        Progress(
            actor="FIN",
            observed_on=date(2026, 1, 1),
            value=15.0,
            is_estimate=True,
            is_forecast=False,
        ),
        Progress(
            actor="LVA",
            observed_on=date(2026, 1, 1),
            value=15.0,
            is_estimate=True,
            is_forecast=False,
        ),
    ]
    standings = [standing(actor=actor) for actor in ("EST", "FIN", "LVA")]

    figure = commitment_paths(standings, points, "EST", LIGHT, now=NOW)

    others, path, chosen = figure.data
    assert list(others.y) == [13.0, 15.0, None, 15.0]
    assert list(path.y) == [10.0, 30.0]
    assert list(chosen.marker.symbol) == ["circle"]
    assert set(others.marker.symbol[:2]) == {"circle-open"}


def test_a_commitment_without_a_baseline_or_a_value_is_drawn_without_a_path():
    figure = commitment_paths([standing(baseline=None, value=None)], [], None, LIGHT, now=NOW)

    assert [len(trace.x or ()) for trace in figure.data] == [0]
    assert list(commitment_paths([], [], None, LIGHT, now=NOW).data) == []


def test_a_postponed_meeting_is_drawn_where_it_was_and_where_it_is():
    moved = plan(state="postponed", first_on=date(2026, 10, 1), postponements=1)

    figure = cadence_strip(
        [moved], ["dm"], LIGHT, first=date(2025, 1, 1), last=date(2027, 1, 1), now=NOW
    )

    slip, was, _, planned, _ = figure.data
    assert list(slip.x)[:2] == [date(2026, 10, 1), date(2026, 12, 10)]
    assert list(was.x) == [date(2026, 10, 1)]
    assert list(planned.x) == [date(2026, 12, 10)]


def test_the_meeting_shown_is_the_newest_whose_before_and_after_are_over():
    fresh = plan(meeting_id="fresh", state="held", starts_on=date(2026, 10, 1), attendees=3)
    weekly = plan(meeting_id="weekly", level="ambassador", state="held", attendees=3)
    old = plan(meeting_id="old", state="held", starts_on=date(2026, 3, 1), attendees=3)

    assert chosen_meeting([fresh, weekly, old], None, TODAY) is old
    assert chosen_meeting([fresh, weekly], None, TODAY) is fresh
    assert chosen_meeting([fresh], "nobody knows", TODAY) is None
    assert chosen_meeting([], None, TODAY) is None


def found(**changes: object) -> Summits:
    """Give a page of which nothing is known but what a test says."""
    nothing: dict[str, object] = {
        "moment": at_moment(NOW),
        "cadence": [],
        "plans": [],
        "attendance": [],
        "decisions": [],
        "chosen_decision": None,
        "steps": [],
        "divergence": [],
        "compliance": [],
        "dormancy": [],
        "commitment": None,
        "standings": [],
        "progress": [],
    }
    return Summits(**(nothing | changes))  # type: ignore[arg-type]


def contested(domain: str, contested: int, proposed: int) -> Divergence:
    """Give how often consensus failed in a domain."""
    return Divergence(
        policy_domain=domain,
        proposed=proposed,
        contested=contested,
        divergence_ratio=contested / proposed,
        newest_on=TODAY,
    )


def test_the_most_contested_domain_comes_first_in_bars_and_rows_and_is_the_finding():
    domains = [contested("energy", 1, 4), contested("arms", 3, 4), contested("cyber", 1, 4)]

    shown = on_card(CONSENSUS, found(divergence=domains))

    assert [row["domain"] for row in shown["consensus-grid.rowData"]] == [
        "arms",
        "cyber",
        "energy",
    ]
    bars = words_of(shown["consensus-table.children"])
    assert bars.index("arms") < bars.index("cyber") < bars.index("energy")
    assert shown["consensus-title.children"] == "Most contested: arms, 3 of 4"
    assert in_grid(CONSENSUS.grid, domains[1]) == {
        "Policy domain": "arms",
        "Contested": 3,
        "Of": 4,
        "Share, %": 75.0,
        "Newest": "2026-11-27",
    }


def test_each_value_of_the_tables_stands_under_its_own_heading():
    row = Attendance(actor="EST", level="dm", attended=3, meetings=4, mean_rank=2.5)

    assert in_grid(ATTENDANCE.grid, Came(row, is_recorded=True)) == {
        "Member": "Estonia (EST)",
        "Level": summits.level("dm"),
        "Came to": 3,
        "Of": 4,
        "Mean rank": 2.5,
    }
    assert in_grid(ATTENDANCE.grid, Came(row, is_recorded=False))["Came to"] == "not recorded"
    shown = in_grid(CADENCE.grid, plan(state="held", attendees=31, postponements=2, place="Riga"))
    assert {name: shown[name] for name in ("Place", "Postponed", "Came", "State")} == {
        "Place": "Riga",
        "Postponed": 2,
        "Came": 31,
        "State": "held",
    }
