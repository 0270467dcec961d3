"""Meetings, decisions and commitments, as the read functions tell their lives step by step."""

from schemas.events import (
    CommitmentMade,
    CommitmentProgressReported,
    CommitmentReaffirmed,
    CommitmentRevised,
    DecisionProposed,
    MeetingCancelled,
    MeetingHeld,
    MeetingPostponed,
    MeetingScheduled,
    SilenceBroken,
)
from schemas.vocabulary import Classification
from tests.support.builders import correction_of, event, retraction_of
from tests.support.given import at, undone
from tests.support.postgres import Database

NOW = at("2026-11-23T12:00:00")
SPAN = (at("2026-01-01").date(), at("2027-12-31").date())
PLAN = {"meeting_id": "m-1", "body": "NATO"}


def _scheduled(on: str = "2026-06-01") -> bytes:
    return event(
        MeetingScheduled, **PLAN, level="dm", starts_on=on, ends_on=on, time="2026-01-10T00:00:00Z"
    )


def test_a_meeting_is_planned_then_postponed_then_held(database: Database):
    with undone(database) as told:
        told.tell(_scheduled())
        moved = told.tell(
            event(
                MeetingPostponed,
                **PLAN,
                starts_on="2026-07-01",
                ends_on="2026-07-01",
                reason="a storm",
                time="2026-05-20T00:00:00Z",
            )
        )
        known = told.tell(
            event(
                MeetingHeld,
                **PLAN,
                level="dm",
                started_on="2026-07-01",
                ended_on="2026-07-01",
                attendees=[{"actor": "EST", "rank": 2}, {"actor": "FIN", "rank": 1}],
                time="2026-07-01T12:00:00Z",
            )
        )

        [planned] = told.ask("meeting_plans", "NATO", *SPAN, at("2026-02-01"), known)
        [postponed] = told.ask("meeting_plans", "NATO", *SPAN, NOW, moved)
        [held] = told.ask("meeting_plans", "NATO", *SPAN, NOW, known)
        came = told.ask("attendees", "m-1", NOW, known)

    assert (planned["state"], str(planned["starts_on"])) == ("planned", "2026-06-01")
    assert (postponed["state"], str(postponed["first_on"])) == ("postponed", "2026-06-01")
    assert (held["state"], str(held["starts_on"]), held["attendees"]) == ("held", "2026-07-01", 2)
    assert (held["postponements"], held["reason"]) == (1, "a storm")
    assert [(row["actor"], row["rank"]) for row in came] == [("FIN", 1), ("EST", 2)]


def test_a_cancelled_meeting_keeps_the_day_it_was_planned_for(database: Database):
    with undone(database) as told:
        known = told.tell(
            _scheduled(), event(MeetingCancelled, **PLAN, time="2026-05-20T00:00:00Z")
        )
        [plan] = told.ask("meeting_plans", "NATO", *SPAN, NOW, known)
        outside = told.ask("meeting_plans", "WTO", *SPAN, NOW, known)

    assert (plan["state"], str(plan["starts_on"])) == ("cancelled", "2026-06-01")
    assert outside == []


def test_a_decision_is_told_step_by_step_with_reasons_to_those_who_may_read_them(
    database: Database,
):
    with undone(database) as told:
        known = told.tell(
            event(DecisionProposed, decision_id="d-1", time="2026-11-01T08:00:00Z"),
            event(
                SilenceBroken,
                decision_id="d-1",
                actor="FRA",
                reason="the costs",
                time="2026-11-02T08:00:00Z",
                classification="SECRET",
            ),
        )
        steps = told.ask("decision_history", "d-1", NOW, known)
        told.clear_for(Classification.UNCLASSIFIED)
        open_steps = told.ask("decision_history", "d-1", NOW, known)

    assert [(step["move"], step["reason"]) for step in steps] == [
        ("proposed", None),
        ("broken", "the costs"),
    ]
    assert [step["move"] for step in open_steps] == ["proposed"]


def test_a_commitment_is_told_with_its_values_and_what_was_said_of_it(database: Database):
    told_on = {"commitment_id": "c-1"}
    with undone(database) as told:
        known = told.tell(
            event(CommitmentMade, **told_on, time="2024-01-01T00:00:00Z"),
            event(CommitmentRevised, **told_on, time="2025-01-01T00:00:00Z"),
            event(CommitmentReaffirmed, **told_on, time="2025-06-01T00:00:00Z"),
            event(
                CommitmentProgressReported,
                **told_on,
                actor="EST",
                value=1.5,
                observed_on="2025-12-31",
                time="2026-01-20T00:00:00Z",
            ),
        )
        moves = told.ask("commitment_history", "c-1", NOW, known)
        [value] = told.ask("progress", "c-1", NOW, known)
        before = told.ask("progress", "c-1", at("2026-01-01"), known)

    assert [move["move"] for move in moves] == ["made", "revised", "reaffirmed"]
    assert (value["actor"], value["value"], str(value["observed_on"])) == (
        "EST",
        1.5,
        "2025-12-31",
    )
    assert before == []


def test_a_step_that_was_amended_and_is_as_it_was_again_is_told_once(database: Database):
    root = event(SilenceBroken, decision_id="d-1", actor="EST", reason="too soon")
    with undone(database) as told:
        before = told.tell(root)
        told.tell(correction_of(root, reason="too late", id="c1"))
        after = told.tell(retraction_of(root, amends="c1"))

        for known_at in (before, after):
            steps = told.ask("decision_history", "d-1", NOW, known_at)
            assert [step["reason"] for step in steps] == ["too soon"]
