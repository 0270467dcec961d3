"""The Review page without a browser: its period, what changed in words, what is asked."""

import shlex
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dashboard.errors import BadView
from dashboard.pages.review import words as wording
from dashboard.pages.review.axis import axis_of
from dashboard.pages.review.changes import MOST_SHOWN, difference_model
from dashboard.pages.review.queries import PairCause, ReadingCause
from dashboard.queries.frames import FrameEvent, ReadingFrames
from dashboard.queries.replay import Frames
from dashboard.replays import as_json, replay_of
from dashboard.view import View
from streams.report.commands import report
from streams.report.review import instant
from streams.report.review_commands import create

NOW = datetime(2026, 11, 27, 2, tzinfo=UTC)
FIRST = datetime(1949, 8, 24, tzinfo=UTC)
PERIOD = "from_at=2025-11-27&as_of=2026-11-27&known_at=2026-11-27T02:00Z"
CAUSE = ReadingCause(
    actor="EST",
    area="logistics",
    from_level="3",
    to_level="3",
    from_t=70.0,
    to_t=70.0,
    from_index=60.0,
    to_index=72.5,
    is_clear=True,
    measure="index",
    change=12.5,
    cause="came",
    pillar="P",
    seq=41,
    at=NOW,
    events=1,
    share=12.5,
)
LEVEL = replace(CAUSE, measure="level", change=None, pillar="R", seq=42, share=None, to_level="2")
PAIR = PairCause(
    actor_a="EST",
    actor_b="FIN",
    dimension="technical",
    from_level="1",
    to_level="2",
    from_mean=0.5,
    to_mean=0.75,
    from_lower_bound=0.3,
    to_lower_bound=0.55,
    is_clear=True,
    measure="mean",
    change=0.25,
    cause="came",
    seq=7,
    at=NOW,
    share=0.25,
)


def test_the_usual_review_compares_the_last_ninety_days_within_a_year():
    axis = axis_of(View(), NOW, None)

    assert (axis.span, axis.end, axis.b) == ("1y", NOW, NOW)
    assert axis.b - axis.a == timedelta(days=90)


def test_a_span_too_short_for_both_moments_gives_way_to_the_next():
    view = View(span="90d", from_at=NOW - timedelta(days=400))

    assert axis_of(view, NOW, None).span == "3y"


def test_moments_long_ago_are_shown_with_a_period_that_ends_at_b():
    b = datetime(2019, 12, 31, tzinfo=UTC)
    axis = axis_of(View(as_of=b, from_at=b - timedelta(days=30), span="90d"), NOW, None)

    assert (axis.span, axis.end) == ("90d", b)


def test_all_starts_with_the_first_event():
    axis = axis_of(View(span="all"), NOW, FIRST)

    assert (axis.start, axis.end) == (FIRST, NOW)


def test_a_comparison_the_wrong_way_round_is_turned():
    early, late = NOW - timedelta(days=20), NOW - timedelta(days=10)
    axis = axis_of(View(as_of=early, from_at=late), NOW, None)

    assert (axis.a, axis.b) == (early, late)


def test_an_empty_ledger_still_has_a_period():
    axis = axis_of(View(span="all"), NOW, None)

    assert axis.start < axis.end


def _several() -> list[ReadingCause]:
    """Give one reading whose level, index and training moved."""
    training = replace(CAUSE, to_level="2", to_t=80.0, measure="T", change=10.0, pillar="T")
    return [
        replace(CAUSE, to_level="2", to_t=80.0, share=10.0),
        replace(CAUSE, to_level="2", to_t=80.0, cause="training", pillar="T", seq=None, share=2.5),
        replace(LEVEL, to_t=80.0),
        replace(training, seq=43, share=11.0),
        replace(training, seq=None, cause="weighed anew", share=-1.0),
    ]


def test_a_reading_that_changes_in_several_ways_is_one_entry():
    (changed,) = wording.changed_readings(_several())

    assert (changed.key, changed.name) == ("EST:logistics", "Estonia, Logistics")
    assert [part.measure for part in changed.parts] == ["level", "index", "T"]
    assert wording.from_to(changed) == "index 60 → 72.5, training 70 → 80"
    assert wording.levels(changed) == "level 3 → 2"
    assert [cause.seq for part in changed.parts for cause in part.causes] == [
        42, 41, None, 43, None,
    ]  # fmt: skip


def test_the_causes_of_each_part_add_up_to_its_change():
    (changed,) = wording.changed_readings(_several())

    assert [wording.shares(part) for part in changed.parts] == [
        ["–"],
        ["+10.0", "+2.5"],
        ["+11.0", "−1.0"],
    ]


def test_levels_that_fell_stand_first_then_those_that_rose_then_the_largest_change():
    large = replace(CAUSE, actor="FIN", to_index=99.0, change=39.0, share=39.0)
    fell = replace(LEVEL, actor="LVA", from_level="1", to_level="ND", cause="lapsed", seq=None)

    changed = wording.changed_readings([replace(CAUSE, actor="DEU"), LEVEL, large, fell])

    assert [one.actor for one in changed] == ["LVA", "EST", "FIN", "DEU"]
    assert [one.direction for one in changed] == [-1, 1, 1, 1]


def test_a_small_change_is_called_no_clear_change():
    small = replace(CAUSE, to_index=62.0, change=2.0, is_clear=False, share=2.0)
    changed = wording.changed_readings([small])

    assert "no clear change" in wording.size(changed[0])
    assert wording.title(changed) == "No clear change: 1 reading moved by less than 5 points"


def test_a_reading_that_lapsed_has_no_change_and_is_said_to_be_gone():
    gone = replace(
        CAUSE, to_level="ND", to_index=None, change=None, cause="lapsed", seq=None, share=None
    )
    (changed,) = wording.changed_readings([gone])

    assert (wording.size(changed), wording.from_to(changed)) == ("gone", "index 60 → none")
    assert wording.shares(changed.parts[0]) == ["–"]
    assert changed.parts[0].causes[0].words == "personnel: report lapsed on 27 Nov 2026"
    assert wording.title([changed]) == "1 reading changed clearly: 0 up, 1 down"


def test_a_level_that_moved_without_any_number_says_which_way():
    order = replace(LEVEL, to_index=60.0, cause="override began", pillar=None)
    (changed,) = wording.changed_readings([order])

    assert (wording.size(changed), wording.from_to(changed)) == ("▲", "")
    assert wording.of_part(changed.parts[0], changed.parts[0].causes[0]) == "Level: override began"


def test_how_many_levels_moved_and_which_way_is_said():
    fell = replace(LEVEL, actor="LVA", from_level="1")

    said = wording.sentence(wording.changed_readings([LEVEL, fell]), FIRST, NOW, "as now known")

    assert "2 levels moved: 1 worse, 1 better." in said


def test_the_change_of_a_pair_is_in_points():
    level = replace(PAIR, measure="level", change=None, share=None)
    (changed,) = wording.changed_pairs([level, PAIR])

    assert (wording.size(changed), changed.better) == ("▲ 25", 1)
    assert [wording.shares(part) for part in changed.parts] == [["–"], ["+25.0"]]


def test_a_pair_that_lapsed_is_worse_than_any_level():
    lapsed = replace(PAIR, from_level="0", to_level="lapsed", to_mean=None, change=None)
    (changed,) = wording.changed_pairs([lapsed])

    assert (changed.better, wording.size(changed)) == (-1, "gone")


def test_nothing_changed_is_said():
    assert wording.title([]) == "No reading changed between A and B"


def test_a_list_too_long_says_how_many_there_are():
    rows = [replace(CAUSE, actor=f"A{n:03}") for n in range(MOST_SHOWN + 5)]
    drawn = difference_model(wording.changed_readings(rows), View())

    assert len(drawn["changes"]) == MOST_SHOWN
    assert drawn["more"] == f"1 to {MOST_SHOWN} of {MOST_SHOWN + 5}."
    assert drawn["ways"] == [["More ▸", f"/review?skip={MOST_SHOWN}"]]
    rest = difference_model(wording.changed_readings(rows), View(skip=MOST_SHOWN))
    assert len(rest["changes"]) == 5
    assert rest["ways"] == [["◂ Before", "/review"]]


def test_a_cause_links_to_its_event_with_the_clocks_kept():
    drawn = difference_model(wording.changed_readings([CAUSE]), View(as_of=NOW))

    assert drawn["event_address"] == "/events?as_of=2026-11-27T02:00Z"
    assert drawn["changes"][0]["causes"] == [["+12.5", "Index: personnel: reported anew", 41]]


def test_a_cause_that_is_many_events_links_to_those_of_the_actor():
    many = replace(CAUSE, seq=None, events=1_130)
    drawn = difference_model(wording.changed_readings([many]), View(as_of=NOW))

    (cause,) = drawn["changes"][0]["causes"]
    assert cause[2:] == [None, "1,130", "/events?as_of=2026-11-27T02:00Z&actor=EST"]


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("", "from_at"),
        ("from_at=2025-11-27&as_of=2026-11-27", "known_at"),
        (PERIOD.replace("2025-11-27", "2027-11-27"), "as_of"),
        (PERIOD + "&dimension=chemical", "dimension"),
        (PERIOD + "&asof=2020-01-01", "asof"),
        (PERIOD + "&seq=4", "seq"),
        (PERIOD + "&from_at=2024-01-01", "from_at"),
    ],
)
def test_frames_that_cannot_be_read_are_refused_by_name(query: str, what: str):
    with pytest.raises(BadView, match=what):
        replay_of(query)


def test_frames_are_of_readiness_as_now_known_unless_the_address_says_otherwise():
    usual, other = replay_of(PERIOD), replay_of(PERIOD + "&dimension=human&state=then&body=WTO")

    assert (usual.dimension, usual.body, usual.as_then_known) == (None, "NATO", False)
    assert (other.dimension, other.body, other.as_then_known) == ("human", "WTO", True)


def test_frames_of_nothing_are_moments_without_cells():
    found = as_json(replay_of(PERIOD), Frames([NOW], [], []))

    assert (found["cells"], found["events"], found["others"], found["actors"]) == ({}, [], {}, [])


def test_events_too_many_to_name_are_counted():
    cell = ReadingFrames(
        actor="EST",
        area="land",
        frames=[1],
        levels=[9],
        indexes=[None],
        is_weak=[False],
        last_levels=[3],
        last_indexes=[71],
    )
    many = FrameEvent(
        i=3, seq=None, occurred_at=None, date_precision=None, type=None, summary=None, others=12
    )
    found = as_json(replay_of(PERIOD), Frames([NOW], [cell], [many]))

    assert found["cells"] == {"land|EST": [[1], [9], [None], [0], [3], [71]]}
    assert found["others"] == {"3": 12}


@pytest.mark.parametrize("known_at", [None, datetime(2026, 11, 2, 4, 5, 6, 7, tzinfo=UTC)])
def test_a_report_of_what_is_shown_is_made_by_commands_that_are_taken(known_at: datetime | None):
    a, b = datetime(2026, 8, 1, tzinfo=UTC), datetime(2026, 11, 1, 4, 5, 6, 7, tzinfo=UTC)
    making, writing = wording.report_commands(a, b, "NATO", known_at).splitlines()
    created = create.make_context("create", shlex.split(making)[3:]).params
    reported = report.make_context("report", shlex.split(writing)[2:]).params

    assert [instant("--from", created[name]) for name in ("from_text", "to_text")] == [a, b]
    assert created["body"] == "NATO"
    assert (created["known_at"] and instant("--known-at", created["known_at"])) == known_at
    assert reported["review"] == created["name"]
