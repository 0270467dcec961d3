"""The read functions about the life of an alliance, as the feed and the event log use them."""

from collections.abc import Generator

import pytest

from schemas.events import EVENT_TYPES, DecisionProposed, EventData, suffix_of
from tests.support.builders import event, retraction_of
from tests.support.given import InDatabase, at, undone
from tests.support.postgres import Database

SILENCE = event(
    DecisionProposed, time="2026-11-20T00:00:00Z", silence_deadline_at="2026-11-23T16:00:00Z"
)


@pytest.fixture
def told(database: Database) -> Generator[InDatabase]:
    """Give a database that forgets everything after the test."""
    with undone(database) as one:
        yield one


@pytest.mark.parametrize("kind", EVENT_TYPES, ids=suffix_of)
def test_every_type_is_summed_up_in_words(told: InDatabase, kind: type[EventData]):
    told.tell(event(kind))

    [row] = told.ask("events")

    assert told.dead_letters() == []
    assert row["summary"] != kind.TYPE, "no sentence in streams/read/ledger/summaries.sql"
    assert len(row["summary"]) > 10


@pytest.mark.parametrize(
    ("after", "change"),
    [
        ("2026-11-23T12:00:00", "2026-11-23T16:00:00"),
        ("2026-11-23T16:00:00", "2026-11-24"),
        ("2026-11-22T12:00:00", "2026-11-23"),
    ],
    ids=["before the deadline", "at the deadline", "the day before"],
)
def test_readings_change_next_at_a_silence_deadline_or_at_midnight(
    told: InDatabase, after: str, change: str
):
    told.tell(SILENCE)

    [row] = told.ask("next_change", at(after))

    assert row["next_change"] == at(change)


def test_a_retracted_proposal_wakes_nobody(told: InDatabase):
    told.tell(SILENCE, retraction_of(SILENCE))

    [row] = told.ask("next_change", at("2026-11-23T12:00:00"))

    assert row["next_change"] == at("2026-11-24")
