from streams.batch import Message, Outcome
from streams.reading import IN_FLIGHT, MOST_BYTES, MOST_RECORDS, Partition, Reading, Start

ONE, OTHER, ELSEWHERE = Partition("a", 0), Partition("a", 1), Partition("b", 0)


def messages(first: int, count: int, size: int = 1) -> list[Message]:
    return [Message(offset, b"x" * size) for offset in range(first, first + count)]


def begun(*partitions: Partition, is_paused: bool = False) -> Reading:
    reading = Reading()
    reading.begin({partition: Start(1, 0, is_paused) for partition in partitions})
    return reading


def read(reading: Reading, partition: Partition, first: int, count: int, size: int = 1) -> None:
    reading.add(partition, reading.wanted()[partition], messages(first, count, size))


def test_partitions_of_one_topic_travel_together_and_topics_apart():
    reading = begun(ONE, OTHER, ELSEWHERE)
    for partition in (ONE, OTHER, ELSEWHERE):
        read(reading, partition, 0, 3)

    first, second = reading.next_delivery(), reading.next_delivery()

    assert first is not None
    assert second is not None
    assert [(first.batch.topic, first.batch.size), (second.batch.topic, second.batch.size)] == [
        ("a", 6),
        ("b", 3),
    ]
    assert reading.next_delivery() is None


def test_no_more_deliveries_of_a_topic_are_on_their_way_than_agreed():
    reading = begun(ONE)
    deliveries = []
    for number in range(IN_FLIGHT):
        read(reading, ONE, number, 1)
        deliveries.append(reading.next_delivery())
    read(reading, ONE, IN_FLIGHT, 1)

    assert None not in deliveries
    assert reading.next_delivery() is None

    reading.settle(deliveries[0], Outcome({0: 1}))

    assert reading.next_delivery() is not None


def test_a_batch_goes_on_where_the_one_before_it_ended_also_over_a_gap():
    reading = begun(ONE)
    read(reading, ONE, 0, 2)
    first = reading.next_delivery()
    read(reading, ONE, 5, 2)
    second = reading.next_delivery()

    assert first is not None
    assert second is not None
    spans = (*first.batch.spans, *second.batch.spans)
    assert [(s.start_offset, s.end_offset, len(s.items)) for s in spans] == [(0, 2, 2), (2, 7, 2)]


def test_a_delivery_that_did_not_end_where_expected_is_read_again():
    reading = begun(ONE, OTHER)
    read(reading, ONE, 0, 4)
    read(reading, OTHER, 0, 4)
    delivery = reading.next_delivery()

    reading.settle(delivery, Outcome({0: 2, 1: 4}))

    assert reading.lacking({ONE, OTHER}) == {ONE}
    assert reading.stored() == {ONE: 2, OTHER: 4}


def test_records_fetched_before_a_partition_was_sent_elsewhere_are_thrown_away():
    reading = begun(ONE)
    before = reading.wanted()[ONE]
    reading.begin({ONE: Start(1, 0, False)})

    reading.add(ONE, before, messages(700, 3))

    assert reading.next_delivery() is None


def test_a_delivery_of_an_assignment_that_has_ended_changes_nothing():
    reading = begun(ONE)
    read(reading, ONE, 0, 1)
    delivery = reading.next_delivery()
    reading.forget()
    reading.begin({ONE: Start(1, 0, False)})

    reading.settle(delivery, Outcome({0: 1}))

    assert reading.stored() == {}
    assert reading.lacking({ONE}) == set()


def test_a_topic_whose_agent_lags_is_not_read_further_while_others_are():
    reading = begun(ONE, ELSEWHERE)
    read(reading, ONE, 0, MOST_RECORDS)

    assert set(reading.wanted()) == {ELSEWHERE}
    assert reading.is_throttled()


def test_a_batch_is_limited_in_bytes_too():
    reading = begun(ONE)
    read(reading, ONE, 0, 20, size=MOST_BYTES // 8)

    delivery = reading.next_delivery()

    assert delivery is not None
    assert delivery.batch.size == 8


def test_a_paused_partition_is_not_read_until_it_is_looked_at_again():
    reading = begun(ONE, is_paused=True)

    assert reading.wanted() == {}
    assert reading.outdated({tuple(ONE)}, {"a": 1}) == []
    assert reading.outdated(set(), {"a": 1}) == [ONE]


def test_a_topic_with_a_new_life_is_looked_at_again():
    assert begun(ONE).outdated(set(), {"a": 2}) == [ONE]
