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
from schemas.events.event import (
    EarlierData,
    EventData,
    current,
    name_of,
    schema_urn,
    sentence_of,
    suffix_of,
)
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
from schemas.events.figure import FigureReported
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
    Money,
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
    VERSIONS,
    Replacement,
    replacement_data,
    subject_of,
    versions_of,
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
    "VERSIONS",
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
    "EarlierData",
    "EventCorrected",
    "EventData",
    "EventRef",
    "EventRetracted",
    "ExerciseCancelled",
    "ExerciseConducted",
    "ExerciseResultRecorded",
    "ExerciseScheduled",
    "FigureReported",
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
    "Money",
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
    "current",
    "name_of",
    "replacement_data",
    "schema_urn",
    "sentence_of",
    "subject_of",
    "suffix_of",
    "versions_of",
]
