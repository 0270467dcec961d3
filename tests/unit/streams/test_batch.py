from streams.decode.batch import Batch, DirectRecord, Span
from streams.store.outcome import Outcome


def span(partition: int, start: int, *offsets: int, end: int | None = None) -> Span[DirectRecord]:
    items = [DirectRecord(offset, b"x") for offset in offsets]
    return Span(partition, start, offsets[-1] + 1 if end is None else end, items)


def offsets(batch: Batch[DirectRecord]) -> list[tuple[int, int, int, list[int]]]:
    return [
        (s.partition, s.start_offset, s.end_offset, [item.offset for item in s.items])
        for s in batch.spans
    ]


def test_halves_meet_without_a_gap_and_without_an_overlap():
    batch = Batch("t", 1, (span(0, 0, 0, 1, 2), span(1, 5, 5, 7, 8, end=10)))

    first, second = batch.halves()

    assert offsets(first) == [(0, 0, 3, [0, 1, 2])]
    assert offsets(second) == [(1, 5, 10, [5, 7, 8])]


def test_a_partition_is_cut_at_a_record_and_keeps_its_gaps():
    batch = Batch("t", 1, (span(0, 3, 4, 6, 9, 11, end=15),))

    first, second = batch.halves()

    assert offsets(first) == [(0, 3, 9, [4, 6])]
    assert offsets(second) == [(0, 9, 15, [9, 11])]


def test_what_became_of_two_halves_adds_up():
    first = Outcome({0: 3, 1: 0}, stored=2, dead=1, held=frozenset({1}), seq=7)
    second = Outcome({0: 5}, stored=0, duplicates=2)

    both = first.then(second)

    assert both == Outcome({0: 5, 1: 0}, 2, 2, 1, 0, (), frozenset({1}), 7)
