"""What random events are about: few actors, few days, few names, so that they collide."""

from typing import Any

from hypothesis import strategies as st

from schemas.events import (
    FACT_TYPES,
    BaselineAdopted,
    CapabilityAssessed,
    CapabilityDeclared,
    CapabilityWithdrawn,
    CommitmentMade,
    CommitmentProgressReported,
    CommitmentReaffirmed,
    CommitmentRevised,
    CommitmentWithdrawn,
    ComplianceAssessed,
    DecisionAdopted,
    DecisionBlocked,
    DecisionProposed,
    DecisionRescinded,
    EventData,
    ExerciseCancelled,
    ExerciseConducted,
    ExerciseResultRecorded,
    ExerciseScheduled,
    FigureReported,
    InsightShared,
    InteropTestRecorded,
    LessonClosedWithoutAction,
    LessonIdentified,
    LessonLearned,
    LessonValidated,
    LevelOverridden,
    MeetingCancelled,
    MeetingHeld,
    MeetingPostponed,
    MeetingScheduled,
    MemberJoined,
    MemberLeft,
    NoteAdded,
    ObservationRejected,
    ObservationSubmitted,
    ObservationValidated,
    PositionEstimated,
    RemedialActionImplemented,
    RemedialActionTasked,
    RequirementSet,
    ReservationRecorded,
    ResourceLevelReported,
    SilenceBroken,
    StandardImplemented,
    StandardRatified,
    StandardReserved,
)

# XYZ is no state: it counts once somebody declares it as a partner.
ACTORS = ("EST", "EST", "EST", "EST", "FIN", "LVA", "XYZ")
AREAS = ("land", "land", "land", "logistics")
DAYS = ("2023-06-30", "2024-11-22", "2024-11-24", "2025-05-24", "2026-08-25", "2026-11-22")
TIMES = tuple(f"{day}T{hour}:00:00Z" for day in DAYS for hour in ("00", "18"))
SOURCES = ("capital", "staff")

actor, area = st.sampled_from(ACTORS), st.sampled_from(AREAS)
day, time = st.sampled_from(DAYS), st.sampled_from(TIMES)
body = st.sampled_from(("NATO", "NATO", "WTO"))
evaluator = st.sampled_from(("external", "peer", "self"))
meeting = st.sampled_from(("summit-26", "summit-25", "summit-27"))
decision, item = st.sampled_from(("one", "two")), st.sampled_from(("one", "two"))
commitment = st.sampled_from(("two-percent", "stocks"))
edition = st.sampled_from(("1", "2"))
result = st.builds(
    lambda source, number: {"source": source, "id": f"root-{number}"},
    st.sampled_from(SOURCES),
    st.integers(0, 5),
)

FIELDS: dict[type[EventData], dict[str, st.SearchStrategy[Any]]] = {
    MemberJoined: {
        "actor": actor,
        "body": body,
        "from_on": day,
        "kind": st.sampled_from(("member", "member", "regional_org")),
    },
    MemberLeft: {"actor": actor, "body": body, "to_on": day},
    ExerciseResultRecorded: {
        "actor": actor,
        "area": area,
        "rating": st.sampled_from(("P", "S", "M", "U", None)),
        "evaluator": evaluator,
        "exercise_kind": st.sampled_from(("livex", "cax", "cpx", "ttx", "realop")),
    },
    CapabilityAssessed: {
        "actor": actor,
        "area": area,
        "instrument": st.sampled_from(("SPAR", "SPAR", "exercise")),
        "instrument_version": st.sampled_from(("1", "2")),
        "score": st.sampled_from((0.0, 55.0, 70.0, 85.0, 33.3333, 100.0)),
        "evaluator": evaluator,
    },
    InteropTestRecorded: {
        "actor_a": actor,
        "actor_b": st.just("POL"),
        "dimension": st.sampled_from(("technical", "human")),
        "outcome": st.sampled_from(("success", "limited", "issue", "not_tested")),
    },
    ResourceLevelReported: {
        "actor": actor,
        "area": area,
        "pillar": st.sampled_from(("P", "S", "R", "T")),
        "pct": st.sampled_from((0.0, 60.0, 69.9999, 70.0, 90.0, 100.0)),
        "ntm_days": st.sampled_from((None, 0, 30, 31, 365)),
    },
    CommitmentMade: {
        "commitment_id": st.sampled_from(("two-percent", "stocks")),
        "body": body,
        "actors": st.sampled_from(([], ["EST"], ["FIN", "LVA"])),
        "baseline": st.sampled_from((None, 1.0)),
        "target": st.sampled_from((0.5, 1.0, 2.0)),
        "direction": st.sampled_from(("up", "down")),
        "start_on": st.sampled_from(("2023-06-30", "2024-01-01")),
        "due_on": st.sampled_from(("2025-01-01", "2027-12-31")),
    },
    CommitmentProgressReported: {
        "commitment_id": st.sampled_from(("two-percent", "stocks")),
        "actor": actor,
        "value": st.sampled_from((0.5, 1.0, 1.3, 2.0)),
        "observed_on": day,
        "is_estimate": st.booleans(),
    },
    ExerciseConducted: {"exercise_id": st.sampled_from(("amber-26", "amber-25"))},
    MeetingHeld: {
        "meeting_id": meeting,
        "body": body,
        "level": st.sampled_from(("summit", "fm")),
        "started_on": st.sampled_from(DAYS[:-1]),
        "ended_on": st.just(DAYS[-1]),
        "attendees": st.sampled_from(([], [{"actor": "EST", "rank": 2}])),
    },
    DecisionAdopted: {"decision_id": decision, "body": body},
}
LIFE: dict[type[EventData], dict[str, st.SearchStrategy[Any]]] = {
    ExerciseScheduled: {"exercise_id": st.sampled_from(("amber-26", "amber-27"))},
    ExerciseCancelled: {"exercise_id": st.sampled_from(("amber-26", "amber-27"))},
    MeetingScheduled: {"meeting_id": meeting, "body": body},
    MeetingPostponed: {
        "meeting_id": meeting,
        "body": body,
        "starts_on": st.just("2026-12-01"),
        "ends_on": st.just("2026-12-02"),
    },
    MeetingCancelled: {"meeting_id": meeting, "body": body},
    ObservationSubmitted: {"observation_id": item, "actors": st.sampled_from(([], ["EST"]))},
    ObservationValidated: {"observation_id": item},
    ObservationRejected: {"observation_id": item},
    LessonIdentified: {
        "lesson_id": item,
        "severity": st.integers(1, 4),
        "area": area,
        "actors": st.sampled_from((["EST"], ["EST", "FIN"])),
    },
    RemedialActionTasked: {
        "action_id": item,
        "lesson_id": item,
        "due_on": st.none() | day,
    },
    RemedialActionImplemented: {"action_id": item, "lesson_id": item},
    LessonValidated: {"lesson_id": item, "validating_result": result},
    LessonLearned: {"lesson_id": item, "validating_result": st.none() | result},
    LessonClosedWithoutAction: {"lesson_id": item},
    CapabilityDeclared: {
        "actor": actor,
        "area": area,
        "ntm_days": st.sampled_from((0, 10, 11, 30, 31, 180, 181, 365)),
        "available_from_on": day,
    },
    CapabilityWithdrawn: {"actor": actor, "area": area},
    StandardRatified: {"actor": actor, "edition": edition},
    StandardImplemented: {"actor": actor, "edition": edition},
    StandardReserved: {"actor": actor, "edition": edition},
    BaselineAdopted: {"actor": actor, "level": st.integers(3, 5)},
    RequirementSet: {
        "actor": st.sampled_from(("EST", "ALL")),
        "area": area,
        "target_index": st.sampled_from((0.0, 70.0, 100.0)),
    },
    LevelOverridden: {
        "actor": actor,
        "area": area,
        "level": st.sampled_from(("C1", "C4", "C5")),
        "expires_on": st.sampled_from((*DAYS, "2027-12-31")),
    },
    DecisionProposed: {
        "decision_id": decision,
        "body": body,
        "silence_deadline_at": st.none() | time,
    },
    SilenceBroken: {"decision_id": decision, "actor": st.none() | actor},
    ReservationRecorded: {"decision_id": decision, "actor": actor},
    DecisionBlocked: {"decision_id": decision, "actor": st.none() | actor},
    DecisionRescinded: {"decision_id": decision},
    CommitmentReaffirmed: {"commitment_id": commitment},
    CommitmentRevised: {
        "commitment_id": commitment,
        "body": body,
        "target": st.sampled_from((0.5, 3.0)),
    },
    CommitmentWithdrawn: {
        "commitment_id": commitment,
        "actors": st.sampled_from(([], ["EST"])),
    },
    ComplianceAssessed: {
        "commitment_id": commitment,
        "actor": actor,
        "score": st.integers(-1, 1),
        "stage": st.sampled_from(("interim", "final")),
    },
    InsightShared: {
        "from_actor": st.just("POL"),
        "to_actors": st.sampled_from((["EST"], ["FIN", "LVA"])),
        "topic": st.sampled_from(("cable cuts", "drones")),
        "product_ref": st.sampled_from(("p-1", "p-2")),
    },
    FigureReported: {
        "actor": actor,
        "figure": st.sampled_from(("active-personnel", "fuel")),
        "value": st.sampled_from((0.0, 1.5, 7700.0)),
        "observed_on": st.sampled_from(("2025-12-31", "2026-06-30")),
    },
    PositionEstimated: {
        "actor": actor,
        "scale": st.sampled_from(("UNGA", "UNGA", "OTHER")),
        "scale_version": st.sampled_from(("1", "2")),
        "occasion": st.sampled_from(("session-1", "session-2")),
        "point": st.sampled_from((-1.0, 0.1, 0.5)),
        "low": st.sampled_from((-2.0, -1.0)),
        "high": st.sampled_from((0.5, 3.0)),
    },
    NoteAdded: {"about": st.sampled_from(("EST", "FIN"))},
}
# Readings are made of these; the others are there to be amended and rewritten.
COMMON = (ExerciseResultRecorded, CapabilityAssessed, InteropTestRecorded, ResourceLevelReported)
KINDS = (*FIELDS, *COMMON, *COMMON, CapabilityAssessed, CommitmentProgressReported)
EVERY_FIELD = {kind: {} for kind in FACT_TYPES} | FIELDS | LIFE
LESSONS = (
    ObservationSubmitted,
    ObservationValidated,
    ObservationRejected,
    LessonIdentified,
    RemedialActionTasked,
    RemedialActionImplemented,
    LessonValidated,
    LessonLearned,
    LessonClosedWithoutAction,
    ExerciseResultRecorded,
)
DECISIONS = (
    DecisionProposed,
    SilenceBroken,
    ReservationRecorded,
    DecisionAdopted,
    DecisionBlocked,
    DecisionRescinded,
)
PROMISES = (
    CommitmentMade,
    CommitmentRevised,
    CommitmentReaffirmed,
    CommitmentWithdrawn,
    CommitmentProgressReported,
    ComplianceAssessed,
    MeetingHeld,
    MemberLeft,
)
MEETINGS = (
    MeetingScheduled,
    MeetingPostponed,
    MeetingCancelled,
    MeetingHeld,
    MeetingHeld,
    ExerciseScheduled,
    ExerciseCancelled,
    ExerciseConducted,
    CapabilityAssessed,
)
DECLARED = (
    CapabilityDeclared,
    CapabilityWithdrawn,
    StandardRatified,
    StandardImplemented,
    StandardReserved,
    BaselineAdopted,
    RequirementSet,
    LevelOverridden,
    InsightShared,
    NoteAdded,
    InteropTestRecorded,
    ExerciseResultRecorded,
    ResourceLevelReported,
)
POSITIONS = (PositionEstimated, PositionEstimated, FigureReported, MemberLeft)
# Small families, so that events of one kind meet those that they are about.
NAMED = (KINDS, KINDS, LESSONS, DECISIONS, PROMISES, MEETINGS, DECLARED, POSITIONS)
# Whatever nobody has put into one of them yet is told as well, beside what members say.
OTHERS = (*(one for one in FACT_TYPES if not any(one in family for family in NAMED)), MemberLeft)
FAMILIES = (*NAMED, OTHERS)
