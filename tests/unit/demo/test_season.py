"""The synthetic season: valid events, the same every time, growing day by day."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

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
from schemas.vocabulary import Area, Evaluator
from streams.demo.chance import Chance
from streams.demo.live import LiveDay
from streams.demo.members import CLUSTERS, MEMBERS, PLACES
from streams.demo.quality import falling, quality
from streams.demo.reports import never_reported, reports_in, tardy
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


def test_what_outsiders_found_comes_two_to_six_weeks_late_and_most_of_the_rest_at_once(
    told: list[Told],
):
    delays = defaultdict(list)
    for event in told:
        if isinstance(event.data, ExerciseResultRecorded):
            delays[event.data.evaluator].append((event.heard_at - event.at) / timedelta(days=1))

    assert 14 <= min(delays[Evaluator.EXTERNAL]) < max(delays[Evaluator.EXTERNAL]) <= 42
    for evaluator in (Evaluator.PEER, Evaluator.SELF):
        soon = sum(days <= 9 for days in delays[evaluator])
        assert 0.85 < soon / len(delays[evaluator]) < 1


def test_assessments_are_heard_of_weeks_to_months_later(told: list[Told]):
    delays = [e.heard_at - e.at for e in told if isinstance(e.data, CapabilityAssessed)]

    assert min(delays) > timedelta(days=20)
    assert max(delays) > timedelta(days=80)


def test_most_corrections_come_weeks_after_what_they_correct_was_heard(told: list[Told]):
    heard_at = {event.id: event.heard_at for event in told}
    after = [
        event.heard_at - heard_at.get(event.data.root.id, event.heard_at)
        for event in told
        if isinstance(event.data, EventCorrected)
    ]

    assert sum(delay >= timedelta(days=7) for delay in after) > 0.5 * len(after) > 5


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


def reported_on(told: list[Told]) -> dict[str, list[date]]:
    """Give the days on which each member reported."""
    found = defaultdict(set)
    for event in told:
        if isinstance(event.data, ResourceLevelReported):
            found[event.data.actor].add(event.at.date())
    return {actor: sorted(on) for actor, on in found.items()}


def longest_gap_days(on: list[date]) -> int:
    return max((later - earlier).days for earlier, later in pairwise(on))


def test_most_members_report_every_month_up_to_now(told: list[Told]):
    found = reported_on(told)

    in_time = [on for on in found.values() if longest_gap_days(on) <= 45]
    assert len(in_time) >= 16
    assert sum((NOW.date() - on[-1]).days <= 45 for on in found.values()) >= 24


def test_some_members_are_late_again_and_again(told: list[Told]):
    found = reported_on(told)

    assert len(tardy(CHANCE)) == 3
    for actor in tardy(CHANCE):
        gaps = [(later - earlier).days for earlier, later in pairwise(found[actor])]
        assert all(gap > 45 for gap in gaps)


def test_some_members_lapse_and_begin_again_and_some_are_lapsed_at_every_moment(
    told: list[Told],
):
    found = reported_on(told)
    again = [actor for actor, on in found.items() if longest_gap_days(on) > 90]
    ever = {actor for actor in MEMBERS if actor in found}

    assert len(again) >= 2
    for days_ago in (0, 60, 120, 180):
        at = NOW.date() - timedelta(days=days_ago)
        newest = {a: max((on for on in found[a] if on <= at), default=None) for a in ever}
        assert any(on is None or (at - on).days > 90 for on in newest.values())


def test_one_area_of_one_member_is_shown_in_exercises_and_never_reported():
    actor, area = never_reported(CHANCE)
    story = season(CHANCE, NOW, years=3)
    about = [e.data for e in story if getattr(e.data, "actor", None) == actor]
    of_area = [data for data in about if getattr(data, "area", None) is area]

    assert any(isinstance(data, ExerciseResultRecorded) for data in of_area)
    assert not any(isinstance(data, ResourceLevelReported) for data in of_area)


def test_who_is_silent_is_silent_in_live_events_too():
    day = LiveDay(CHANCE, NOW)
    month = NOW.date().replace(day=1)
    reports = [
        data
        for n in range(600)
        if isinstance(data := day.event(n, NOW).data, ResourceLevelReported)
    ]

    assert len(reports) > 200
    assert all(reports_in(CHANCE, data.actor, month) for data in reports)
    assert never_reported(CHANCE) not in {(data.actor, data.area) for data in reports}


def test_some_progress_is_a_forecast_of_a_day_that_lies_ahead(told: list[Told]):
    ahead = [
        event.data
        for event in told
        if isinstance(event.data, CommitmentProgressReported)
        and event.data.observed_on > NOW.date()
    ]

    assert len(ahead) > 10
    assert all(data.is_estimate for data in ahead)


def test_live_events_are_valid_and_each_has_its_own_id():
    day = LiveDay(CHANCE, NOW)
    events = [day.opening(), *(day.event(n, NOW + timedelta(seconds=2 * n)) for n in range(300))]

    for event in events:
        decode(event.text(CHANCE), received_at=event.at + timedelta(seconds=1))
    assert len({event.id for event in events}) == len(events)
    assert len({type(event.data) for event in events}) == 4
