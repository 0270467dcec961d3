"""Exercises in words and on a strip of time: nothing more exact, nothing better than known."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dashboard.pages.exercises import words as exercises
from dashboard.pages.exercises.data import strip_of, usual
from dashboard.pages.exercises.figures import Strip, months_of, rows_by
from dashboard.pages.exercises.queries import (
    Exercise,
    ExerciseParticipant,
    ExerciseResult,
    ExerciseTest,
)
from dashboard.pages.exercises.record import exercise_panel
from dashboard.pages.exercises.rows import ExerciseRecord
from dashboard.pages.exercises.words import objectives
from dashboard.view import View

AT = datetime(2026, 11, 10, 12, tzinfo=UTC)
HELD = Exercise(
    exercise_id="e-1",
    state="conducted",
    name="EXERCISE Keen Anvil 26",
    series="EXERCISE Keen Anvil",
    kinds=["cpx"],
    domains=["logistics", "cbrn"],
    starts_on=date(2026, 7, 20),
    ends_on=date(2026, 7, 27),
    date_precision=None,
    place="North Atlantic",
    actors=["EST", "FIN"],
    personnel=300,
    schedules=1,
    first_starts_on=date(2026, 7, 20),
    reason=None,
    performed=2,
    some_challenges=1,
    major_challenges=1,
    unable=1,
    unrated=1,
    observations=1,
    newest_seq=7,
)
PLANNED = replace(
    HELD,
    exercise_id="e-2",
    state="planned",
    starts_on=date(2027, 1, 30),
    ends_on=date(2027, 2, 5),
    performed=0,
    some_challenges=0,
    major_challenges=0,
    unable=0,
    unrated=0,
)
RESULT = ExerciseResult(
    actor="EST",
    area="logistics",
    objective_id="logistics-1",
    rating="S",
    evaluator="external",
    tasks_met=7,
    tasks_total=10,
    comment=None,
    occurred_at=AT,
    is_corrected=False,
    ledger_seq=11,
)
EST = ExerciseParticipant(actor="EST", personnel=200, took_part=True, was_planned=True)
TEST = ExerciseTest(
    actor_a="EST",
    actor_b="FIN",
    dimension="technical",
    area=None,
    system_a=None,
    system_b=None,
    outcome="issue",
    occurred_at=AT,
    ledger_seq=12,
)


@pytest.mark.parametrize(
    ("first", "last", "precision", "written"),
    [
        ((2026, 7, 20), (2026, 7, 27), None, "20–27 Jul 2026"),
        ((2026, 7, 20), (2026, 7, 20), None, "20 Jul 2026"),
        ((2026, 10, 27), (2026, 11, 10), None, "27 Oct – 10 Nov 2026"),
        ((2026, 12, 27), (2027, 1, 3), None, "27 Dec 2026 – 3 Jan 2027"),
        ((1997, 9, 1), (1997, 9, 30), "month", "Sep 1997"),
        ((1997, 9, 1), (1997, 10, 31), "month", "Sep 1997 – Oct 1997"),
        ((1997, 1, 1), (1997, 12, 31), "year", "1997"),
    ],
)
def test_days_are_never_given_more_exactly_than_they_are_known(first, last, precision, written):
    assert exercises.dates(date(*first), date(*last), precision) == written


def test_the_worst_rating_of_an_objective_counts_and_every_evaluator_is_named():
    second = replace(RESULT, rating="M", evaluator="self", tasks_met=5, is_corrected=True)

    [objective] = objectives.objectives_of([RESULT, second])

    cell = objective.cells["EST"]
    assert cell.worst == "M"
    assert cell.shown is second
    assert objectives.cell_words(objective, cell) == (
        "Estonia, Logistics 1: S with some challenges (external, 7 of 10 tasks); "
        "M with major challenges (self, 5 of 10 tasks, corrected)"
    )


def test_a_rating_that_is_absent_is_participation_and_neither_good_nor_bad():
    [objective] = objectives.objectives_of([replace(RESULT, rating=None, tasks_total=None)])

    assert objective.cells["EST"].worst is None
    assert objective.graded == []
    assert exercises.finding(HELD, [objective]) == (
        "EXERCISE Keen Anvil 26: held, no objective graded"
    )


def test_an_exercise_is_told_by_what_was_met_and_where_it_was_hard():
    found = objectives.objectives_of(
        [
            RESULT,
            replace(RESULT, actor="FIN", rating="M"),
            replace(RESULT, actor="LVA", rating="M"),
            replace(RESULT, area="cbrn", objective_id="cbrn-1", rating="M"),
            replace(RESULT, area="cbrn", objective_id="cbrn-1", actor="FIN", rating="U"),
        ]
    )

    assert exercises.finding(HELD, found) == (
        "EXERCISE Keen Anvil 26: 4 of 5 objectives met; 3 with major challenges, "
        "most in logistics; 1 not met"
    )


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("planned", "planned for 30 Jan – 5 Feb 2027"),
        ("cancelled", "cancelled"),
        ("unreported", "due by 5 Feb 2027, not reported"),
    ],
)
def test_an_exercise_without_a_report_says_how_far_it_is(state: str, said: str):
    assert exercises.finding(replace(PLANNED, state=state), []).endswith(said)


def test_the_schedule_says_what_was_held_is_planned_and_is_late():
    late = replace(PLANNED, state="unreported")
    first, last = date(2025, 11, 1), date(2027, 10, 1)

    assert exercises.schedule_title([HELD, PLANNED, late], first, last) == (
        "1 exercise held in the past year, 1 planned ahead; 1 is due and not reported"
    )
    assert exercises.schedule_title([], first, last) == (
        "No exercise from 1 Nov 2025 to 1 Oct 2027"
    )


def test_held_and_not_graded_looks_different_from_ahead_and_from_zero():
    ungraded = replace(HELD, performed=0, some_challenges=0, major_challenges=0, unable=0)
    hopeless = replace(ungraded, unable=3)

    assert [exercises.met(one) for one in (HELD, ungraded, PLANNED, hopeless)] == [
        "4 of 5",
        "not graded",
        "–",
        "0 of 3",
    ]


def test_the_list_begins_with_what_is_late_then_the_newest_then_the_next():
    older = replace(HELD, exercise_id="e-0", starts_on=date(2026, 1, 1))
    late = replace(PLANNED, exercise_id="e-3", state="unreported")

    found = sorted([PLANNED, older, late, HELD], key=exercises.list_order)

    assert [one.exercise_id for one in found] == ["e-3", "e-1", "e-0", "e-2"]


def test_participants_are_told_with_people_and_with_who_stayed_away():
    fin = ExerciseParticipant(actor="FIN", personnel=None, took_part=True, was_planned=False)
    lva = ExerciseParticipant(actor="LVA", personnel=None, took_part=False, was_planned=True)

    assert exercises.participants(HELD, [EST, fin, lva]) == [
        "2 took part, 200 people where counted: Estonia 200 and Finland",
        "planned, but not among the participants: Latvia",
        "took part without being planned: Finland",
    ]
    assert exercises.participants(PLANNED, [replace(EST, took_part=None)]) == [
        "1 meant to take part: Estonia"
    ]


def test_tests_are_counted_by_outcome():
    assert exercises.tests([TEST, replace(TEST, outcome="success")]) == (
        "1 pair tested: 1 success, 0 limited, 1 with an issue."
    )
    assert exercises.tests([]) == "No test of two participants is recorded."


@pytest.mark.parametrize(
    ("view", "count"),
    [
        (View(), 2),
        (View(kind="cpx"), 2),
        (View(kind="ttx"), 0),
        (View(state="planned"), 1),
        (View(state="nonsense"), 2),
        (View(area="cbrn", actor="FIN"), 2),
        (View(area="air"), 0),
        (View(text="keen anvil"), 2),
        (View(text="amber"), 0),
    ],
)
def test_the_address_narrows_the_exercises(view: View, count: int):
    assert len(exercises.matching([HELD, PLANNED], view)) == count


def test_the_newest_exercise_with_results_is_shown_when_none_is_chosen():
    assert usual([PLANNED, HELD]) == "e-1"
    assert usual([PLANNED]) == "e-2"
    assert usual([]) is None


def test_exercises_at_the_same_time_lie_in_different_lanes():
    beside = replace(HELD, exercise_id="e-4", starts_on=date(2026, 7, 22))
    strip = Strip(date(2026, 7, 1), date(2026, 7, 31), date(2026, 7, 15))

    [row] = rows_by([HELD, beside], lambda _: "all", (), strip)

    assert row.lanes == 2
    assert sorted(bar.lane for bar in row.bars) == [0, 1]
    assert row.bars[0].left == pytest.approx(19 / 30)
    assert row.bars[0].width == pytest.approx(8 / 30)


def test_a_bar_never_leaves_the_strip_and_a_day_can_still_be_seen():
    strip = Strip(date(2026, 1, 1), date(2027, 12, 31), date(2026, 7, 15))
    early = replace(HELD, starts_on=date(2025, 12, 1), ends_on=date(2026, 1, 10))
    short = replace(HELD, starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 1))

    bars = [bar for row in rows_by([early, short], exercises.name, (), strip) for bar in row.bars]

    assert bars[0].left == 0
    assert all(bar.width > 0.005 for bar in bars)


def test_the_strip_is_whole_months_around_the_day():
    strip = strip_of(date(2026, 11, 27))

    assert (strip.first, strip.last) == (date(2025, 11, 1), date(2027, 10, 1))
    assert len(months_of(strip)) == 24


def test_a_panel_can_be_drawn_of_a_plan_and_of_a_report_without_anything_else():
    for exercise in (PLANNED, HELD, replace(PLANNED, state="cancelled", series=None)):
        empty = ExerciseRecord(exercise, [], [], [], [], [])
        full = ExerciseRecord(exercise, [], [EST], [RESULT], [TEST], [])

        assert exercise_panel(empty, View()).children
        assert exercise_panel(full, View()).children
