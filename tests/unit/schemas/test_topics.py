"""Every event has one topic; amendments follow their root."""

import pytest

from schemas.errors import Refused
from schemas.events import (
    EVENT_TYPES,
    EventCorrected,
    EventData,
    EventRetracted,
    ExerciseResultRecorded,
    MeetingHeld,
    ResourceLevelReported,
)
from schemas.topics import TOPICS, check_topic, topic_of, topic_of_event
from tests.support.builders import (
    RECEIVED_AT,
    correction_of,
    decode,
    decoded,
    event,
    retraction_of,
)


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_every_event_has_a_topic_that_exists(kind: type[EventData]) -> None:
    assert topic_of_event(decoded(kind)) in {topic.name for topic in TOPICS}


@pytest.mark.parametrize("kind", [ExerciseResultRecorded, MeetingHeld, ResourceLevelReported])
def test_an_amendment_goes_where_its_root_went(kind: type[EventData]) -> None:
    for raw in (correction_of(event(kind)), retraction_of(event(kind))):
        assert topic_of_event(decode(raw, received_at=RECEIVED_AT)) == kind.TOPIC


def test_an_event_on_another_topic_is_refused() -> None:
    check_topic(decoded(MeetingHeld), "summit-decisions")
    with pytest.raises(Refused, match="wrong-topic"):
        check_topic(decoded(MeetingHeld), "exercise-results")


def test_a_topic_is_not_guessed() -> None:
    with pytest.raises(Refused, match="unknown-type"):
        topic_of("org.muster.exercise.imagined")
    with pytest.raises(Refused, match="root_type"):
        topic_of(EventCorrected.TYPE)
    with pytest.raises(Refused, match="root_type"):
        topic_of(EventRetracted.TYPE, EventCorrected.TYPE)
