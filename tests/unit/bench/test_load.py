"""The load of the benchmark: valid, of the right size, the same every time."""

from statistics import mean

from infra.clock import utc_now
from schemas.envelope import decode
from schemas.topics import topic_of
from tests.bench.load import load


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert list(load(1, 200)) == list(load(1, 200))
    assert list(load(1, 200)) != list(load(2, 200))


def test_every_event_is_valid_and_goes_to_its_own_topic() -> None:
    now = utc_now()
    for message in load(1, 500):
        event = decode(message.value, received_at=now)

        assert event.envelope.id == message.event_id
        assert topic_of(event.data.TYPE) == message.topic


def test_an_event_is_about_500_bytes() -> None:
    assert 450 < mean(len(message.value) for message in load(1, 1_000)) < 550
