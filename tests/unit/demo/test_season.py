"""The synthetic season: valid events, the same every time, growing day by day."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from schemas.envelope import decode
from schemas.events import (
    BaselineAdopted,
    CapabilityAssessed,
    CapabilityDeclared,
    CapabilityWithdrawn,
    CommitmentMade,
    CommitmentProgressReported,
    CommitmentReaffirmed,
    CommitmentWithdrawn,
    ComplianceAssessed,
    DecisionAdopted,
    DecisionBlocked,
    DecisionProposed,
    EventCorrected,
    EventRetracted,
    ExerciseCancelled,
    ExerciseConducted,
    ExerciseResultRecorded,
    ExerciseScheduled,
    InsightShared,
    InteropTestRecorded,
    LessonClosedWithoutAction,
    LessonIdentified,
    LessonLearned,
    LessonValidated,
    MeetingCancelled,
    MeetingHeld,
    MeetingPostponed,
    MeetingScheduled,
    MemberJoined,
    MemberLeft,
    ObservationRejected,
    ObservationSubmitted,
    ObservationValidated,
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
from schemas.vocabulary import Area
from streams.demo.chance import Chance
from streams.demo.live import LiveDay
from streams.demo.members import CLUSTERS, MEMBERS, PLACES
from streams.demo.quality import falling, quality
from streams.demo.season import season
from streams.demo.telling import Told
from streams.imports import facts

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CHANCE = Chance(1)
# Members are told as facts; those who join and leave here are partners.
MADE_OF = {
    BaselineAdopted,
    CapabilityDeclared,
    CapabilityWithdrawn,
    InsightShared,
    MemberJoined,
    MemberLeft,
    StandardImplemented,
    StandardRatified,
    StandardReserved,
    CapabilityAssessed,
    CommitmentMade,
    CommitmentProgressReported,
    CommitmentReaffirmed,
    CommitmentWithdrawn,
    ComplianceAssessed,
    DecisionAdopted,
    DecisionBlocked,
    DecisionProposed,
    EventCorrected,
    EventRetracted,
    ExerciseCancelled,
    ExerciseConducted,
    ExerciseResultRecorded,
    ExerciseScheduled,
    InteropTestRecorded,
    LessonIdentified,
    LessonLearned,
    LessonValidated,
    ObservationRejected,
    ObservationSubmitted,
    ObservationValidated,
    RemedialActionImplemented,
    RemedialActionTasked,
    RequirementSet,
    MeetingCancelled,
    MeetingHeld,
    MeetingPostponed,
    MeetingScheduled,
    ReservationRecorded,
    ResourceLevelReported,
    SilenceBroken,
}
RARE = {LessonClosedWithoutAction}  # one year may have none


@pytest.fixture(scope="module")
def told() -> list[Told]:
    """Give one year of the season."""
    return season(CHANCE, NOW, years=1)


def test_every_event_is_valid_and_marked_as_synthetic(told: list[Told]):
    for event in told:
        decoded = decode(event.text(CHANCE), received_at=NOW)

        assert decoded.envelope.source == "synthetic/season-1"
        assert decoded.envelope.id == event.id


def test_everything_the_pages_are_made_of_is_told(told: list[Told]):
    kinds = {type(event.data) for event in told}

    assert kinds - RARE == MADE_OF


def test_every_exercise_and_every_commitment_says_that_it_is_one(told: list[Told]):
    names = [event.data.name for event in told if isinstance(event.data, ExerciseConducted)]
    own = [event.data for event in told if event.data.TYPE.endswith("commitment.made")]

    assert len(names) > 30
    assert all(name.startswith("EXERCISE ") for name in names)
    assert all(data.commitment_id.startswith("EXERCISE-") for data in own)


def test_no_two_events_have_the_same_id(told: list[Told]):
    assert max(Counter(event.id for event in told).values()) == 1


def test_the_same_seed_and_moment_give_the_same_bytes(told: list[Told]):
    again = season(Chance(1), NOW, years=1)

    assert [event.text(CHANCE) for event in told] == [event.text(CHANCE) for event in again]


def test_another_seed_tells_another_story(told: list[Told]):
    first = {event.id: (event.at, event.data) for event in told}
    second = {event.id: (event.at, event.data) for event in season(Chance(2), NOW, years=1)}

    same = [event_id for event_id in first.keys() & second if first[event_id] == second[event_id]]
    assert len(same) < 0.1 * len(first)


@pytest.mark.parametrize("days", [1, 40])
def test_what_was_told_before_is_told_the_same_way_later(told: list[Told], days: int):
    later = {e.id: e.text(CHANCE) for e in season(CHANCE, NOW + timedelta(days=days), years=1)}

    kept = [event for event in told if event.id in later]
    assert all(later[event.id] == event.text(CHANCE) for event in kept)
    assert len(later.keys() - {event.id for event in told}) > 0


def test_nothing_is_told_before_it_happened(told: list[Told]):
    assert all(event.at <= NOW and event.heard_at <= NOW for event in told)
    assert all(
        event.at <= event.heard_at or isinstance(event.data, EventCorrected) for event in told
    )


def test_some_reports_come_weeks_late(told: list[Told]):
    delays = [e.heard_at - e.at for e in told if isinstance(e.data, ExerciseResultRecorded)]

    late = sum(delay > timedelta(days=20) for delay in delays)
    assert 0.05 < late / len(delays) < 0.2


def test_logistics_falls_in_six_members_from_march_on():
    march, november = datetime(2026, 3, 1).date(), datetime(2026, 11, 1).date()

    for actor in set(falling(CHANCE, 2026)) - set(falling(CHANCE, 2025)):
        before = quality(CHANCE, actor, Area.LOGISTICS, march)
        after = quality(CHANCE, actor, Area.LOGISTICS, november)
        assert after < before - 0.1


def test_the_members_are_those_of_the_fact_files():
    joined = facts.messages("nato-membership", NOW)

    assert sorted(message.event.data.actor for message in joined) == list(MEMBERS)
    assert CLUSTERS.keys() == PLACES.keys()


def test_some_members_are_silent_and_most_report_every_month(told: list[Told]):
    months = defaultdict(set)
    for event in told:
        if isinstance(event.data, ResourceLevelReported):
            months[event.data.actor].add(event.at.date().replace(day=1))

    full = max(map(len, months.values()))
    assert sum(len(found) == full for found in months.values()) >= 16
    assert min(map(len, months.values())) < full


def test_live_events_are_valid_and_each_has_its_own_id():
    day = LiveDay(CHANCE, NOW)
    events = [day.opening(), *(day.event(n, NOW + timedelta(seconds=2 * n)) for n in range(300))]

    for event in events:
        decode(event.text(CHANCE), received_at=event.at + timedelta(seconds=1))
    assert len({event.id for event in events}) == len(events)
    assert len({type(event.data) for event in events}) == 4
