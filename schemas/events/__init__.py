"""The event types. To add one: its class, one line in registry.py, one golden example."""

from schemas.events.amendment import EventCorrected, EventRef, EventRetracted
from schemas.events.capability import (
    CapabilityAssessed,
    ResourceLevelReported,
)
from schemas.events.commitment import (
    CommitmentMade,
    CommitmentProgressReported,
    CommitmentReaffirmed,
    CommitmentRevised,
    CommitmentTerms,
    CommitmentWithdrawn,
    ComplianceAssessed,
)
from schemas.events.decision import (
    DecisionBlocked,
    DecisionProposed,
    DecisionRescinded,
    ReservationRecorded,
    SilenceBroken,
)
from schemas.events.declaration import (
    BaselineAdopted,
    CapabilityDeclared,
    CapabilityWithdrawn,
    StandardImplemented,
    StandardRatified,
    StandardReserved,
)
from schemas.events.event import EventData, schema_urn, suffix_of
from schemas.events.exercise import (
    ExerciseConducted,
    ExerciseResultRecorded,
    InteropTestRecorded,
    Participant,
)
from schemas.events.exercise_plan import (
    ExerciseCancelled,
    ExerciseScheduled,
)
from schemas.events.guidance import (
    ALL_ACTORS,
    LevelOverridden,
    RequirementSet,
)
from schemas.events.insight import (
    InsightShared,
)
from schemas.events.lesson import (
    LessonClosedWithoutAction,
    LessonIdentified,
    LessonLearned,
    LessonValidated,
    ObservationRejected,
    ObservationSubmitted,
    ObservationValidated,
    RemedialActionImplemented,
    RemedialActionTasked,
)
from schemas.events.meeting_plan import (
    MeetingCancelled,
    MeetingPostponed,
    MeetingScheduled,
)
from schemas.events.note import (
    AlertAcknowledged,
    NoteAdded,
    ReviewNamed,
)
from schemas.events.position import (
    PositionEstimated,
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
    DecisionAdopted,
    MeetingHeld,
    MemberJoined,
    MemberLeft,
)

__all__ = [
    "ALL_ACTORS",
    "AMENDMENT_TYPES",
    "BY_TYPE",
    "EVENT_TYPES",
    "FACT_TYPES",
    "AlertAcknowledged",
    "Attendee",
    "BaselineAdopted",
    "CapabilityAssessed",
    "CapabilityDeclared",
    "CapabilityWithdrawn",
    "CommitmentMade",
    "CommitmentProgressReported",
    "CommitmentReaffirmed",
    "CommitmentRevised",
    "CommitmentTerms",
    "CommitmentWithdrawn",
    "ComplianceAssessed",
    "DecisionAdopted",
    "DecisionBlocked",
    "DecisionProposed",
    "DecisionRescinded",
    "EventCorrected",
    "EventData",
    "EventRef",
    "EventRetracted",
    "ExerciseCancelled",
    "ExerciseConducted",
    "ExerciseResultRecorded",
    "ExerciseScheduled",
    "InsightShared",
    "InteropTestRecorded",
    "LessonClosedWithoutAction",
    "LessonIdentified",
    "LessonLearned",
    "LessonValidated",
    "LevelOverridden",
    "MeetingCancelled",
    "MeetingHeld",
    "MeetingPostponed",
    "MeetingScheduled",
    "MemberJoined",
    "MemberLeft",
    "NoteAdded",
    "ObservationRejected",
    "ObservationSubmitted",
    "ObservationValidated",
    "Participant",
    "PositionEstimated",
    "RemedialActionImplemented",
    "RemedialActionTasked",
    "Replacement",
    "RequirementSet",
    "ReservationRecorded",
    "ResourceLevelReported",
    "ReviewNamed",
    "SilenceBroken",
    "StandardImplemented",
    "StandardRatified",
    "StandardReserved",
    "replacement_data",
    "schema_urn",
    "subject_of",
    "suffix_of",
]
