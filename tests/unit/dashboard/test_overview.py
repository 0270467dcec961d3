"""The overview's sentences: what changed and why, what expires, and where each leads."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from dashboard.components.sentence import sentence
from dashboard.pages.overview import words as overview
from dashboard.pages.overview.queries import (
    EndingOverride,
    LevelThen,
    PairLevelThen,
    RunningSilence,
)
from dashboard.pages.overview.rows import Ahead, ChiefCause, Then
from dashboard.pages.overview.words.expiry import Standing, expiry
from dashboard.view import View
from dashboard.wording.sentences import Link, plain
from tests.unit.dashboard.test_wording import AT, PAIR, PLEDGE, READING, state

STATE = state("logistics", "current", 20)
NOW = Standing(AT, [READING], [PAIR], [STATE], [])
SAME = LevelThen(actor="EST", area="logistics", level="2")
SAME_PAIR = PairLevelThen(actor_a="EST", actor_b="FIN", dimension="technical", level=2)
RESULT = ChiefCause(
    cause="came",
    pillar="T",
    seq=41,
    at=AT,
    summary="EST logistics: rated U by external evaluators in EXERCISE-7",
)


def _ahead(then: Then, **ends: object) -> Ahead:
    return Ahead(**({"then": [then], "overrides": [], "silences": []} | ends))


def _said(now: Standing, then: Then, *, is_known_after: bool = False, **ends: object) -> str:
    return plain(expiry(now, _ahead(then, **ends), then, is_known_after=is_known_after))


def test_a_change_names_the_event_that_did_it_and_leads_to_it():
    fell, rose = overview.moved([replace(READING, level="3")], [READING])

    said = overview.changes(fell, rose, {("EST", "logistics"): RESULT}, "")

    assert "2 → 3 (new result: EST logistics: rated U by external evaluators" in plain(said)
    links = [part for part in said if isinstance(part, Link)]
    assert [(link.path, dict(link.choices)) for link in links] == [
        ("/trends", {"actor": "EST", "area": "logistics"}),
        ("/events", {"seq": 41}),
    ]


def test_a_change_without_an_event_says_what_the_clock_did():
    fell, rose = overview.moved([replace(READING, level="ND")], [READING])
    gone = replace(RESULT, cause="past its validity", seq=None, summary=None)

    said = plain(overview.changes(fell, rose, {("EST", "logistics"): gone}, ""))

    assert "2 → not demonstrated (evidence past its validity on 23 Nov 2026)" in said


def test_nothing_that_expires_is_said_as_such():
    then = Then(30, [SAME], [SAME_PAIR], [STATE])
    assert _said(NOW, then) == "If nothing happens, nothing expires."


def test_readings_and_pairs_that_will_be_lost_are_counted_and_named():
    then = Then(90, [replace(SAME, level="ND")], [], [STATE])

    said = _said(NOW, then)

    assert "1 reading is no longer demonstrated (Estonia logistics)" in said
    assert "1 level of a pair falls, 1 lapsing (Estonia and Finland)" in said


def test_a_reading_that_gets_better_by_time_alone_is_not_lost():
    then = Then(90, [replace(SAME, level="1")], [replace(SAME_PAIR, level=3)], [STATE])
    assert "nothing expires" in _said(NOW, then)


def test_reports_that_turn_late_and_those_that_lapse_are_told_apart():
    was = [STATE, state("land", "late", 70), state("air", "late", 50), state("isr", "lapsed", 99)]
    will = [
        state("logistics", "late", 50),
        state("land", "lapsed", 100),
        state("air", "late", 80),
        state("isr", "lapsed", 129),
    ]
    said = _said(replace(NOW, states=was), Then(30, [SAME], [SAME_PAIR], will))

    assert "reports on 1 member area lapse, older than 90 days (Estonia land)" in said
    assert "reports on 1 member area turn older than 45 days (Estonia logistics)" in said


def test_what_ends_by_a_date_is_said_with_it_and_only_within_the_days():
    then = Then(30, [replace(SAME, level="4")], [SAME_PAIR], [STATE])
    override = EndingOverride(
        actor="EST", area="logistics", level=2, expires_on=date(2026, 12, 1), days_left=8
    )
    silence = RunningSilence(
        decision_id="d", topic="Posture", silence_deadline_at=AT + timedelta(days=2)
    )
    promised = replace(PLEDGE, due_on=date(2026, 12, 20))
    now = replace(NOW, compliance=[promised, PLEDGE])

    said = _said(now, then, overrides=[override], silences=[silence])

    assert "the level 2 set for Estonia logistics ends on 01 Dec 2026" in said
    assert "silence on Posture ends at 250356ZNOV26" in said
    assert "1 more such end" in said
    # The end of the override is said once, not as a reading that falls as well.
    assert "reading falls" not in said
    late = replace(silence, silence_deadline_at=AT + timedelta(days=31))
    assert "Posture" not in _said(now, then, silences=[late])


def test_in_the_past_the_days_after_are_told_and_not_foreseen():
    then = Then(30, [replace(SAME, level="3")], [SAME_PAIR], [STATE])

    said = _said(NOW, then, is_known_after=True)

    assert said.startswith("As known now of that time: 1 reading falls")


def test_links_of_a_sentence_keep_the_clocks():
    view = View(as_of=datetime(2025, 1, 1, tzinfo=UTC), body="NATO", area="land")

    [before, made] = sentence(["See ", Link("air", "/trends", {"area": "air"})], view)

    assert before == "See "
    assert made.href == "/trends?as_of=2025-01-01T00:00Z&body=NATO&area=air"
