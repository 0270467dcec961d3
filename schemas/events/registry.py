"""Which event types there are, and what follows from a type."""

from datetime import datetime

import msgspec

from schemas.errors import Reason, Refused
from schemas.events.amendment import EventCorrected, EventRetracted
from schemas.events.capability import (
    CapabilityAssessed,
    ResourceLevelReported,
)
from schemas.events.commitment import (
    CommitmentMade,
    CommitmentProgressReported,
    CommitmentReaffirmed,
    CommitmentRevised,
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
from schemas.events.event import EventData, instants_of, schema_urn
from schemas.events.exercise import (
    ExerciseConducted,
    ExerciseResultRecorded,
    InteropTestRecorded,
)
from schemas.events.exercise_plan import (
    ExerciseCancelled,
    ExerciseScheduled,
)
from schemas.events.guidance import (
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
from schemas.events.summit import (
    DecisionAdopted,
    MeetingHeld,
    MemberJoined,
    MemberLeft,
)
from schemas.vocabulary import DatePrecision

FACT_TYPES: tuple[type[EventData], ...] = (
    MemberJoined,
    MemberLeft,
    ExerciseScheduled,
    ExerciseConducted,
    ExerciseCancelled,
    ExerciseResultRecorded,
    InteropTestRecorded,
    ObservationSubmitted,
    ObservationValidated,
    ObservationRejected,
    LessonIdentified,
    RemedialActionTasked,
    RemedialActionImplemented,
    LessonValidated,
    LessonLearned,
    LessonClosedWithoutAction,
    ResourceLevelReported,
    CapabilityDeclared,
    CapabilityWithdrawn,
    CapabilityAssessed,
    StandardRatified,
    StandardImplemented,
    StandardReserved,
    BaselineAdopted,
    RequirementSet,
    LevelOverridden,
    MeetingScheduled,
    MeetingPostponed,
    MeetingCancelled,
    MeetingHeld,
    DecisionProposed,
    SilenceBroken,
    ReservationRecorded,
    DecisionAdopted,
    DecisionBlocked,
    DecisionRescinded,
    CommitmentMade,
    CommitmentReaffirmed,
    CommitmentRevised,
    CommitmentWithdrawn,
    CommitmentProgressReported,
    ComplianceAssessed,
    InsightShared,
    PositionEstimated,
    NoteAdded,
    AlertAcknowledged,
    ReviewNamed,
)
AMENDMENT_TYPES: tuple[type[EventData], ...] = (EventCorrected, EventRetracted)
EVENT_TYPES = FACT_TYPES + AMENDMENT_TYPES

FACTS_BY_TYPE = {kind.TYPE: kind for kind in FACT_TYPES}
BY_TYPE = {kind.TYPE: kind for kind in EVENT_TYPES}
BY_SCHEMA = {(kind.TYPE, schema_urn(kind)): kind for kind in EVENT_TYPES}
# The fields of a type that hold an instant; a correction's replacement may have more inside.
INSTANTS = {kind.TYPE: names for kind in EVENT_TYPES if (names := instants_of(kind))}
DECODERS = {kind.TYPE: msgspec.json.Decoder(kind) for kind in EVENT_TYPES}


class Replacement(msgspec.Struct, frozen=True):
    """What a correction puts in its root's place."""

    time: datetime
    date_precision: DatePrecision | None
    data: EventData


def fact_type(root_type: str) -> type[EventData]:
    """Return the class of an event that can be amended."""
    kind = FACTS_BY_TYPE.get(root_type)
    if kind is None:
        detail = f"data.root_type: no type of an event that can be amended: {root_type[:60]!r}"
        raise Refused(Reason.INVALID_DATA, detail)
    return kind


def replacement_data(correction: EventCorrected) -> EventData:
    """Return the data a correction carries, as the type of its root."""
    fact_type(correction.root_type)
    return DECODERS[correction.root_type].decode(correction.data)


def subject_of(data: EventData) -> str | None:
    """Return the subject the envelope must have; None for a retraction: its root's subject."""
    if isinstance(data, EventCorrected):
        data = replacement_data(data)
    if len(data.SUBJECT) == 1:
        return getattr(data, data.SUBJECT[0]) or None
    names: list[str] = [getattr(data, name) for name in data.SUBJECT]
    return "+".join(sorted(names)) or None
