"""Data that contradicts itself is refused, and the refusal says what is wrong."""

import json
from typing import Any

import pytest

from schemas.envelope import decode
from schemas.errors import Refused
from schemas.events import (
    BaselineAdopted,
    CapabilityDeclared,
    CommitmentReaffirmed,
    CommitmentRevised,
    CommitmentWithdrawn,
    ComplianceAssessed,
    DecisionProposed,
    EventData,
    ExerciseConducted,
    ExerciseScheduled,
    InsightShared,
    LessonIdentified,
    LevelOverridden,
    MeetingPostponed,
    MeetingScheduled,
    NoteAdded,
    ObservationSubmitted,
    RemedialActionTasked,
    RequirementSet,
)
from tests.support.builders import RECEIVED_AT, decoded, document


@pytest.mark.parametrize(
    ("kind", "fields", "complaint"),
    [
        (ExerciseScheduled, {"ends_on": "2027-05-02"}, "ends_on lies before starts_on"),
        (ExerciseScheduled, {"participants": ["EST", "EST"]}, "participants names one twice"),
        (ExerciseScheduled, {"domains": ["land", "land"]}, "domains names one twice"),
        (ExerciseScheduled, {"latitude_deg": 58.0}, "go together"),
        (MeetingScheduled, {"ends_on": "2027-07-05"}, "ends_on lies before starts_on"),
        (MeetingScheduled, {"invited": ["EST", "EST"]}, "invited names one twice"),
        (MeetingPostponed, {"ends_on": None}, "starts_on and ends_on go together"),
        (MeetingPostponed, {"ends_on": "2027-09-05"}, "ends_on lies before starts_on"),
        (ObservationSubmitted, {"actors": ["EST", "EST"]}, "actors names one twice"),
        (LessonIdentified, {"actors": []}, "actors names nobody"),
        (LessonIdentified, {"severity": 0}, "severity"),
        (LessonIdentified, {"severity": 5}, "severity"),
        (LessonIdentified, {"observation_ids": ["a", "a"]}, "observation_ids names one twice"),
        (RemedialActionTasked, {"cost": {"amount": -1.0, "currency": "EUR"}}, "cost"),
        (RemedialActionTasked, {"element": "hope"}, "one of planning, organisation"),
        (CapabilityDeclared, {"quantity": -1}, "quantity"),
        (CapabilityDeclared, {"ntm_days": 366}, "ntm_days"),
        (BaselineAdopted, {"level": 0}, "level"),
        (BaselineAdopted, {"level": 10}, "level"),
        (RequirementSet, {"target_index": 100.5}, "target_index"),
        (LevelOverridden, {"level": "C6"}, "one of C1, C2, C3, C4, C5"),
        (ComplianceAssessed, {"score": 2}, "score"),
        (ComplianceAssessed, {"stage": "first"}, "one of interim, final"),
        (CommitmentRevised, {"due_on": "2014-12-31"}, "due_on must lie after start_on"),
        (CommitmentWithdrawn, {"actors": ["EST", "EST"]}, "actors names one twice"),
        (DecisionProposed, {"silence_deadline_at": "9999-12-31T23:00:00-12:00"}, "1900 to 2199"),
        (DecisionProposed, {"silence_deadline_at": "2026-05-20T16:00:00"}, "timezone"),
        (InsightShared, {"to_actors": []}, "to_actors names nobody"),
        (InsightShared, {"to_actors": ["FIN", "FIN"]}, "to_actors names one twice"),
        (InsightShared, {"to_actors": ["EST"]}, "to_actors names from_actor"),
        (NoteAdded, {"text": ""}, "text"),
    ],
)
def test_data_that_contradicts_itself_is_refused(
    kind: type[EventData], fields: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(Refused, match=complaint) as refusal:
        decoded(kind, **fields)

    assert refusal.value.reason == "invalid-data"


@pytest.mark.parametrize("kind", [ExerciseScheduled, MeetingScheduled, MeetingPostponed])
def test_the_time_of_a_plan_may_lie_ahead(kind: type[EventData]) -> None:
    event = decoded(kind, time="2027-06-01T00:00:00Z")

    assert event.envelope.time > RECEIVED_AT


@pytest.mark.parametrize("kind", [ExerciseConducted, CommitmentReaffirmed])
def test_the_time_of_what_happened_may_not(kind: type[EventData]) -> None:
    days = dict.fromkeys(kind.HAPPENED_BETWEEN or (), "2027-06-01")

    with pytest.raises(Refused, match="from-the-future"):
        decoded(kind, time="2027-06-01T00:00:00Z", **days)


def test_shared_insight_carries_no_content() -> None:
    written = document(InsightShared)
    written["data"]["content"] = "secret"

    with pytest.raises(Refused, match="content"):
        decode(json.dumps(written).encode(), received_at=RECEIVED_AT)
