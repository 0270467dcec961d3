"""The order of life: which move comes after which when both are of one moment?

Above all inside one day that is known as a day only, moves of one item have the same time. A move
comes after what it presupposes: a plan is made before it is given up, and a fact beats a plan.
The rank comes after `sequence`, by which a producer can say otherwise, and before source and id.
Families never meet in one fold, so that ranks of different families say nothing of each other.
"""

from collections.abc import Mapping

from schemas import events
from schemas.events import EventData

_FAMILIES: tuple[tuple[tuple[type[EventData], ...], ...], ...] = (
    (
        (events.ExerciseScheduled,),
        (events.ExerciseCancelled,),
        (events.ExerciseConducted,),
    ),
    (
        (events.MeetingScheduled,),
        (events.MeetingPostponed,),
        (events.MeetingCancelled,),
        (events.MeetingHeld,),
    ),
    (
        (events.DecisionProposed,),
        (events.SilenceBroken, events.ReservationRecorded),
        (events.DecisionAdopted, events.DecisionBlocked),
        (events.DecisionRescinded,),
    ),
    (
        (events.CommitmentMade,),
        (events.CommitmentReaffirmed,),
        (events.CommitmentRevised,),
        (events.CommitmentProgressReported, events.ComplianceAssessed),
        (events.CommitmentWithdrawn,),
    ),
    (
        (events.ObservationSubmitted,),
        (events.ObservationValidated, events.ObservationRejected),
    ),
    (
        (events.LessonIdentified,),
        (events.RemedialActionTasked,),
        (events.RemedialActionImplemented,),
        (events.LessonValidated,),
        (events.LessonLearned, events.LessonClosedWithoutAction),
    ),
    (
        (events.StandardRatified,),
        (events.StandardImplemented, events.StandardReserved),
    ),
    (
        (events.CapabilityDeclared,),
        (events.CapabilityWithdrawn,),
    ),
    # Of these two neither presupposes the other: together they decide nothing.
    ((events.MemberJoined, events.MemberLeft),),
)

RANKS: Mapping[type[EventData], int] = {
    kind: rank for family in _FAMILIES for rank, kinds in enumerate(family) for kind in kinds
}


def rank_of(kind: type[EventData]) -> int:
    """Return the rank of a type of event in its family; 0 of one that is in none."""
    return RANKS.get(kind, 0)


def families() -> tuple[tuple[type[EventData], ...], ...]:
    """Return the types that may be moves of one thing, family by family, by rank."""
    return tuple(tuple(kind for kinds in family for kind in kinds) for family in _FAMILIES)
