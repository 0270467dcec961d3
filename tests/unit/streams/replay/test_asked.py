"""What can be asked of a replay clock, and the one line that says why something cannot."""

from datetime import UTC, datetime, timedelta

import pytest

from streams.replay import asked
from streams.replay.asked import Present
from streams.replay.errors import BadRequest, NothingRecorded

A = datetime(2026, 5, 1, tzinfo=UTC)
B = datetime(2026, 6, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
PRESENT = Present(NOW, datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 11, 29, tzinfo=UTC))


@pytest.mark.parametrize("text", ["amber-27", "a", "7", "x" * 40])
def test_a_name_is_short_and_can_stand_in_an_address(text: str):
    assert asked.name_of(text) == text


@pytest.mark.parametrize("text", ["", "Amber", "-a", "a b", "a/b", "ä", "x" * 41, "a\n"])
def test_what_cannot_stand_in_an_address_names_no_replay(text: str):
    with pytest.raises(BadRequest, match="cannot name a replay"):
        asked.name_of(text)


@pytest.mark.parametrize(("text", "rate"), [("1", 1), ("60x", 60), ("3600X", 3600)])
def test_a_speed_is_read_with_its_sign_or_without(text: str, rate: int):
    assert asked.rate(text) == rate


@pytest.mark.parametrize("text", ["0", "3601x", "-1", "1.5x", "", "x", "fast", "1e3", "٣"])
def test_a_speed_out_of_range_is_refused(text: str):
    with pytest.raises(BadRequest, match="it goes from 1x to 3600x"):
        asked.rate(text)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("30s", timedelta(seconds=30)),
        ("15m", timedelta(minutes=15)),
        ("6h", timedelta(hours=6)),
        ("-1d", timedelta(days=-1)),
    ],
)
def test_a_step_has_its_unit_and_may_go_back(text: str, span: timedelta):
    assert asked.step(text) == span


@pytest.mark.parametrize("text", ["", "1", "d", "1w", "1.5h", "+1d", "999999d", "1 d"])
def test_a_step_that_cannot_be_meant_is_refused(text: str):
    with pytest.raises(BadRequest, match="write 30s, 15m, 6h, 1d"):
        asked.step(text)


@pytest.mark.parametrize("text", ["", "now", "2026-02-30", "2026-05-12T12:00", "1899-12-31", "26"])
def test_a_moment_that_cannot_be_meant_is_refused(text: str):
    with pytest.raises(BadRequest, match="--from is"):
        asked.instant("--from", text)


def test_a_moment_is_a_day_or_has_its_zone():
    assert asked.instant("--from", "2026-05-01") == A
    assert asked.instant("--from", "2026-05-01T02:00+02:00") == A


def test_a_replay_is_known_as_it_became_known_or_as_all_is_known_now():
    then = asked.period(A, B, as_then_known=True, present=PRESENT)
    now = asked.period(A, B, as_then_known=False, present=PRESENT)

    assert (then.known_at, now.known_at) == (None, PRESENT.last_recorded_at)


@pytest.mark.parametrize(
    ("ends", "present", "error", "words"),
    [
        ((B, A), PRESENT, BadRequest, "does not lie before"),
        ((A, A), PRESENT, BadRequest, "does not lie before"),
        ((A, NOW + timedelta(minutes=1)), PRESENT, BadRequest, "still to come"),
        ((A.replace(year=1901), A.replace(year=2022)), PRESENT, NothingRecorded, "--known now"),
        ((A.replace(year=1900), B), PRESENT._replace(now=NOW.replace(year=2100)), None, ""),
        (
            (A.replace(year=1900), B.replace(year=2060)),
            PRESENT._replace(now=NOW.replace(year=2100)),
            BadRequest,
            "more than 150 years apart",
        ),
        ((A, B), PRESENT._replace(first_recorded_at=None), NothingRecorded, "nothing to replay"),
    ],
)
def test_a_period_that_cannot_be_replayed_says_why(ends, present, error, words):
    if error is None:
        assert asked.period(*ends, as_then_known=True, present=present)
        return
    with pytest.raises(error, match=words):
        asked.period(*ends, as_then_known=True, present=present)
