from streams.consume.fetch_positions import (
    IN_FLIGHT,
    MOST_BYTES,
    MOST_RECORDS,
    FetchPositions,
    Partition,
    Start,
)
from streams.decode.batch import DirectRecord
from streams.store.outcome import Outcome

ONE, OTHER, ELSEWHERE = Partition("a", 0), Partition("a", 1), Partition("b", 0)


def messages(first: int, count: int, size: int = 1) -> list[DirectRecord]:
    return [DirectRecord(offset, b"x" * size) for offset in range(first, first + count)]


def begun(*partitions: Partition, is_paused: bool = False) -> FetchPositions:
    positions = FetchPositions()
    positions.begin({partition: Start(1, 0, is_paused) for partition in partitions})
    return positions


def read(
    positions: FetchPositions, partition: Partition, first: int, count: int, size: int = 1
) -> None:
    positions.add(partition, positions.wanted()[partition], messages(first, count, size))


def test_partitions_of_one_topic_travel_together_and_topics_apart():
    positions = begun(ONE, OTHER, ELSEWHERE)
    for partition in (ONE, OTHER, ELSEWHERE):
        read(positions, partition, 0, 3)

    first, second = positions.next_delivery(), positions.next_delivery()

    assert first is not None
    assert second is not None
    assert [(first.batch.topic, first.batch.size), (second.batch.topic, second.batch.size)] == [
        ("a", 6),
        ("b", 3),
    ]
    assert positions.next_delivery() is None


def test_no_more_deliveries_of_a_topic_are_on_their_way_than_agreed():
    positions = begun(ONE)
    deliveries = []
    for number in range(IN_FLIGHT):
        read(positions, ONE, number, 1)
        deliveries.append(positions.next_delivery())
    read(positions, ONE, IN_FLIGHT, 1)

    assert None not in deliveries
    assert positions.next_delivery() is None

    positions.acknowledge(deliveries[0], Outcome({0: 1}))

    assert positions.next_delivery() is not None


def test_a_batch_goes_on_where_the_one_before_it_ended_also_over_a_gap():
    positions = begun(ONE)
    read(positions, ONE, 0, 2)
    first = positions.next_delivery()
    read(positions, ONE, 5, 2)
    second = positions.next_delivery()

    assert first is not None
    assert second is not None
    spans = (*first.batch.spans, *second.batch.spans)
    assert [(s.start_offset, s.end_offset, len(s.items)) for s in spans] == [(0, 2, 2), (2, 7, 2)]


def test_a_delivery_that_did_not_end_where_expected_is_read_again():
    positions = begun(ONE, OTHER)
    read(positions, ONE, 0, 4)
    read(positions, OTHER, 0, 4)
    delivery = positions.next_delivery()

    positions.acknowledge(delivery, Outcome({0: 2, 1: 4}))

    assert positions.lacking({ONE, OTHER}) == {ONE}
    assert positions.stored() == {ONE: 2, OTHER: 4}


def test_records_fetched_before_a_partition_was_sent_elsewhere_are_thrown_away():
    positions = begun(ONE)
    before = positions.wanted()[ONE]
    positions.begin({ONE: Start(1, 0, False)})

    positions.add(ONE, before, messages(700, 3))

    assert positions.next_delivery() is None


def test_a_delivery_of_an_assignment_that_has_ended_changes_nothing():
    positions = begun(ONE)
    read(positions, ONE, 0, 1)
    delivery = positions.next_delivery()
    positions.forget()
    positions.begin({ONE: Start(1, 0, False)})

    positions.acknowledge(delivery, Outcome({0: 1}))

    assert positions.stored() == {}
    assert positions.lacking({ONE}) == set()


def test_a_topic_whose_agent_lags_is_not_read_further_while_others_are():
    positions = begun(ONE, ELSEWHERE)
    read(positions, ONE, 0, MOST_RECORDS)

    assert set(positions.wanted()) == {ELSEWHERE}
    assert positions.is_throttled()


def test_a_batch_is_limited_in_bytes_too():
    positions = begun(ONE)
    read(positions, ONE, 0, 20, size=MOST_BYTES // 8)

    delivery = positions.next_delivery()

    assert delivery is not None
    assert delivery.batch.size == 8


def test_a_paused_partition_is_not_read_until_it_is_looked_at_again():
    positions = begun(ONE, is_paused=True)

    assert positions.wanted() == {}
    assert positions.outdated({tuple(ONE)}, {"a": 1}) == []
    assert positions.outdated(set(), {"a": 1}) == [ONE]


def test_a_topic_with_a_new_life_is_looked_at_again():
    assert begun(ONE).outdated(set(), {"a": 2}) == [ONE]
