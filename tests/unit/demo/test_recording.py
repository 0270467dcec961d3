"""When the demo's history is recorded: over years, each thing when it would have been heard."""

from datetime import UTC, datetime, timedelta

import pytest

from schemas.envelope import CLOCK_TOLERANCE, decode
from streams.demo.chance import Chance
from streams.demo.recording import MOST_AT_ONCE, Heard, days, facts_heard, heard
from streams.imports import facts

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FIRST = datetime(2025, 11, 1, tzinfo=UTC)
CHANCE = Chance(1)


@pytest.fixture(scope="module")
def history() -> list[Heard]:
    """Give one year of the demo, by the moments at which it is heard."""
    return heard(CHANCE, NOW, years=1)


def test_it_is_recorded_on_nearly_every_day_of_its_years(history: list[Heard]):
    recorded_on = {at.date() for at, _ in days(history)}

    assert len(recorded_on) > 350
    assert min(recorded_on) == FIRST.date()
    assert NOW.date() - max(recorded_on) < timedelta(days=3)


def test_nothing_is_recorded_before_the_system_is_there_or_after_now(history: list[Heard]):
    assert all(FIRST <= one.at <= NOW for one in history)


def test_moments_of_recording_only_rise_and_every_event_is_recorded_once(history: list[Heard]):
    batches = list(days(history))
    moments = [at for at, _ in batches]

    assert moments == sorted(moments)
    assert [text for _, texts in batches for text in texts] == [one.text for one in history]
    assert all(0 < len(texts) <= MOST_AT_ONCE for _, texts in batches)


def test_nothing_is_from_the_future_at_the_moment_it_is_recorded(history: list[Heard]):
    for at, texts in days(history):
        for text in texts:
            latest_at = decode(text).latest_at
            assert latest_at is None or latest_at <= at + CLOCK_TOLERANCE


def test_a_day_is_recorded_at_its_last_moment_and_a_full_one_in_parts():
    day = datetime(2026, 3, 2, 8, tzinfo=UTC)
    history = [
        Heard(day, "a", b"a"),
        Heard(day + timedelta(hours=9), "b", b"b"),
        *[Heard(day + timedelta(days=1), f"c{n}", b"c") for n in range(MOST_AT_ONCE + 1)],
    ]

    first, second, third = days(history)

    assert first == (day + timedelta(hours=9), [b"a", b"b"])
    assert (second[0], len(second[1])) == (day + timedelta(days=1), MOST_AT_ONCE)
    assert third == (day + timedelta(days=1), [b"c"])


def test_a_fact_is_heard_after_the_period_it_is_known_by():
    ages = {
        message.event.envelope.id: message.event.envelope
        for name in facts.names()
        for message in facts.messages(name, NOW)
    }
    moments = {one.id: one.at for one in facts_heard(NOW)}

    assert moments["NATO-joined-SWE"] == datetime(2024, 3, 8, 7, tzinfo=UTC)
    assert moments["sld:dialogue-2003"] == datetime(2004, 1, 2, 7, tzinfo=UTC)
    assert all(moments[id] > envelope.time for id, envelope in ages.items())
