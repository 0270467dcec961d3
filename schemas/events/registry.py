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
from schemas.events.earlier import (
    ExerciseConductedV1,
    ExerciseScheduledV1,
    RemedialActionTaskedV1,
)
from schemas.events.event import EarlierData, EventData, current, instants_of, schema_urn
from schemas.events.exercise import (
    ExerciseConducted,
    ExerciseResultRecorded,
    InteropTestRecorded,
)
from schemas.events.exercise_plan import (
    ExerciseCancelled,
    ExerciseScheduled,
)
from schemas.events.figure import (
    FigureReported,
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
    FigureReported,
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
# Versions that have a newer one beside them; each is accepted as before.
EARLIER_TYPES: tuple[type[EarlierData], ...] = (
    ExerciseScheduledV1,
    ExerciseConductedV1,
    RemedialActionTaskedV1,
)
# All that may be on the wire: of each type its versions, today's first.
VERSIONS: tuple[type[EventData], ...] = tuple(
    one
    for kind in EVENT_TYPES
    for one in (kind, *(earlier for earlier in EARLIER_TYPES if earlier.TYPE == kind.TYPE))
)

FACTS_BY_TYPE = {kind.TYPE: kind for kind in FACT_TYPES}
BY_TYPE = {kind.TYPE: kind for kind in EVENT_TYPES}
BY_SCHEMA = {(kind.TYPE, schema_urn(kind)): kind for kind in VERSIONS}
BY_VERSION = {(kind.TYPE, kind.VERSION): kind for kind in VERSIONS}
# The fields of a type that hold an instant; a correction's replacement may have more inside.
INSTANTS = {kind.TYPE: names for kind in EVENT_TYPES if (names := instants_of(kind))}
DECODERS: dict[type[EventData], msgspec.json.Decoder[EventData]] = {
    kind: msgspec.json.Decoder(kind) for kind in VERSIONS
}


class Replacement(msgspec.Struct, frozen=True):
    """What a correction puts in its root's place."""

    time: datetime
    date_precision: DatePrecision | None
    data: EventData  # as today's version says it
    as_sent: EventData  # in the version it was sent in


def versions_of(type_: str) -> tuple[type[EventData], ...]:
    """Return the versions of a type that are accepted, today's first; none of an unknown type."""
    return tuple(kind for kind in VERSIONS if type_ == kind.TYPE)


def fact_type(root_type: str) -> type[EventData]:
    """Return the class of an event that can be amended."""
    kind = FACTS_BY_TYPE.get(root_type)
    if kind is None:
        detail = f"data.root_type: no type of an event that can be amended: {root_type[:60]!r}"
        raise Refused(Reason.INVALID_DATA, detail)
    return kind


def replacement_type(correction: EventCorrected) -> type[EventData]:
    """Return the version of its root's type in which a correction writes its data."""
    fact_type(correction.root_type)
    kind = BY_VERSION.get((correction.root_type, correction.data_version))
    if kind is None:
        raise Refused(Reason.INVALID_DATA, unknown_data_version(correction.root_type))
    return kind


def unknown_version(type_: str) -> str:
    """Say which versions of a type are known to who named another."""
    known = [schema_urn(kind) for kind in versions_of(type_)]
    return f"dataschema: only {' and '.join(known)} {'is' if len(known) == 1 else 'are'} known"


def unknown_data_version(root_type: str) -> str:
    """Say in which versions a correction may write its data to who named another."""
    known = " or ".join(str(kind.VERSION) for kind in reversed(versions_of(root_type)))
    return f"data.data_version: of {root_type} only {known} is known"


def read_as(kind: type[EventData]) -> str | None:
    """Say in which version a correction's data was read to whom it did not fit; None: of one."""
    if len(versions_of(kind.TYPE)) == 1:
        return None
    return f"read as version {kind.VERSION}: data_version says in which version it is written"


def replacement_data(correction: EventCorrected) -> EventData:
    """Return the data a correction carries, as today's version of its root's type says it."""
    return current(DECODERS[replacement_type(correction)].decode(correction.data))


def subject_of(data: EventData) -> str | None:
    """Return the subject the envelope must have; None for a retraction: its root's subject."""
    if isinstance(data, EventCorrected):
        data = replacement_data(data)
    if len(data.SUBJECT) == 1:
        return getattr(data, data.SUBJECT[0]) or None
    names: list[str] = [getattr(data, name) for name in data.SUBJECT]
    return "+".join(sorted(names)) or None
