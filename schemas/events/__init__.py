"""The event types. To add one: its class, one line in registry.py, one golden example."""

from schemas.events.amendment import EventCorrected, EventRef, EventRetracted
from schemas.events.capability import CapabilityAssessed, ResourceLevelReported
from schemas.events.event import EventData, schema_urn, suffix_of
from schemas.events.exercise import (
    ExerciseConducted,
    ExerciseResultRecorded,
    InteropTestRecorded,
    Participant,
)
from schemas.events.registry import (
    AMENDMENT_TYPES,
    BY_TYPE,
    EVENT_TYPES,
    FACT_TYPES,
    Replacement,
    replacement_data,
    subject_of,
)
from schemas.events.summit import (
    Attendee,
    CommitmentMade,
    CommitmentProgressReported,
    DecisionAdopted,
    MeetingHeld,
    MemberJoined,
    MemberLeft,
)

__all__ = [
    "AMENDMENT_TYPES",
    "BY_TYPE",
    "EVENT_TYPES",
    "FACT_TYPES",
    "Attendee",
    "CapabilityAssessed",
    "CommitmentMade",
    "CommitmentProgressReported",
    "DecisionAdopted",
    "EventCorrected",
    "EventData",
    "EventRef",
    "EventRetracted",
    "ExerciseConducted",
    "ExerciseResultRecorded",
    "InteropTestRecorded",
    "MeetingHeld",
    "MemberJoined",
    "MemberLeft",
    "Participant",
    "Replacement",
    "ResourceLevelReported",
    "replacement_data",
    "schema_urn",
    "subject_of",
    "suffix_of",
]
