"""The load of the watch: only what was raised counts, and bursts are seen wherever they begin."""

from datetime import UTC, datetime, timedelta

import pytest

from dashboard.pages.alerts import words
from dashboard.pages.alerts.queries import AlertRule, Annunciation, Watch
from dashboard.pages.alerts.rows import is_flood, load_of, worst

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def raised(minutes_ago: float, rule: str = "weak", **how: object) -> Annunciation:
    fields = {
        "raised_at": NOW - timedelta(minutes=minutes_ago),
        "rule": rule,
        "subject": f"{rule} {minutes_ago}",
        "priority": "low",
        "cleared_at": NOW,
        "acknowledged_at": None,
    }
    return Annunciation(**(fields | how))  # type: ignore[arg-type]


def test_nothing_raised_is_no_load():
    load = load_of([], NOW - DAY, NOW)

    assert (load.raised, load.an_hour, load.peak_hour, load.flood_ratio) == (0, 0, 0, 0)
    assert set(load.shares.values()) == {None}


def test_alerts_are_counted_by_hour_and_in_bursts_across_the_hour():
    found = [raised(minutes) for minutes in (125, 118, 62, 61, 60, 59, 58, 2)]

    load = load_of(found, NOW - DAY, NOW)
    assert load.an_hour == pytest.approx(8 / 24)
    assert (load.peak_hour, load.peak_ten_minutes) == (5, 5)


def test_a_flood_begins_above_ten_in_ten_minutes_and_ends_below_five():
    ten = [raised(30 + i / 10) for i in range(10)]
    eleven = [raised(30 + i / 10) for i in range(11)]

    assert load_of(ten, NOW - DAY, NOW).flood_ratio == 0
    flooded = load_of(eleven, NOW - DAY, NOW).flood_ratio * DAY
    assert timedelta(minutes=9) < flooded < timedelta(minutes=10)
    assert is_flood([raised(1 + i / 10) for i in range(11)], NOW)
    assert not is_flood(eleven, NOW)


def test_one_subject_three_times_in_an_hour_chatters():
    same = [raised(minutes, subject="EST") for minutes in (50, 30, 10)]

    assert load_of(same, NOW - DAY, NOW).chattering == 1
    assert load_of(same[:2], NOW - DAY, NOW).chattering == 0


def test_what_stands_longer_than_a_day_is_counted_whenever_it_was_raised():
    old = raised(60 * 24 * 40, cleared_at=None)

    assert load_of([old], NOW - 30 * DAY, NOW).standing == 1
    assert load_of([old], NOW - 30 * DAY, NOW).raised == 0


def test_the_worst_rule_stands_first_with_its_share():
    found = [raised(1, "a"), raised(2, "b"), raised(3, "b"), raised(4, "b")]

    assert [(one.rule, one.raised, one.ratio) for one in worst(found, NOW - DAY)] == [
        ("b", 3, 0.75),
        ("a", 1, 0.25),
    ]


@pytest.mark.parametrize(
    ("an_hour", "sentence"),
    [(5, "acceptable"), (8, "still manageable"), (20, "cannot be watched")],
)
def test_the_load_is_judged_against_six_and_twelve(an_hour, sentence):
    found = [raised(60 * 24 * i / (an_hour * 24)) for i in range(an_hour * 24)]

    assert sentence in words.load_title(found, NOW)


def test_shares_of_priorities_are_held_against_eighty_fifteen_five():
    found = [raised(i, priority="high" if i < 3 else "low") for i in range(10)]

    rows = {one.what: one for one in words.measures(found, NOW)}
    assert rows["Of high priority"].state == "△ missed"
    assert (rows["Of low priority"].found, rows["Of low priority"].goal) == ("70\u00a0%", "80 %")


def test_rules_that_nobody_evaluates_are_said_to_be():
    stopped = Watch(evaluated_at=NOW, behind_s=31.0)

    assert "never" in words.watched(None, [], NOW)
    assert "since" in words.watched(stopped, [], NOW)
    assert "✓" in words.watched(Watch(evaluated_at=NOW, behind_s=3.0), [], NOW)


@pytest.mark.parametrize(
    ("kind", "about", "said"),
    [
        ("level", '{"body":"NATO","actor":"EST","level":"3"}', "EST NATO: level 3 or worse"),
        ("report", '{"body":"NATO","state":"late"}', "NATO: report late or worse"),
        ("silence", '{"hours":24}', "a silence that ends within 24 hours"),
        ("commitment", '{"body":"NATO"}', "NATO: a commitment behind its path"),
        ("partition", '{"seconds":60}', "a partition that stands still for 60 seconds"),
        ("feed", '{"seconds":300}', "nothing recorded for 300 seconds"),
    ],
)
def test_each_kind_of_rule_says_what_it_holds_for(kind, about, said):
    rule = AlertRule(
        name="a",
        kind=kind,
        about=about,
        priority="low",
        decision="d",
        response="r",
        hold_s=0,
        group_s=0,
        channel="screen",
        address=None,
        ceiling_rank=0,
        made_at=NOW,
    )

    assert words.about(rule) == said
