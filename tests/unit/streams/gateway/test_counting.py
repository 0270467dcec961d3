"""What was received is what was accepted, known before, refused, or left without an answer."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from schemas.vocabulary import TopicName
from streams.gateway.answers import Receipt, Status
from streams.gateway.counting import Counted, Counts, Logged
from streams.gateway.keys import Key
from streams.gateway.problems import ProblemKind, Refuse

TOPIC = TopicName.EXERCISE_RESULTS
HIS = Key(b"", "north", ["north"], [], [], [], 0, 10, True, False, None)


@dataclass
class Asked:
    """A request of a producer."""

    events: int | None
    key: Key | None = HIS
    key_id: str = "north"


@pytest.fixture
def counts() -> Counts:
    return Counts(UUID(int=1), "own-")


def placed(id: str, offset: int, partition: int = 0) -> Receipt:
    return Receipt(
        source="s", id=id, status=Status.ACCEPTED, topic=TOPIC, partition=partition, offset=offset
    )


def known(id: str) -> Receipt:
    return Receipt(source="s", id=id, status=Status.DUPLICATE, topic=TOPIC, partition=0, offset=1)


def test_accepted_events_are_counted_by_key_and_by_their_place_in_kafka(counts: Counts):
    counts.answered(Asked(3), [placed("a", 7), placed("b", 8), placed("c", 2, partition=1)])
    counts.answered(Asked(2), [placed("d", 9), known("a")])

    assert counts.by_key == {"north": Counted(received=5, accepted=4, duplicate=1)}
    assert counts.by_partition == {
        (f"own-{TOPIC}", 0): Logged(3, 9),
        (f"own-{TOPIC}", 1): Logged(1, 2),
    }


def test_an_event_that_is_twice_in_a_batch_is_accepted_once(counts: Counts):
    counts.answered(Asked(2), [placed("a", 7), placed("a", 7)])

    assert counts.by_key == {"north": Counted(received=2, accepted=1, duplicate=1)}
    assert counts.by_partition == {(f"own-{TOPIC}", 0): Logged(1, 7)}


def test_all_events_of_a_refused_request_are_refused_and_an_unreadable_body_is_one(
    counts: Counts,
):
    for asked in (Asked(4), Asked(None), Asked(None, None, "made-up")):
        with pytest.raises(Refuse), counts.request(asked):
            raise Refuse(ProblemKind.MALFORMED)

    assert counts.by_key == {
        "north": Counted(received=5, refused=5),
        "": Counted(received=1, refused=1),
    }


def test_what_ends_without_an_answer_is_counted_as_that(counts: Counts):
    with pytest.raises(ConnectionError), counts.request(Asked(2)):
        raise ConnectionError

    assert counts.by_key == {"north": Counted(received=2, unanswered=2)}
    assert counts.by_partition == {}
