"""Lessons in words: overdue before everything, proof only where it stands, no gap unmeasured."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dashboard.pages.lessons import words as lessons
from dashboard.pages.lessons.data import lesson_of
from dashboard.pages.lessons.queries import Burden, Gap, Lesson, LessonMove, LessonProof
from dashboard.pages.lessons.rows import LessonStory
from dashboard.pages.lessons.story import lesson_panel
from dashboard.view import View

NOW = datetime(2026, 11, 27, 2, tzinfo=UTC)
LATE = Lesson(
    lesson_id="l-1",
    state="identified",
    is_open=True,
    severity=3,
    area="logistics",
    actors=["EST", "FIN"],
    root_cause="Nobody planned the fuel stops",
    observation_ids=["o-1"],
    identified_at=datetime(2026, 1, 5, tzinfo=UTC),
    moved_at=datetime(2026, 1, 5, tzinfo=UTC),
    actions=3,
    implemented=2,
    due_on=date(2026, 10, 18),
    overdue_days=40,
    anomalies=[],
    newest_seq=5,
    owners=["EXERCISE movement centre"],
    candidate_id="e-9",
    candidate_name="EXERCISE Keen Quay 27",
    candidate_kinds=["livex"],
    candidate_starts_on=date(2027, 1, 30),
    candidate_actors=["EST"],
)
AHEAD = replace(LATE, lesson_id="l-2", due_on=date(2026, 12, 20), overdue_days=0)
DONE = replace(LATE, lesson_id="l-3", implemented=3, due_on=None, overdue_days=0, owners=[])
LEARNED = replace(DONE, lesson_id="l-4", state="learned", is_open=False)
CLOSED = replace(LATE, lesson_id="l-5", state="closed", is_open=False, overdue_days=0)
DOUBTFUL = replace(
    DONE, lesson_id="l-6", state="validated", anomalies=["unconfirmed"], candidate_id=None
)
ALL = [LATE, AHEAD, DONE, LEARNED, CLOSED, DOUBTFUL]
PROOF = LessonProof(
    source="s",
    event_id="r-1",
    exercise_id="e-3",
    actor="EST",
    area="logistics",
    objective_id="logistics-1",
    rating="P",
    evaluator="external",
    occurred_at=NOW,
    ledger_seq=9,
    stands=True,
    why_not=None,
)
MOVE = LessonMove(
    journal="remedial_action",
    item_id="a-1",
    move="tasked",
    is_fit=True,
    words="EXERCISE movement centre",
    element="planning",
    due_on=None,
    cost_amount=5000.0,
    cost_currency="EUR",
    cost_price_year=2026,
    occurred_at=NOW,
    recorded_at=NOW,
    ledger_seq=6,
)
BURDEN = Burden(actor="EST", area="logistics", lessons=2, overdue=1, burden=6.5)
GAP = Gap(
    actor="EST",
    area="cbrn",
    target_index=72.0,
    set_by="staff",
    is_own=False,
    index=60.0,
    gap=12.0,
    level="3",
    ledger_seq=4,
    is_open=True,
    last_index=None,
    last_gap=None,
)


def test_what_is_overdue_is_said_first_with_the_oldest():
    assert lessons.board_title(ALL) == "1 of 4 open lessons overdue, the oldest by 40 d"
    assert lessons.board_title([AHEAD]) == "None of 1 open lesson is overdue"
    assert lessons.board_title([LEARNED]) == "No lesson is open"


def test_what_falls_due_and_what_cannot_be_proved_is_counted():
    said = lessons.board_subtitle(ALL, 4, NOW)

    assert said.startswith("1 more due in 30 days, 1 in 90; 2 done and waiting for proof; ")
    assert "1 has no exercise scheduled that could validate it" in said
    assert "4 of 6 shown" in said


@pytest.mark.parametrize(
    ("due_on", "days", "falls"),
    [
        (date(2026, 11, 26), 30, False),
        (date(2026, 11, 27), 30, True),
        (date(2026, 12, 27), 30, True),
        (date(2026, 12, 28), 30, False),
        (date(2026, 12, 28), 90, True),
        (None, 90, False),
    ],
)
def test_what_falls_due_lies_from_today_to_the_last_day(due_on, days: int, falls: bool):
    assert lessons.falls_due(replace(AHEAD, due_on=due_on), NOW.date(), days) is falls


@pytest.mark.parametrize(
    ("state", "ids"),
    [
        (None, ["l-1", "l-2", "l-3", "l-6"]),
        ("overdue", ["l-1"]),
        ("month", ["l-2"]),
        ("proof", ["l-3", "l-6"]),
        ("learned", ["l-4"]),
        ("closed", ["l-5"]),
        ("anomalies", ["l-6"]),
        ("nonsense", ["l-1", "l-2", "l-3", "l-6"]),
    ],
)
def test_the_address_narrows_the_lessons(state: str | None, ids: list[str]):
    found = lessons.matching(ALL, View(state=state), NOW.date())

    assert [one.lesson_id for one in found] == ids
    assert lessons.matching(ALL, View(state=state, actor="LVA"), NOW.date()) == []
    assert lessons.matching(ALL, View(state=state, area="air"), NOW.date()) == []


@pytest.mark.parametrize(
    ("lesson", "said"),
    [
        (LATE, "2 of 3 remedies done, overdue 40 d"),
        (AHEAD, "2 of 3 remedies done, due 20 Dec 2026"),
        (DONE, "remedies done, proof missing"),
        (LEARNED, "learned"),
        (CLOSED, "closed without action"),
        (DOUBTFUL, "declared learned, but the proof does not stand"),
        (replace(LATE, actions=0, implemented=0), "nobody tasked yet"),
    ],
)
def test_a_lesson_is_told_by_how_far_it_is(lesson: Lesson, said: str):
    assert lessons.finding(lesson) == f"Nobody planned the fuel stops: {said}"


def test_the_exercise_that_could_prove_a_lesson_is_named_or_said_to_be_missing():
    early = replace(AHEAD, due_on=date(2027, 3, 1))

    assert lessons.candidate(LATE) == "30 Jan 2027, EXERCISE Keen Quay 27"
    assert lessons.candidate(early).endswith("before the remedy is due")
    assert lessons.candidate(DOUBTFUL) == "no exercise scheduled that could validate it"
    assert lessons.candidate(LEARNED) == "–"


def test_a_proof_stands_or_says_why_not():
    fallen = replace(PROOF, rating="M", stands=False, why_not="rating")
    gone = replace(
        PROOF, actor=None, occurred_at=None, ledger_seq=None, stands=False, why_not="not in force"
    )

    assert lessons.proof(PROOF) == "stands: Estonia logistics rated P by external on 27 Nov 2026"
    assert lessons.proof(fallen).startswith("does not stand, it is not rated P or S: Estonia")
    assert lessons.proof(gone).endswith("for you to see: r-1 of s")
    assert lessons.proof(None) == "no result is named as proof"


def test_an_anomaly_is_marked_by_a_sign_and_by_words():
    assert lessons.state(DOUBTFUL) == "⚠ remedies done, validated"
    assert lessons.anomaly("learned") == "declared learned before it was validated"


def test_the_heaviest_burden_comes_first_and_darker_weighs_more():
    heavier = replace(BURDEN, actor="FIN", burden=20.0)

    groups = lessons.burden_by_actor([BURDEN, heavier, replace(BURDEN, area="air")])

    assert [(actor, weight) for actor, weight, _ in groups] == [("FIN", 20.0), ("EST", 13.0)]
    assert lessons.burden_title([heavier]) == "Finland carries most: 20 from 2 lessons"
    assert [lessons.burden_look(weight) for weight in (1, 3, 6, 12)] == ["l3", "l2", "l1", "l0"]


def test_a_gap_that_is_not_known_is_open_and_stands_before_every_number():
    unknown = replace(GAP, actor="FIN", index=None, gap=None, last_index=58.0, last_gap=14.0)
    never = replace(GAP, actor="ISL", index=None, gap=None)
    met = replace(GAP, actor="LVA", index=90.0, gap=0.0, is_open=False)

    assert lessons.short([met, GAP, never, unknown]) == [unknown, never, GAP]
    assert lessons.gaps_title([met, unknown, never, GAP]) == (
        "3 of 4 requirements open (2 not known); Estonia CBRN defence most, by 12"
    )
    assert lessons.gaps_title([met]) == "Every requirement is met"
    assert lessons.gaps_title([]) == "No requirement is set"
    assert lessons.gap_words(unknown) == "not known (○ 14)"
    assert lessons.gap_words(never) == "not known"
    assert lessons.index_words(unknown) == "(○ 58) of 72"


def test_an_index_just_below_its_requirement_is_not_said_to_reach_it():
    close = replace(GAP, index=71.96, gap=0.04)

    assert lessons.index_words(close) == "71.96 of 72"
    assert lessons.gap_words(close) == "0.04"


def test_a_panel_can_be_drawn_of_every_kind_of_lesson():
    misfit = replace(MOVE, journal="lesson", move="learned", words=None, is_fit=False)
    for lesson in [*ALL, replace(LATE, root_cause=None, actors=None, area=None, due_on=None)]:
        for proof in (None, PROOF):
            assert lesson_panel(LessonStory(lesson, [MOVE, misfit], proof), View()).children


def test_an_unknown_lesson_is_none():
    assert lesson_of(ALL, "l-1") is LATE
    assert lesson_of(ALL, "nothing") is None
    assert lesson_of([], None) is None
