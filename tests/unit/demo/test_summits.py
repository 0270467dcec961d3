"""The diplomacy of the season: meetings that slip, silence that is broken, words that are kept."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from schemas.events import (
    ComplianceAssessed,
    DecisionAdopted,
    DecisionProposed,
    MeetingCancelled,
    MeetingHeld,
    MeetingPostponed,
    MeetingScheduled,
    SilenceBroken,
)
from schemas.vocabulary import MeetingLevel, Stage
from streams.demo.chance import Chance
from streams.demo.deciding import deciding
from streams.demo.meetings import meetings
from streams.demo.members import MEMBERS
from streams.demo.scoring import SAMPLE, scoring
from streams.demo.telling import Told

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FIRST = date(2024, 11, 1)
CHANCE = Chance(1)


@pytest.fixture(scope="module")
def lives() -> dict[str, list[Told]]:
    """Give what is told of each meeting, heard by now or later."""
    found = defaultdict(list)
    for event in meetings(CHANCE, FIRST, NOW):
        found[event.subject or event.data.meeting_id].append(event)
    return found


def test_every_meeting_is_planned_first_and_then_held_or_cancelled(lives: dict[str, list[Told]]):
    for told in lives.values():
        ordered = sorted(told, key=lambda event: event.at)

        assert isinstance(ordered[0].data, MeetingScheduled)
        assert isinstance(ordered[-1].data, MeetingHeld | MeetingCancelled)


def test_every_meeting_and_decision_says_that_it_is_an_exercise(lives: dict[str, list[Told]]):
    proposals = [e.data for e in deciding(CHANCE, FIRST, NOW)]

    assert all(meeting_id.startswith("EXERCISE-") for meeting_id in lives)
    assert all(data.decision_id.startswith("EXERCISE-") for data in proposals)
    assert all(
        d.topic.startswith("EXERCISE") for d in proposals if isinstance(d, DecisionProposed)
    )


def test_some_meetings_are_postponed_and_the_coming_summit_is_among_them(
    lives: dict[str, list[Told]],
):
    moved = {
        meeting_id
        for meeting_id, told in lives.items()
        if any(isinstance(event.data, MeetingPostponed) and event.at <= NOW for event in told)
    }

    assert "EXERCISE-summit-2026" in moved
    assert 5 < len(moved) < len(lives) / 3


def test_no_meeting_of_ambassadors_overtakes_the_next(lives: dict[str, list[Told]]):
    held = [e.data for told in lives.values() for e in told if isinstance(e.data, MeetingHeld)]
    days = sorted(m.started_on for m in held if m.level is MeetingLevel.AMBASSADOR)

    assert all(later > earlier for earlier, later in pairwise(days))


@pytest.mark.parametrize("days", range(0, 60, 3))
def test_something_is_always_under_silence(days: int):
    at = NOW + timedelta(days=days)
    told = [e for e in deciding(CHANCE, FIRST, at) if e.at <= at]
    open_now = [
        e.data
        for e in told
        if isinstance(e.data, DecisionProposed)
        and e.data.silence_deadline_at is not None
        and e.data.silence_deadline_at > at
    ]

    assert open_now


def test_silence_is_only_broken_while_it_lasts():
    told = list(deciding(CHANCE, FIRST, NOW))
    rounds = {e.data.decision_id: e for e in told if isinstance(e.data, DecisionProposed)}
    broken = [e for e in told if isinstance(e.data, SilenceBroken)]

    assert broken
    for event in broken:
        proposed = rounds[event.data.decision_id]
        assert proposed.at < event.at < proposed.data.silence_deadline_at


def test_what_silence_adopts_is_not_told():
    adopted = [e.data for e in deciding(CHANCE, FIRST, NOW) if isinstance(e.data, DecisionAdopted)]

    assert adopted
    assert all(data.mode == "meeting_after_break" for data in adopted)


def test_an_assessor_scores_a_sample_first_for_now_then_finally():
    scores = [e.data for e in scoring(CHANCE, NOW) if isinstance(e.data, ComplianceAssessed)]

    assert {score.stage for score in scores} == set(Stage)
    assert len({score.actor for score in scores}) <= len(MEMBERS)
    assert len(scores) % SAMPLE == 0
