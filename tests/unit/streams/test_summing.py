import pytest

from streams.run.summing import is_due
from streams.store.tables.running_sums import Progress


@pytest.mark.parametrize(
    ("seq", "summed_seq", "events_per_s", "due"),
    [
        (0, 0, 0.0, False),
        (4_999, 0, 0.0, False),
        (5_000, 0, 0.0, True),
        (5_999, 5_000, 0.0, False),
        (6_000, 5_000, 0.0, True),
        (249_999, 0, 101.0, False),  # a small ledger is read nearly as quickly
        (249_999, 0, 100.0, True),
        (250_000, 0, 101.0, True),
        (2_000_000, 1_999_001, 0.0, False),
        (2_000_000, 1_999_000, 0.0, True),
        (10_000_000, 9_995_001, 0.0, False),  # less than a two-thousandth of a large ledger
        (10_000_000, 9_995_000, 0.0, True),
        (2_000_000, 1_950_001, 5_000.0, False),  # writers come first
        (2_000_000, 1_950_000, 5_000.0, True),  # until it is a burden to readers
    ],
)
def test_lines_are_summed_up_when_it_is_worth_it_and_in_nobodys_way(
    seq: int, summed_seq: int, events_per_s: float, due: bool
):
    assert is_due(Progress(seq, summed_seq), events_per_s) is due
