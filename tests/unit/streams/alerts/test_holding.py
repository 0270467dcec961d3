"""For which subjects a rule holds, by rows as the read functions give them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from streams.alerts.holding import holding, question, typed
from tests.support.alerts import rule

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def held(kind: str, row: tuple[Any, ...], **about: Any) -> dict[str, str]:
    one = rule(kind, kind, about=about)
    found = holding(one, {question(one): typed(one.kind, [row])}, NOW)
    return {subject: of.said for subject, of in found.items()}


@pytest.mark.parametrize(
    ("level", "last", "threshold", "is_held"),
    [
        ("1", "1", "3", False),
        ("2", "2", "3", False),
        ("3", "3", "3", True),
        ("4", "4", "3", True),
        ("3", "3", "4", False),
        ("4", "4", "4", True),
        ("ND", "2", "4", True),
        ("ND", None, "3", False),
        ("ND", "2", "ND", True),
        ("4", "4", "ND", False),
    ],
)
def test_a_level_or_worse_and_what_was_never_shown_has_not_fallen(level, last, threshold, is_held):
    found = held("level", ("EST", "air", level, last, 7), level=threshold)

    assert list(found) == (["EST air"] if is_held else [])


def test_of_other_members_and_areas_a_rule_says_nothing():
    row = ("EST", "air", "4", "4", 7)

    assert held("level", row, actor="EST", area="air")
    assert not held("level", row, actor="FIN")
    assert not held("level", row, area="land")


@pytest.mark.parametrize(
    ("state", "wanted", "is_held"),
    [
        ("current", "late", False),
        ("late", "late", True),
        ("lapsed", "late", True),
        ("late", "lapsed", False),
        ("lapsed", "lapsed", True),
        ("never", "lapsed", True),
        ("lapsed", "never", False),
        ("never", "never", True),
    ],
)
def test_a_report_that_is_as_late_or_later(state, wanted, is_held):
    age = None if state == "never" else 50

    assert bool(held("report", ("EST", "air", "P", age, state), state=wanted)) == is_held


@pytest.mark.parametrize(
    ("hours", "is_held"), [(-1, False), (0, False), (1, True), (24, True), (25, False)]
)
def test_a_silence_that_ends_within_the_hours_and_has_not_ended(hours, is_held):
    deadline = NOW + timedelta(hours=hours)

    assert bool(held("silence", ("d", "NATO", "t", deadline, 7), hours=24)) == is_held


@pytest.mark.parametrize(
    ("score", "outcome", "is_held"),
    [
        (1, None, False),
        (0, None, True),
        (-1, None, True),
        (None, None, False),
        (1, "reached", False),
        (0, "missed", True),
        (None, "not reported", True),
    ],
)
def test_a_commitment_behind_its_path_or_missed(score, outcome, is_held):
    row = ("c", "Two per cent", "EST", score, outcome, date(2027, 1, 1))

    assert bool(held("commitment", row)) == is_held


@pytest.mark.parametrize(
    ("oldest_s", "is_paused", "is_held"),
    [(None, False, False), (60.0, False, False), (61.0, False, True), (None, True, True)],
)
def test_a_partition_that_stands_still_or_is_paused(oldest_s, is_paused, is_held):
    row = ("exercise-results", 0, 5, oldest_s, is_paused, "why" if is_paused else None)

    assert bool(held("partition", row, seconds=60)) == is_held


@pytest.mark.parametrize(
    ("ago_s", "workers", "is_held"),
    [(10, 1, False), (300, 1, False), (301, 1, True), (10, 0, True)],
)
def test_a_feed_that_is_stale_or_that_nobody_stores(ago_s, workers, is_held):
    assert bool(held("feed", (NOW - timedelta(seconds=ago_s), workers), seconds=300)) == is_held
